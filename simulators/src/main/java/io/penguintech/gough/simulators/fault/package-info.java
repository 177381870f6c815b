/** The HTTP shell every stand-in shares: one handler, a journal of calls, and faults injected by rule. */
@NullMarked
package io.penguintech.gough.simulators.fault;

import org.jspecify.annotations.NullMarked;
