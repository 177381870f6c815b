/** Pull requests that Gough opens of its own because somebody asked for it, wherever they did. */
@org.jspecify.annotations.NullMarked
package io.penguintech.gough.bot.proposing;
