/** Pull requests: from a hint to a stored plan, its statuses and its comment on the forge. */
@org.jspecify.annotations.NullMarked
package io.penguintech.gough.bot.pulls;
