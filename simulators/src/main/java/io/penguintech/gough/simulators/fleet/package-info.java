/** A stand-in for FleetDM's REST API, in both of its name generations, that keeps state and refuses what Fleet refuses. */
@org.jspecify.annotations.NullMarked
package io.penguintech.gough.simulators.fleet;
