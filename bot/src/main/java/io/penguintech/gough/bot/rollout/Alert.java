package io.penguintech.gough.bot.rollout;

import io.penguintech.gough.bot.source.RepositoryId;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;

/**
 * Something a person should know of until it is over.
 *
 * @param repository whose it is
 * @param key its identity, what is wrong with what: the same key is the same alert until it is resolved
 * @param severity how urgent it is
 * @param text what happened and what to do
 * @param since when it was raised
 * @param changedAt when it last said something else
 * @param hosts how many hosts it is about now, without those that are silenced; 0 for what is about no host
 * @param before how often it was raised and resolved in the last seven days
 * @param acknowledged who has it in hand
 * @param silence why nobody is told of it; empty when people are
 * @param resolved how it ended; empty while it is open
 */
public record Alert(
        RepositoryId repository,
        String key,
        Severity severity,
        String text,
        Instant since,
        Instant changedAt,
        int hosts,
        int before,
        Optional<Acknowledged> acknowledged,
        Optional<Silence> silence,
        Optional<Resolved> resolved) {
    private static final int ID_DIGITS = 8;

    /** How urgent an alert is, the least first. */
    public enum Severity {
        /** Worth knowing. */
        INFO,
        /** Somebody should look today. */
        WARNING,
        /** Somebody should look now. */
        CRITICAL;

        /** As records and messages have it, such as {@code warning}. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** The one with this word; what no version ever wrote is a warning. */
        public static Severity of(String word) {
            for (var severity : values()) if (severity.word().equals(word)) return severity;
            return WARNING;
        }
    }

    /**
     * Somebody has it in hand.
     *
     * @param by the person
     * @param at when they said so
     */
    public record Acknowledged(String by, Instant at) {}

    /**
     * People do not want to hear of something for a time.
     *
     * @param key the alert; empty: whatever is wrong with the host
     * @param host the name of a host; empty: whatever the alert is about
     * @param by who said so
     * @param reason why
     * @param at when
     * @param until when it is over
     */
    public record Silence(
            Optional<String> key, Optional<String> host, String by, String reason, Instant at, Instant until) {
        /** Whether it silences a whole alert. */
        boolean isOf(String alert) {
            return host.isEmpty() && key.equals(Optional.of(alert));
        }

        /** Whether it silences one host in an alert. */
        boolean isOf(String alert, String name) {
            return host.filter(name::equals).isPresent()
                    && key.map(alert::equals).orElse(true);
        }
    }

    /**
     * How an alert ended.
     *
     * @param at when
     * @param text how
     */
    public record Resolved(Instant at, String text) {}

    /** A short name to type, made of the key: {@code a} and eight hexadecimal digits. */
    public String id() {
        return id(key);
    }

    /** The short name of the alert with this key. */
    static String id(String key) {
        try {
            var hash = MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8));
            return "a" + HexFormat.of().formatHex(hash).substring(0, ID_DIGITS);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
