/** Where secrets come from when they are used: mounted files or Vault, and what a repository may ask for. */
@org.jspecify.annotations.NullMarked
package io.penguintech.gough.bot.secrets;
