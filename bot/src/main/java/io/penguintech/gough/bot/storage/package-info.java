/** What is kept on this machine: the data folder and the embedded PostgreSQL in it. */
@org.jspecify.annotations.NullMarked
package io.penguintech.gough.bot.storage;
