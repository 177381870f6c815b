package io.penguintech.gough.schema;

/**
 * What is to be said of an SQL.
 *
 * @param severity how bad it is
 * @param summary a fixed phrase
 * @param detail the names and how to mend it
 * @param offset where in the SQL, in chars from 0
 */
record SqlFinding(Diagnostic.Severity severity, String summary, String detail, int offset) {}
