/** The service: wiring and settings. */
@org.jspecify.annotations.NullMarked
package io.penguintech.gough.bot;
