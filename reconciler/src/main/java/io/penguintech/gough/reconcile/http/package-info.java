/** HTTP to a backend, within limits: time, size, repeats; and without a word too much. */
@org.jspecify.annotations.NullMarked
package io.penguintech.gough.reconcile.http;
