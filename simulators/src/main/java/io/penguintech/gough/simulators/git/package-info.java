/** A git server over HTTP that can be broken on demand, and a workbench to push to it. */
@org.jspecify.annotations.NullMarked
package io.penguintech.gough.simulators.git;
