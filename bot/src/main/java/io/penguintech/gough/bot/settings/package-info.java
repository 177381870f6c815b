/** How settings are read: every problem at once, in words that say what to change. */
@org.jspecify.annotations.NullMarked
package io.penguintech.gough.bot.settings;
