package io.penguintech.gough.bot.source;

import java.util.regex.Pattern;

/**
 * The id of an infra repository in the server settings. It is part of the tag on every machine Gough manages from it.
 *
 * @param value the id
 */
public record RepositoryId(String value) implements Comparable<RepositoryId> {
    private static final Pattern VALID = Pattern.compile("[a-z0-9]([a-z0-9-]{0,38}[a-z0-9])?");

    /** Refuses what could not stand in a tag or a URL. */
    public RepositoryId {
        if (!VALID.matcher(value).matches())
            throw new IllegalArgumentException(
                    "not a repository id (a-z, 0-9 and inner hyphens, at most 40): " + value);
    }

    @Override
    public int compareTo(RepositoryId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
