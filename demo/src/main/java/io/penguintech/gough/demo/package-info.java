/** Everything in one JVM, for the demo, the bench and the end-to-end tests. */
@org.jspecify.annotations.NullMarked
package io.penguintech.gough.demo;
