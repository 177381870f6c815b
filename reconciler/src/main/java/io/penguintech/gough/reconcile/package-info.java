/** Planning without I/O: what is declared, what is observed, and the changes between them. */
@org.jspecify.annotations.NullMarked
package io.penguintech.gough.reconcile;
