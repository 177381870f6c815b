package io.penguintech.gough.schema;

import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Whether the columns are constrained without which a table of osquery is empty, such as the path of {@code file}. Its
 * answer errs on the side of the query: what is constrained in a roundabout way counts as constrained.
 */
final class SqlConstraints {
    private static final Set<String> COMPARES = Set.of(
            "=", "==", "IN", "LIKE", "GLOB", "MATCH", "REGEXP", "BETWEEN", "IS", "<", ">", "<=", ">=", "COLLATE");
    private static final Set<String> EQUALS = Set.of("=", "==", "<", ">", "<=", ">=", "LIKE", "GLOB");

    private final List<SqlToken> tokens;

    private final List<SqlTables.Ref> tables;

    SqlConstraints(List<SqlToken> tokens) {
        this.tokens = tokens;
        tables = SqlTables.of(tokens);
    }

    /** The tables that the SQL reads. */
    List<SqlTables.Ref> tables() {
        return tables;
    }

    /** Whether one of {@code columns} of the table is constrained: in its own SELECT, or in one that reads from that. */
    boolean any(SqlTables.Ref ref, List<String> columns) {
        return IntStream.range(0, tokens.size()).anyMatch(i -> isOne(i, columns) && constrains(i, ref));
    }

    private boolean isOne(int i, List<String> columns) {
        return tokens.get(i).isName() && columns.contains(tokens.get(i).name());
    }

    private boolean constrains(int i, SqlTables.Ref ref) {
        boolean inside = ref.core().holds(i);
        boolean qualified = i > 1 && tokens.get(i - 1).is(".");
        if (inside && qualified && !tokens.get(i - 2).name().equals(ref.alias())) return false;
        int begin = qualified ? i - 2 : i;
        if (inside) return isCompared(begin, i) || isJoined(begin);
        // What reads from a SELECT may constrain it from outside; its name there is nobody's business here.
        return isNested(ref) && isCompared(begin, i) && !isNameOfAnother(begin, qualified, ref);
    }

    private boolean isCompared(int begin, int end) {
        boolean before = begin > 0 && tokens.get(begin - 1).isOneOf(EQUALS);
        return before || isOneOf(end + 1, COMPARES) || (isOneOf(end + 1, Set.of(")")) && isOneOf(end + 2, COMPARES));
    }

    private boolean isOneOf(int index, Set<String> words) {
        return index < tokens.size() && tokens.get(index).isOneOf(words);
    }

    /** {@code USING (path)}, also with others. */
    private boolean isJoined(int column) {
        for (int i = column - 1; i > 0; i--) {
            if (tokens.get(i).is("(")) return tokens.get(i - 1).is("USING");
            if (!tokens.get(i).is(",") && !tokens.get(i).isName()) return false;
        }
        return false;
    }

    /** Whether its SELECT stands in brackets. */
    private boolean isNested(SqlTables.Ref ref) {
        int depth = 0;
        for (int i = 0; i < ref.token(); i++) {
            if (tokens.get(i).is("(")) depth++;
            if (tokens.get(i).is(")")) depth--;
        }
        return depth > 0;
    }

    private boolean isNameOfAnother(int begin, boolean qualified, SqlTables.Ref ref) {
        return qualified
                && tables.stream()
                        .anyMatch(other -> other.token() != ref.token()
                                && other.alias().equals(tokens.get(begin).name()));
    }
}
