package io.penguintech.gough.schema;

/** How much placeholders may still put in, so that a small file cannot mean gigabytes. */
final class Budget {
    private long characters;
    private long values;

    Budget(long characters, long values) {
        this.characters = characters;
        this.values = values;
    }

    /** For one tree: a mebicharacter inside texts, and a hundred thousand values in lists and maps. */
    static Budget ofOneTree() {
        return new Budget(1 << 20, 100_000);
    }

    /** For all hosts of a repository together. */
    static Budget ofAllHosts() {
        return new Budget(1 << 25, 5_000_000);
    }

    /** Whether there was no room already. */
    boolean isExhausted() {
        return characters < 0 || values < 0;
    }

    /** Takes a text of some length; false when there is no room for it. */
    boolean takeText(long length) {
        characters -= length;
        return characters >= 0;
    }

    /** Takes every value of a tree; false as soon as there is no room for one. */
    boolean take(Tree tree) {
        if (--values < 0) return false;
        return switch (tree) {
            case Tree.Scalar _, Tree.SecretText _ -> true;
            case Tree.Seq seq -> seq.items().stream().allMatch(this::take);
            case Tree.Mapping map -> map.entries().stream().allMatch(entry -> take(entry.value()));
        };
    }
}
