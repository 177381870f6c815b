package io.penguintech.gough.schema;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A text taken apart at its placeholders.
 *
 * @param pieces its pieces in order
 */
record PlaceholderText(List<Piece> pieces) {
    /** What begins a placeholder. */
    static final String OPENING = "${{";

    private static final String CLOSING = "}}";
    private static final String ESCAPED = "$" + OPENING;
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_/-]+(\\.[A-Za-z0-9_/-]+)*");
    private static final Pattern SECRET = Pattern.compile("secret\\(\\s*(?:'([^']*)'|\"([^\"]*)\")\\s*\\)");

    PlaceholderText {
        pieces = List.copyOf(pieces);
    }

    /** A piece of the text. */
    sealed interface Piece {}

    /** Text that stays as it is. */
    record Literal(String text) implements Piece {}

    /** A name to be replaced. */
    record Name(String name, Place place) implements Piece {}

    /** A reference to a secret. */
    record Secret(SecretRef ref, Place place) implements Piece {}

    /** Something that begins like a placeholder and is none. */
    record Wrong(String why, Place place) implements Piece {}

    static PlaceholderText parse(Tree.Scalar scalar, String text) {
        return parse(text, new Openings(text, scalar.place(), scalar.spelling().openings()));
    }

    /** Takes apart a text that fills a file from {@code begin} on, so that every place is known. */
    static PlaceholderText parse(String text, Place begin) {
        return parse(text, new Openings(text, begin, walk(text, begin)));
    }

    private static PlaceholderText parse(String text, Openings openings) {
        var pieces = new ArrayList<Piece>();
        var literal = new StringBuilder();
        int at = 0;
        for (int next = text.indexOf(OPENING); next >= 0; next = text.indexOf(OPENING, at)) {
            boolean escaped = next > at && text.startsWith(ESCAPED, next - 1);
            literal.append(text, at, escaped ? next - 1 : next);
            if (escaped) {
                literal.append(OPENING);
                at = next + OPENING.length();
                continue;
            }
            int close = text.indexOf(CLOSING, next);
            var place = openings.place(next);
            flush(literal, pieces);
            pieces.add(close < 0 ? unclosed(place) : piece(text.substring(next + OPENING.length(), close), place));
            at = close < 0 ? text.length() : close + CLOSING.length();
        }
        literal.append(text, at, text.length());
        flush(literal, pieces);
        return new PlaceholderText(pieces);
    }

    private static void flush(StringBuilder literal, List<Piece> pieces) {
        if (!literal.isEmpty()) pieces.add(new Literal(literal.toString()));
        literal.setLength(0);
    }

    private static Piece unclosed(Place place) {
        return new Wrong("It is not closed: }} is missing. Write $${{ if the text is meant as it stands.", place);
    }

    private static Piece piece(String inside, Place place) {
        var content = inside.strip();
        var secret = SECRET.matcher(content);
        if (secret.matches()) {
            var reference = secret.group(1) == null ? secret.group(2) : secret.group(1);
            return secret(reference, place);
        }
        if (NAME.matcher(content).matches()) return new Name(content, place);
        if (content.startsWith("secret")) return malformedSecret(place);
        var shown = content.length() > 60 ? content.substring(0, 60) + "…" : content;
        return new Wrong(
                ("\"%s\" is not a name. Allowed are host.name, host.labels.x, values.x, repository.x and"
                                + " secret('path#key'); there are no operators. Write $${{ for a literal ${{.")
                        .formatted(shown),
                place);
    }

    private static Piece secret(String reference, Place place) {
        try {
            return new Secret(SecretRef.parse(reference), place);
        } catch (IllegalArgumentException _) {
            return malformedSecret(place);
        }
    }

    /** Never says what is written: it may be the secret itself. */
    private static Piece malformedSecret(Place place) {
        return new Wrong(
                "A secret is written secret('path#key'), such as secret('bmc/hv-01#password'); letters, digits and _ @ . + - only.",
                place);
    }

    private static List<Place> walk(String text, Place begin) {
        var places = new ArrayList<Place>();
        int line = begin.line();
        int column = begin.column();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (text.startsWith(OPENING, i)) places.add(new Place(begin.file(), line, column));
            if (c == '\n' || (c == '\r' && !text.startsWith("\n", i + 1))) {
                line++;
                column = 1;
            } else if (!Character.isLowSurrogate(c)) column++;
        }
        return places;
    }

    /** Knows the place of the opening at an index of the text. Asked in rising order. */
    private static final class Openings {
        private final String text;
        private final Place whole;
        private final List<Place> places;
        private int counted;
        private int from;

        Openings(String text, Place whole, List<Place> places) {
            this.text = text;
            this.whole = whole;
            this.places = places;
        }

        Place place(int index) {
            for (int at = text.indexOf(OPENING, from); at < index; at = text.indexOf(OPENING, at + 1)) counted++;
            from = index;
            return counted < places.size() ? places.get(counted) : whole;
        }
    }
}
