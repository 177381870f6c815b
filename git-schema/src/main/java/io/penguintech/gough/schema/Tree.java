package io.penguintech.gough.schema;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A YAML value with the place it stands at. Immutable; equality includes places, {@link #plain()} does not. */
public sealed interface Tree {
    /** Where the value begins. */
    Place place();

    /**
     * The value without places: String, Long, BigInteger, Double, Boolean, null, List, LinkedHashMap. A text with
     * secrets is its masked form.
     */
    @Nullable
    Object plain();

    /**
     * A scalar.
     *
     * @param value String, Long, BigInteger, Double, Boolean, or null
     * @param place where it begins
     * @param spelling how the file spells it, as far as the value does not say
     */
    record Scalar(@Nullable Object value, Place place, Spelling spelling) implements Tree {
        /** A scalar whose spelling is its value. */
        public Scalar(@Nullable Object value, Place place) {
            this(value, place, Spelling.SAME);
        }

        @Override
        public @Nullable Object plain() {
            return value;
        }

        /** The scalar as text, digit for digit as it was written: {@code 22.10} stays {@code 22.10}. */
        public String text() {
            return spelling.written().orElseGet(() -> value == null ? "" : value.toString());
        }
    }

    /**
     * How a file spells a scalar.
     *
     * @param written the text of a value that is not text, exactly as it stands in the file
     * @param openings where each <code>${{</code> of a text stands, in order; empty when that is not known
     */
    record Spelling(Optional<String> written, List<Place> openings) {
        /** Nothing the value does not say itself. */
        public static final Spelling SAME = new Spelling(Optional.empty(), List.of());

        /** Keeps a copy. */
        public Spelling {
            openings = List.copyOf(openings);
        }
    }

    /**
     * A text that holds secrets, as its parts in order.
     *
     * @param parts literals and references
     * @param place where it begins
     */
    record SecretText(List<Part> parts, Place place) implements Tree {
        /** Keeps a copy. */
        public SecretText {
            parts = List.copyOf(parts);
        }

        @Override
        public Object plain() {
            return parts.stream().map(Part::masked).collect(Collectors.joining());
        }

        /** The text with every secret asked of {@code source}. Never to be logged, kept or compared. */
        public String reveal(SecretSource source) {
            return parts.stream().map(part -> part.reveal(source)).collect(Collectors.joining());
        }
    }

    /** A piece of a text with secrets. */
    sealed interface Part {
        /** The piece as it may be shown. */
        String masked();

        /** The piece with its secret. */
        String reveal(SecretSource source);

        /**
         * Plain text.
         *
         * @param text the text
         */
        record Literal(String text) implements Part {
            @Override
            public String masked() {
                return text;
            }

            @Override
            public String reveal(SecretSource source) {
                return text;
            }
        }

        /**
         * A reference.
         *
         * @param ref what it refers to
         */
        record Secret(SecretRef ref) implements Part {
            @Override
            public String masked() {
                return ref.toString();
            }

            @Override
            public String reveal(SecretSource source) {
                return source.reveal(ref);
            }
        }

        /**
         * A reference inside a text that a shell reads: what it reveals is checked, because nobody could before.
         *
         * @param ref what it refers to
         */
        record ShellSecret(SecretRef ref) implements Part {
            @Override
            public String masked() {
                return ref.toString();
            }

            @Override
            public String reveal(SecretSource source) {
                var secret = source.reveal(ref);
                if (Placeholders.SHELL_SAFE.matcher(secret).matches()) return secret;
                throw new SecretSource.SecretUnavailable(
                        ref, "it holds characters that a shell does not take as they are; write it to a file instead");
            }
        }
    }

    /**
     * A list.
     *
     * @param items its items in order
     * @param place where it begins
     */
    record Seq(List<Tree> items, Place place) implements Tree {
        /** Keeps a copy. */
        public Seq {
            items = List.copyOf(items);
        }

        @Override
        public Object plain() {
            var list = new ArrayList<@Nullable Object>(items.size());
            for (var item : items) list.add(item.plain());
            return Collections.unmodifiableList(list);
        }
    }

    /**
     * A map with text keys in the order they stand.
     *
     * @param entries its entries; no key twice
     * @param place where it begins
     */
    record Mapping(List<Entry> entries, Place place) implements Tree {
        /** Keeps a copy. */
        public Mapping {
            entries = List.copyOf(entries);
        }

        /** The value under {@code key}. */
        public Optional<Tree> get(String key) {
            return entry(key).map(Entry::value);
        }

        /** The entry whose key is {@code key}. */
        public Optional<Entry> entry(String key) {
            for (var entry : entries) if (entry.key().equals(key)) return Optional.of(entry);
            return Optional.empty();
        }

        @Override
        public Object plain() {
            var map = new LinkedHashMap<String, @Nullable Object>();
            for (var entry : entries) map.put(entry.key(), entry.value().plain());
            return Collections.unmodifiableMap(map);
        }
    }

    /**
     * An entry of a map.
     *
     * @param key its key
     * @param keyPlace where the key stands
     * @param value its value
     */
    record Entry(String key, Place keyPlace, Tree value) {}
}
