package io.penguintech.gough.schema;

import java.util.Comparator;

/**
 * Where something stands in the repository. Lines and columns count from 1; both are 0 for a whole file.
 *
 * @param file path inside the repository, with forward slashes
 * @param line line, from 1
 * @param column column in Unicode code points, from 1
 */
public record Place(String file, int line, int column) implements Comparable<Place> {
    private static final Comparator<Place> ORDER =
            Comparator.comparing(Place::file).thenComparingInt(Place::line).thenComparingInt(Place::column);

    /** The file as a whole. */
    public static Place ofFile(String file) {
        return new Place(file, 0, 0);
    }

    @Override
    public int compareTo(Place other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return line == 0 ? file : file + ":" + line + ":" + column;
    }
}
