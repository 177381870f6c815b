/** The web page, the REST API and who may use them. */
@org.jspecify.annotations.NullMarked
package io.penguintech.gough.bot.web;
