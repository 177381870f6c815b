/** Statuses of commits on the forge: how far each revision is. */
@org.jspecify.annotations.NullMarked
package io.penguintech.gough.bot.statuses;
