/** What addresses have in common that others post to. */
@org.jspecify.annotations.NullMarked
package io.penguintech.gough.bot.hooks;
