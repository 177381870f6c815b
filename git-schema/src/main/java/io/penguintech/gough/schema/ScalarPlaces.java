package io.penguintech.gough.schema;

import java.util.Optional;

/**
 * Finds the place in a file of a character of a scalar's value. The value and what stands in the file are read side by
 * side, blanks aside: exact for block texts and texts without quotes; inside quotes as far as escapes are understood.
 */
final class ScalarPlaces {
    private final int[] file;
    private final String path;
    private int at;
    private int line = 1;
    private int column = 1;

    private ScalarPlaces(String path, String text) {
        this.path = path;
        this.file = text.codePoints().toArray();
    }

    /**
     * The place of the value's char at {@code offset}; of its last character that is not blank when the value ends
     * before. Where the file does not say what the value says, the place of the scalar itself.
     *
     * @param text the text of the file that holds the scalar, without a byte order mark
     */
    static Place of(String text, Tree.Scalar scalar, int offset) {
        var value = scalar.text();
        var reader = new ScalarPlaces(scalar.place().file(), text);
        if (!reader.goTo(scalar.place())) return scalar.place();
        reader.properties();
        return reader.follow(value, Math.min(offset, value.stripTrailing().length() - 1))
                .orElse(scalar.place());
    }

    private boolean goTo(Place place) {
        while (at < file.length && (line < place.line() || column < place.column())) step();
        return at < file.length;
    }

    private void step() {
        boolean ends = file[at] == '\n' || (file[at] == '\r' && (at + 1 == file.length || file[at + 1] != '\n'));
        at++;
        if (ends) {
            line++;
            column = 1;
        } else column++;
    }

    /** A tag and an anchor may stand before the text. */
    private void properties() {
        while (at < file.length && (file[at] == '&' || file[at] == '!')) {
            while (at < file.length && !isBlank(file[at])) step();
            blanks();
        }
    }

    private void blanks() {
        while (at < file.length && isBlank(file[at])) step();
    }

    private static boolean isBlank(int c) {
        return c == ' ' || c == '\t' || c == '\n' || c == '\r';
    }

    private Optional<Place> follow(String value, int offset) {
        int style = at < file.length ? file[at] : 0;
        if (style == '|' || style == '>') while (at < file.length && file[at] != '\n') step();
        if (style == '\'' || style == '"') step();
        for (int i = 0; i < value.length(); ) {
            int wanted = value.codePointAt(i);
            if (isBlank(wanted)) {
                i++;
                continue;
            }
            blanks();
            if (at >= file.length) return Optional.empty();
            var place = new Place(path, line, column);
            while (style == '"' && file[at] == '\\' && isBlankEscape()) {
                escape();
                blanks();
                if (at >= file.length) return Optional.empty();
                place = new Place(path, line, column);
            }
            if (read(style) != wanted) return Optional.empty();
            if (i >= offset) return Optional.of(place);
            i += Character.charCount(wanted);
        }
        return Optional.empty();
    }

    /** The next character of the value, behind whatever escape. */
    private int read(int style) {
        int c = file[at];
        if (style == '"' && c == '\\') return escape();
        step();
        if (style == '\'' && c == '\'' && at < file.length) step();
        return c;
    }

    private boolean isBlankEscape() {
        if (at + 1 >= file.length) return false;
        int c = file[at + 1];
        return c == 'n' || c == 't' || c == 'r' || isBlank(c);
    }

    private int escape() {
        step();
        if (at >= file.length) return -1;
        int c = file[at];
        step();
        int digits = c == 'x' ? 2 : c == 'u' ? 4 : c == 'U' ? 8 : 0;
        if (digits == 0) return c;
        int code = 0;
        for (int i = 0; i < digits && at < file.length; i++) {
            code = code * 16 + Math.max(0, Character.digit(file[at], 16));
            step();
        }
        return code;
    }
}
