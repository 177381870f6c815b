/** Tables of text, for terminals and for Slack. */
@org.jspecify.annotations.NullMarked
package io.penguintech.gough.bot.tables;
