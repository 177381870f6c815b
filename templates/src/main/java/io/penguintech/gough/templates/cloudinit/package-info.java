/** User data rendered from templates as data. */
@org.jspecify.annotations.NullMarked
package io.penguintech.gough.templates.cloudinit;
