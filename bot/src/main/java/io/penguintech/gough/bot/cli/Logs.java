package io.penguintech.gough.bot.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What libraries have to say while a command runs: only what went wrong, beside the results and not among them. */
final class Logs {
    private Logs() {}

    /** From now on only errors are logged, to stderr. Without it they would stand in the results, at length. */
    static void quiet() {
        if (!(LoggerFactory.getILoggerFactory() instanceof LoggerContext context)) return;
        context.reset();
        var lines = new PatternLayoutEncoder();
        lines.setContext(context);
        lines.setPattern("gough: %m%n%nopex");
        lines.start();
        var stderr = new ConsoleAppender<ILoggingEvent>();
        stderr.setContext(context);
        stderr.setTarget("System.err");
        stderr.setEncoder(lines);
        stderr.start();
        var root = context.getLogger(Logger.ROOT_LOGGER_NAME);
        root.addAppender(stderr);
        root.setLevel(Level.ERROR);
    }
}
