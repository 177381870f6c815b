/** The infra repository as git has it: fetched into a bare clone, never checked out. */
@org.jspecify.annotations.NullMarked
package io.penguintech.gough.bot.source;
