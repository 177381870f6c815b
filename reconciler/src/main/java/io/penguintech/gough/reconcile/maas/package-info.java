/** MAAS over HTTP. */
@org.jspecify.annotations.NullMarked
package io.penguintech.gough.reconcile.maas;
