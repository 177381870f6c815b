package io.penguintech.gough.bot.rollout;

import io.penguintech.gough.schema.Host;
import io.penguintech.gough.schema.HostName;

/** Which declared hosts a person means: one by its name, or all that carry a label. */
public sealed interface HostSelection {
    /** Whether it means this host. */
    boolean means(Host host);

    /** As people type it. */
    String word();

    /** One host. */
    record One(HostName name) implements HostSelection {
        @Override
        public boolean means(Host host) {
            return host.name().equals(name);
        }

        @Override
        public String word() {
            return name.value();
        }
    }

    /** All hosts that are declared with a label. */
    record Labelled(String key, String value) implements HostSelection {
        @Override
        public boolean means(Host host) {
            return value.equals(host.labels().get(key));
        }

        @Override
        public String word() {
            return "label:%s=%s".formatted(key, value);
        }
    }

    /**
     * What a person means by a host's name or {@code label:KEY=VALUE}.
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
        try {
            return new One(new HostName(stripped));
        } catch (IllegalArgumentException e) {
            throw unknown(stripped);
        }
    }

    private static IllegalArgumentException unknown(String text) {
        return new IllegalArgumentException(
                "\"%s\" means no host: say a host's name, or label:KEY=VALUE for all that are declared with it."
                        .formatted(text));
    }
}
