/** Every trigger becomes a request to look; a name, never a payload. */
@org.jspecify.annotations.NullMarked
package io.penguintech.gough.bot.intake;
