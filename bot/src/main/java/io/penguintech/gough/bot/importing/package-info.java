/** An infra repository from what exists: which machines and queries are written, and how. */
@org.jspecify.annotations.NullMarked
package io.penguintech.gough.bot.importing;
