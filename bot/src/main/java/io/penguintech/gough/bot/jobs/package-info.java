/** Work that is done again and again. */
@org.jspecify.annotations.NullMarked
package io.penguintech.gough.bot.jobs;
