package io.penguintech.gough.schema;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/**
 * A query, policy or label of the library.
 *
 * @param kind which of them
 * @param name its name in Fleet
 * @param pack what it belongs to; empty for a label
 * @param description what people read of it
 * @param sql the SQL
 * @param interval how often it runs; zero for policies and labels
 */
record LibraryItem(FleetKind kind, String name, String pack, String description, String sql, Duration interval) {
    private static final String PACK = "pack";

    /** All of a repository: queries, then policies, then labels. */
    static List<LibraryItem> all(Inventory inventory) {
        return Stream.of(
                        inventory.queries().stream().map(LibraryItem::of),
                        inventory.policies().stream().map(LibraryItem::of),
                        inventory.labels().stream().map(LibraryItem::of))
                .flatMap(all -> all)
                .toList();
    }

    private static LibraryItem of(Query query) {
        return new LibraryItem(
                FleetKind.QUERY,
                query.title(),
                query.labels().getOrDefault(PACK, ""),
                query.description(),
                query.sql(),
                query.interval());
    }

    private static LibraryItem of(Policy policy) {
        return new LibraryItem(
                FleetKind.POLICY,
                policy.title(),
                policy.labels().getOrDefault(PACK, ""),
                policy.description(),
                policy.sql(),
                Duration.ZERO);
    }

    private static LibraryItem of(Label label) {
        var sql = label.membership() instanceof Label.Membership.Dynamic(var written, var _) ? written : "";
        return new LibraryItem(FleetKind.LABEL, label.title(), "", label.description(), sql, Duration.ZERO);
    }

    @Override
    public String toString() {
        return kind + " " + name;
    }
}
