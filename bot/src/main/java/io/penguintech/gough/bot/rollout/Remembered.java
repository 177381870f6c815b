package io.penguintech.gough.bot.rollout;

import io.penguintech.gough.bot.source.RepositoryId;
import io.penguintech.gough.reconcile.HostRequest;
import io.penguintech.gough.reconcile.Records;
import io.penguintech.gough.schema.HostName;
import io.penguintech.gough.schema.Repository;
import io.penguintech.gough.schema.Revision;
import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * What the database says that a plan depends on.
 *
 * @param records what Gough manages
 * @param rules the rules that judge; empty before any revision was accepted
 * @param accepted the revision they are of
 * @param unprotected hosts with {@code protect: false} in the accepted revision
 * @param releasable hosts with {@code protect: false} in the revision accepted before that
 * @param requests what people asked for and is to be planned
 */
public record Remembered(
        Records records,
        Optional<Repository> rules,
        Optional<Revision> accepted,
        SortedSet<Unprotected> unprotected,
        SortedSet<Unprotected> releasable,
        SortedMap<HostName, HostRequest> requests) {
    /** Nothing: a database that was never used. */
    public static final Remembered NOTHING = new Remembered(
            Records.NONE, Optional.empty(), Optional.empty(), new TreeSet<>(), new TreeSet<>(), new TreeMap<>());

    /** Keeps unmodifiable copies. */
    public Remembered {
        unprotected = Collections.unmodifiableSortedSet(new TreeSet<>(unprotected));
        releasable = Collections.unmodifiableSortedSet(new TreeSet<>(releasable));
        requests = Collections.unmodifiableSortedMap(new TreeMap<>(requests));
    }

    /** Reads a migrated database; writes nothing. */
    public static Remembered read(DataSource database, RepositoryId repository) {
        var db = JdbcClient.create(database);
        return new RepositoryStore(db)
                .find(repository)
                .map(row -> of(
                        row,
                        new RecordStore(db).all(repository),
                        new HostRequestStore(db).planned(repository, Instant.now())))
                .orElse(NOTHING);
    }

    static Remembered of(RepositoryRow row, Records records, SortedMap<HostName, HostRequest> requests) {
        return new Remembered(
                records, row.rules(), row.accepted(), hosts(row.unprotected()), hosts(row.releasable()), requests);
    }

    /** The same, judged by {@code first} as long as no revision was accepted. */
    public Remembered judgedAtFirstBy(Repository first) {
        return new Remembered(records, Optional.of(rules.orElse(first)), accepted, unprotected, releasable, requests);
    }

    private static SortedSet<Unprotected> hosts(Collection<String> hosts) {
        return hosts.stream().map(Unprotected::parse).collect(Collectors.toCollection(TreeSet::new));
    }
}
