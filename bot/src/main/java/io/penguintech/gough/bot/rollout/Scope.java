package io.penguintech.gough.bot.rollout;

import io.penguintech.gough.bot.source.RepositoryId;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * How far a stop reaches.
 *
 * @param repository only what is written for this repository; empty for every one
 * @param part what of it
 */
public record Scope(Optional<RepositoryId> repository, Part part) {
    /** Every write. */
    public static final Scope EVERYTHING = new Scope(Optional.empty(), new Part.Whole());

    private static final String ALL = "*";
    private static final Pattern WORDS = Pattern.compile("[^\\p{Cntrl}]{1,200}");

    /** What of a repository. */
    public sealed interface Part {
        /** All of it. */
        record Whole() implements Part {}

        /**
         * What is written to one backend.
         *
         * @param name such as {@code maas default}
         */
        record Backend(String name) implements Part {}

        /**
         * Hosts that are, were or shall be in a zone.
         *
         * @param name the MAAS zone
         */
        record Zone(String name) implements Part {}

        /**
         * Hosts that are, were or shall be in a pool.
         *
         * @param name the MAAS resource pool
         */
        record Pool(String name) implements Part {}

        /**
         * Hosts that are declared with a label.
         *
         * @param key its key
         * @param value its value
         */
        record Label(String key, String value) implements Part {}
    }

    /** All of a repository, or of every one. */
    public static Scope whole(Optional<RepositoryId> repository) {
        return new Scope(repository, new Part.Whole());
    }

    /**
     * What a person means by {@code maas:NAME}, {@code fleet:NAME}, {@code zone:NAME}, {@code pool:NAME} or {@code
     * label:KEY=VALUE}.
     *
     * @throws IllegalArgumentException for anything else, with what may be said
     */
    public static Scope parse(Optional<RepositoryId> repository, String text) {
        int colon = text.indexOf(':');
        var name = text.substring(colon + 1).strip();
        if (colon < 1 || !WORDS.matcher(name).matches()) throw unknown(text);
        var part = switch (text.substring(0, colon)) {
            case "maas" -> new Part.Backend("maas " + name);
            case "fleet" -> new Part.Backend("fleet " + name);
            case "zone" -> new Part.Zone(name);
            case "pool" -> new Part.Pool(name);
            case "label" -> label(text, name);
            default -> throw unknown(text);
        };
        return new Scope(repository, part);
    }

    private static Part label(String text, String pair) {
        int equals = pair.indexOf('=');
        if (equals < 1) throw unknown(text);
        return new Part.Label(pair.substring(0, equals), pair.substring(equals + 1));
    }

    private static IllegalArgumentException unknown(String text) {
        return new IllegalArgumentException(
                "\"%s\" is no scope: say maas:NAME, fleet:NAME, zone:NAME, pool:NAME or label:KEY=VALUE."
                        .formatted(text));
    }

    /** As it is stored: {@code *}, {@code main}, {@code * zone:rack-a}, {@code main zone:rack-a}. */
    String text() {
        var whose = repository.map(RepositoryId::value).orElse(ALL);
        return part instanceof Part.Whole ? whose : whose + " " + word();
    }

    /** What is stored, read again. */
    static Scope stored(String text) {
        int space = text.indexOf(' ');
        var whose = space < 0 ? text : text.substring(0, space);
        var repository = whose.equals(ALL) ? Optional.<RepositoryId>empty() : Optional.of(new RepositoryId(whose));
        return space < 0 ? whole(repository) : parse(repository, text.substring(space + 1));
    }

    /** The part as people type it; empty text for all of it. */
    public String word() {
        return switch (part) {
            case Part.Whole _ -> "";
            case Part.Backend(var name) -> name.replaceFirst(" ", ":");
            case Part.Zone(var name) -> "zone:" + name;
            case Part.Pool(var name) -> "pool:" + name;
            case Part.Label(var key, var value) -> "label:%s=%s".formatted(key, value);
        };
    }

    /** For people: {@code everything}, {@code main}, {@code zone:rack-a of main}, {@code zone:rack-a}. */
    public String words() {
        return switch (part) {
            case Part.Whole _ -> repository.map(RepositoryId::value).orElse("everything");
            case Part.Backend _, Part.Zone _, Part.Pool _, Part.Label _ ->
                word() + repository.map(id -> " of " + id).orElse("");
        };
    }
}
