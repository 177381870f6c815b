/** A plan of the reconciler as the views show it: one mapping for pages, forges and the command line. */
@org.jspecify.annotations.NullMarked
package io.penguintech.gough.bot.planview;
