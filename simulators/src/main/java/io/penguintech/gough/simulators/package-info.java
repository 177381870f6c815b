/** Stand-ins that behave like the servers Gough talks to. */
@org.jspecify.annotations.NullMarked
package io.penguintech.gough.simulators;
