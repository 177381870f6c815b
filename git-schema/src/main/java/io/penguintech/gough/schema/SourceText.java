package io.penguintech.gough.schema;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** The text of one file: decoded, checked for what has no place in text, and able to say where a code point stands. */
final class SourceText {
    private static final char BYTE_ORDER_MARK = '\uFEFF';

    private final String path;
    private final String text;
    private int[] codePoints = {};

    private SourceText(String path, String text) {
        this.path = path;
        this.text = text;
    }

    /** Decodes a file, or tells {@code problems} why it is not a text. */
    static Optional<SourceText> decode(String path, byte[] bytes, int mostBytes, Problems problems) {
        if (bytes.length > mostBytes) {
            problems.add(tooLarge(path, bytes.length, mostBytes));
            return Optional.empty();
        }
        var in = ByteBuffer.wrap(bytes);
        var out = CharBuffer.allocate(bytes.length);
        var result = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT)
                .decode(in, out, true);
        var text = out.flip().toString();
        if (result.isError()) {
            problems.error("File is not UTF-8 text", notUtf8(bytes, in.position()), endOf(path, text));
            return Optional.empty();
        }
        return clean(path, text, problems);
    }

    static Diagnostic tooLarge(String path, long size, int mostBytes) {
        return Diagnostic.error(
                "File too large",
                "%s has %,d bytes; at most %,d are read. Split it, or raise the limit in the server settings."
                        .formatted(path, size, mostBytes),
                Place.ofFile(path));
    }

    /** The whole text, without a byte order mark. */
    String text() {
        return text;
    }

    /**
     * Where each {@code opening} stands between two code points.
     *
     * @param from index of the first code point, which stands at {@code line} and {@code column}, both from 0
     */
    List<Place> find(String opening, int from, int to, int line, int column) {
        var points = codePoints();
        var places = new ArrayList<Place>();
        int l = line;
        int c = column;
        for (int i = from; i < Math.min(to, points.length); i++) {
            if (startsWith(points, i, opening)) places.add(new Place(path, l + 1, c + 1));
            if (endsLine(points, i)) {
                l++;
                c = 0;
            } else c++;
        }
        return places;
    }

    /** The text from a line on, counted from 0; what comes before is blank, so that every place stays what it is. */
    String from(int line) {
        if (line == 0) return text;
        var points = codePoints();
        var blanked = new StringBuilder(text.length());
        int at = 0;
        for (int i = 0; i < points.length; i++) {
            boolean blank = at < line && points[i] != '\n' && points[i] != '\r';
            blanked.appendCodePoint(blank ? ' ' : points[i]);
            if (endsLine(points, i)) at++;
        }
        return blanked.toString();
    }

    /** The first line at or after {@code line}, both counted from 0, in which a document begins. */
    OptionalInt nextDocument(int line) {
        var lines = text.lines().toList();
        for (int i = line; i < lines.size(); i++)
            if (lines.get(i).equals("---") || lines.get(i).startsWith("--- ")) return OptionalInt.of(i);
        return OptionalInt.empty();
    }

    /** The given line, from 1, or empty text. */
    String line(int number) {
        return text.lines().skip(Math.max(0, number - 1L)).findFirst().orElse("");
    }

    private int[] codePoints() {
        if (codePoints.length == 0) codePoints = text.codePoints().toArray();
        return codePoints;
    }

    private static boolean startsWith(int[] points, int at, String opening) {
        if (at + opening.length() > points.length) return false;
        for (int i = 0; i < opening.length(); i++) if (points[at + i] != opening.charAt(i)) return false;
        return true;
    }

    private static boolean endsLine(int[] points, int i) {
        return points[i] == '\n' || (points[i] == '\r' && (i + 1 == points.length || points[i + 1] != '\n'));
    }

    private static Optional<SourceText> clean(String path, String decoded, Problems problems) {
        var text = decoded;
        if (!decoded.isEmpty() && decoded.charAt(0) == BYTE_ORDER_MARK) {
            problems.warning(
                    "File begins with a byte order mark",
                    "It is skipped. Save the file as UTF-8 without BOM.",
                    new Place(path, 1, 1));
            text = decoded.substring(1);
        }
        for (int i = 0; i < text.length(); i++) {
            var why = refusal(text.charAt(i));
            if (why.isPresent()) {
                problems.error(
                        "Forbidden character in file",
                        "U+%04X: %s. Remove it.".formatted((int) text.charAt(i), why.get()),
                        endOf(path, text.substring(0, i)));
                return Optional.empty();
            }
        }
        return Optional.of(new SourceText(path, text));
    }

    private static Optional<String> refusal(char c) {
        if ((c >= ' ' && c < 0x7F) || c == '\n' || c == '\r' || c == '\t') return Optional.empty();
        if (c < 0xA0 && c != 0x85) return Optional.of("a control character");
        // A reviewer would see another text than the one Gough reads.
        if ((c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069))
            return Optional.of("it turns the direction of the text, so that a review shows something else");
        if (c >= 0xFFFE) return Optional.of("it is no character");
        return Optional.empty();
    }

    private static String notUtf8(byte[] bytes, int at) {
        boolean utf16 = bytes.length > 1
                && ((bytes[0] == (byte) 0xFF && bytes[1] == (byte) 0xFE)
                        || (bytes[0] == (byte) 0xFE && bytes[1] == (byte) 0xFF));
        return utf16
                ? "It looks like UTF-16. Save it as UTF-8."
                : "Byte %d (0x%02X) cannot stand there. Save the file as UTF-8; binary files have no place here."
                        .formatted(at + 1, bytes[at] & 0xFF);
    }

    private static Place endOf(String path, String before) {
        int line = 1;
        int column = 1;
        for (int i = 0; i < before.length(); i++) {
            char c = before.charAt(i);
            if (c == '\n' || (c == '\r' && (i + 1 == before.length() || before.charAt(i + 1) != '\n'))) {
                line++;
                column = 1;
            } else if (!Character.isLowSurrogate(c)) column++;
        }
        return new Place(path, line, column);
    }
}
