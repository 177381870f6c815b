package io.penguintech.gough.bot.rollout;

import io.penguintech.gough.bot.source.RepositoryId;
import io.penguintech.gough.reconcile.Subject;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Table {@code claimed_files}: the files under rules for paths that subjects were made of since something that was committed of
 * them was last approved. Moving a file brings nothing about, and so asks nobody: it must not lead out from under a rule.
 */
final class ClaimedStore {
    private final JdbcClient db;

    ClaimedStore(JdbcClient db) {
        this.db = db;
    }

    /**
     * Files of a subject.
     *
     * @param own those of its document
     * @param parts every file it is made of
     */
    record Files(SortedSet<String> own, SortedSet<String> parts) {
        /** Nothing is remembered. */
        static final Files NONE = new Files(Collections.emptySortedSet(), Collections.emptySortedSet());

        /** Keeps unmodifiable copies. */
        Files {
            own = Collections.unmodifiableSortedSet(new TreeSet<>(own));
            parts = Collections.unmodifiableSortedSet(new TreeSet<>(parts));
        }

        Files and(Files others) {
            var allOwn = new TreeSet<>(own);
            allOwn.addAll(others.own);
            var allParts = new TreeSet<>(parts);
            allParts.addAll(others.parts);
            return new Files(allOwn, allParts);
        }
    }

    /** Those of each subject, by its text. */
    Map<String, Files> all(RepositoryId repository) {
        var all = new TreeMap<String, Files>();
        db.sql("select subject, own, parts from claimed_files where repository = :repository")
                .param("repository", repository.value())
                .query(row -> {
                    all.put(row.getString("subject"), files(row));
                });
        return all;
    }

    /** Those of {@code subjects} alone. */
    Map<String, Files> of(RepositoryId repository, Collection<Subject> subjects) {
        return db
                .sql("""
                select subject, own, parts from claimed_files
                where repository = :repository and subject = any(cast(:subjects as text[]))""")
                .param("repository", repository.value())
                .param(
                        "subjects",
                        Columns.array(subjects.stream().map(Subject::text).toList()))
                .query((row, number) -> Map.entry(row.getString("subject"), files(row)))
                .list()
                .stream()
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    private static Files files(ResultSet row) throws SQLException {
        return new Files(new TreeSet<>(Columns.list(row, "own")), new TreeSet<>(Columns.list(row, "parts")));
    }

    void put(RepositoryId repository, String subject, Files files) {
        db.sql("""
                insert into claimed_files (repository, subject, own, parts)
                values (:repository, :subject, cast(:own as text[]), cast(:parts as text[]))
                on conflict (repository, subject) do update set own = excluded.own, parts = excluded.parts""")
                .param("repository", repository.value())
                .param("subject", subject)
                .param("own", Columns.array(files.own()))
                .param("parts", Columns.array(files.parts()))
                .update();
    }

    /** No file under a rule is behind it any more. */
    void forget(RepositoryId repository, String subject) {
        db.sql("delete from claimed_files where repository = :repository and subject = :subject")
                .param("repository", repository.value())
                .param("subject", subject)
                .update();
    }
}
