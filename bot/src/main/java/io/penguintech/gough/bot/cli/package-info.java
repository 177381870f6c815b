/** The command line. */
@org.jspecify.annotations.NullMarked
package io.penguintech.gough.bot.cli;
