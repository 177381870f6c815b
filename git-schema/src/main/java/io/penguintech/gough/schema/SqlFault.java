package io.penguintech.gough.schema;

/**
 * Something that one platform's SQLite objects to.
 *
 * @param kind what is wrong
 * @param offset where the token begins in the SQL, in chars from 0
 * @param subject the name that is wrong, as the SQL spells it, or SQLite's words
 */
record SqlFault(Kind kind, int offset, String subject) {
    /** What is wrong with an SQL. */
    enum Kind {
        /** It is no SQL. */
        SYNTAX,
        /** There is no such table. */
        TABLE,
        /** There is no such column. */
        COLUMN,
        /** More than one table has the column. */
        AMBIGUOUS,
        /** There is no such function. */
        FUNCTION,
        /** The function takes another number of arguments. */
        ARGUMENTS,
        /** Anything else that SQLite says. */
        OTHER
    }
}
