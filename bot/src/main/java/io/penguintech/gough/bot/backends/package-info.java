/** The MAAS regions and Fleets of the server settings, and the jobs that look at them. */
@org.jspecify.annotations.NullMarked
package io.penguintech.gough.bot.backends;
