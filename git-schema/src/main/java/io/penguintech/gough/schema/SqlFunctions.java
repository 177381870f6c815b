package io.penguintech.gough.schema;

import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The functions and collations that SQL has inside osquery. */
final class SqlFunctions {
    /**
     * What osquery adds to SQLite, with the number of arguments; -1 for any (source: osquery 5, {@code osquery/sql} and
     * docs/wiki/introduction/sql.md).
     */
    static final Map<String, Integer> OF_OSQUERY = Collections.unmodifiableMap(new TreeMap<>(Map.ofEntries(
            Map.entry("sqrt", 1),
            Map.entry("log", 1),
            Map.entry("log10", 1),
            Map.entry("ceil", 1),
            Map.entry("floor", 1),
            Map.entry("power", 2),
            Map.entry("pi", 0),
            Map.entry("sin", 1),
            Map.entry("cos", 1),
            Map.entry("tan", 1),
            Map.entry("cot", 1),
            Map.entry("asin", 1),
            Map.entry("acos", 1),
            Map.entry("atan", 1),
            Map.entry("radians", 1),
            Map.entry("degrees", 1),
            Map.entry("split", 3),
            Map.entry("regex_split", 3),
            Map.entry("regex_match", 3),
            Map.entry("inet_aton", 1),
            Map.entry("concat", -1),
            Map.entry("concat_ws", -1),
            Map.entry("md5", 1),
            Map.entry("sha1", 1),
            Map.entry("sha256", 1),
            Map.entry("community_id_v1", -1),
            Map.entry("to_base64", 1),
            Map.entry("from_base64", 1),
            Map.entry("conditional_to_base64", 1),
            Map.entry("in_cidr_block", 2),
            Map.entry("version_compare", -1),
            Map.entry("carve", 1),
            Map.entry("is_path_deterministic", -1),
            Map.entry("find_file_path_in_cmd", -1),
            Map.entry("parent_directory", 1))));

    /** Orders that osquery adds for versions. */
    static final List<String> COLLATIONS = List.of("version", "version_arch", "version_dpkg", "version_rhel");

    /** SQLite's own functions: core, dates, aggregates, windows and JSON. What a build may leave out is not among them. */
    private static final String OF_SQLITE =
            "abs changes char coalesce format glob hex ifnull iif instr last_insert_rowid"
                    + " length like likelihood likely lower ltrim max min nullif printf quote random randomblob replace round rtrim sign"
                    + " sqlite_version substr substring total_changes trim typeof unicode unlikely upper zeroblob unhex octet_length"
                    + " date time datetime julianday unixepoch strftime timediff"
                    + " avg count group_concat string_agg sum total"
                    + " row_number rank dense_rank percent_rank cume_dist ntile lag lead first_value last_value nth_value"
                    + " json json_array json_array_length json_each json_tree json_extract json_group_array json_group_object"
                    + " json_insert json_object json_patch json_quote json_remove json_replace json_set json_type json_valid"
                    + " json_error_position json_pretty";

    /** All functions, in small letters. */
    static final Set<String> ALL = all();

    /** Keywords after which an opening bracket begins no list of arguments, in capitals. */
    static final Set<String> BEFORE_BRACKET = Set.of(
            ("ALL AND ANY AS ASC BETWEEN BY CASE CAST COLLATE CROSS DESC DISTINCT ELSE EXCEPT EXISTS ESCAPE FILTER FROM FULL"
                            + " GLOB HAVING IN INNER INTERSECT IS ISNULL JOIN LEFT LIKE LIMIT MATCH MATERIALIZED NATURAL NOT NOTNULL"
                            + " OFFSET ON OR OUTER OVER PARTITION RECURSIVE REGEXP RIGHT SELECT THEN UNION USING VALUES WHEN WHERE WITH"
                            + " RAISE")
                    .split(" "));

    private SqlFunctions() {}

    private static Set<String> all() {
        var all = new HashSet<>(Set.of(OF_SQLITE.split(" ")));
        all.addAll(OF_OSQUERY.keySet());
        return Collections.unmodifiableSet(all);
    }
}
