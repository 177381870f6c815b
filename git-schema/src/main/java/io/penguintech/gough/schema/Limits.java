package io.penguintech.gough.schema;

/**
 * How much of a repository is read before it is refused. Settings of the server, never of the repository.
 *
 * @param blobBytes largest file, in bytes
 * @param files most files
 * @param depth deepest nesting of one YAML document, at most {@link #DEEPEST}
 * @param aliases most YAML aliases in one document
 */
public record Limits(int blobBytes, int files, int depth, int aliases) {
    /** Deeper documents would overflow the stack of whoever walks them. */
    public static final int DEEPEST = 500;

    /** 1 MiB, 20,000 files, 64 levels, 200 aliases. */
    public static final Limits DEFAULT = new Limits(1 << 20, 20_000, 64, 200);

    /** Refuses a limit below 1, and a depth above {@link #DEEPEST}. */
    public Limits {
        if (blobBytes < 1 || files < 1 || depth < 1 || aliases < 0)
            throw new IllegalArgumentException("limits must be positive");
        if (depth > DEEPEST) throw new IllegalArgumentException("depth must be at most " + DEEPEST);
    }
}
