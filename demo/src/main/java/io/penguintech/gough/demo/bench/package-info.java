/** How fast and how small Gough is, measured against stand-ins: {@code ./gough bench}. */
@org.jspecify.annotations.NullMarked
package io.penguintech.gough.demo.bench;
