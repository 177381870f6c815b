package io.penguintech.gough.bot.rollout;

import io.penguintech.gough.schema.Host;
import io.penguintech.gough.schema.HostName;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;

/** Which declared hosts a person means: one by its name, all that carry a label, or all that a finding is about. */
public sealed interface HostSelection {
    /**
     * Whether a declared host is meant.
     *
     * @param found the hosts that a finding is about, by the start of its digest; asked once at most
     */
    Predicate<Host> among(Function<String, Set<HostName>> found);

    /** As people type it. */
    String word();

    /** One host. */
    record One(HostName name) implements HostSelection {
        @Override
        public Predicate<Host> among(Function<String, Set<HostName>> found) {
            return host -> host.name().equals(name);
        }

        @Override
        public String word() {
            return name.value();
        }
    }

    /** All hosts that are declared with a label. */
    record Labelled(String key, String value) implements HostSelection {
        @Override
        public Predicate<Host> among(Function<String, Set<HostName>> found) {
            return host -> value.equals(host.labels().get(key));
        }

        @Override
        public String word() {
            return "label:%s=%s".formatted(key, value);
        }
    }

    /**
     * All hosts that a finding is about, or what several findings have in common, as last seen.
     *
     * @param digest at least 12 hexadecimal digits that begin its digest
     */
    record OfFinding(String digest) implements HostSelection {
        @Override
        public Predicate<Host> among(Function<String, Set<HostName>> found) {
            var hosts = found.apply(digest);
            return host -> hosts.contains(host.name());
        }

        @Override
        public String word() {
            return "finding:" + digest;
        }
    }

    /**
     * What a person means by a host's name, {@code label:KEY=VALUE} or {@code finding:DIGEST}.
     *
     * @throws IllegalArgumentException for anything else, with what may be said
     */
    static HostSelection parse(String text) {
        var stripped = text.strip();
        if (stripped.startsWith("label:")) {
            var pair = stripped.substring("label:".length());
            int equals = pair.indexOf('=');
            if (equals < 1 || equals == pair.length() - 1) throw unknown(stripped);
            return new Labelled(pair.substring(0, equals), pair.substring(equals + 1));
        }
        if (stripped.startsWith("finding:")) {
            var digest = stripped.substring("finding:".length()).toLowerCase(Locale.ROOT);
            if (!DigestName.is(digest))
                throw new IllegalArgumentException(
                        "\"%s\" names no finding: say at least 12 digits of its digest, as gough status does."
                                .formatted(stripped));
            return new OfFinding(digest);
        }
        try {
            return new One(new HostName(stripped));
        } catch (IllegalArgumentException e) {
            throw unknown(stripped);
        }
    }

    private static IllegalArgumentException unknown(String text) {
        return new IllegalArgumentException(
                "\"%s\" means no host: say a host's name, label:KEY=VALUE for all that are declared with it, or finding:DIGEST for all that it is about."
                        .formatted(text));
    }
}
