/** Slack: messages out, commands and clicks in. */
@org.jspecify.annotations.NullMarked
package io.penguintech.gough.bot.chat;
