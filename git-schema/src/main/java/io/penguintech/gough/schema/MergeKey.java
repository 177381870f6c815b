package io.penguintech.gough.schema;

/**
 * A key of a profile or host with what it does to the same key of the profiles before it.
 *
 * @param operator what it does
 * @param name the key without its sign
 */
record MergeKey(Operator operator, String name) {
    /** What a key does to what is there. */
    enum Operator {
        /** {@code key}: maps merge, scalars and lists replace. */
        MERGE,
        /** {@code +key}: the list is appended. */
        APPEND,
        /** {@code =key}: the value replaces, maps too. */
        REPLACE
    }

    static MergeKey of(String key) {
        if (key.length() > 1 && key.charAt(0) == '+') return new MergeKey(Operator.APPEND, key.substring(1));
        if (key.length() > 1 && key.charAt(0) == '=') return new MergeKey(Operator.REPLACE, key.substring(1));
        return new MergeKey(Operator.MERGE, key);
    }
}
