/** A stand-in for a MAAS region: the 2.0 API with its states, refusals and permissions, over one model in memory. */
@NullMarked
package io.penguintech.gough.simulators.maas;

import org.jspecify.annotations.NullMarked;
