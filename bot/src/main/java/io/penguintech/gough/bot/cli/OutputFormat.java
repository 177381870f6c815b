package io.penguintech.gough.bot.cli;

/** How an answer of the service is printed. */
enum OutputFormat {
    /** For people. */
    TEXT,
    /** As the service gave it: stable, see docs/api.md. */
    JSON
}
