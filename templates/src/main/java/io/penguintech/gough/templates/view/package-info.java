/** Plans and pages rendered from precompiled views. */
@org.jspecify.annotations.NullMarked
package io.penguintech.gough.templates.view;
