package io.penguintech.gough.bot.rollout;

import io.penguintech.gough.bot.source.RepositoryId;
import io.penguintech.gough.reconcile.Subject;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
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
     * @param profiles those of its profiles, by their names
     */
    record Files(SortedSet<String> own, SortedSet<String> parts, SortedSet<OfProfile> profiles) {
        /** Nothing is remembered. */
        static final Files NONE =
                new Files(Collections.emptySortedSet(), Collections.emptySortedSet(), Collections.emptySortedSet());

        /** Keeps unmodifiable copies. */
        Files {
            profiles = Collections.unmodifiableSortedSet(new TreeSet<>(profiles));
            own = Collections.unmodifiableSortedSet(new TreeSet<>(own));
            parts = Collections.unmodifiableSortedSet(new TreeSet<>(parts));
        }

        Files and(Files others) {
            var allOwn = new TreeSet<>(own);
            allOwn.addAll(others.own);
            var allParts = new TreeSet<>(parts);
            allParts.addAll(others.parts);
            var allProfiles = new TreeSet<>(profiles);
            allProfiles.addAll(others.profiles);
            return new Files(allOwn, allParts, allProfiles);
        }
    }

    /** The file that a profile stood in. */
    record OfProfile(String profile, String file) implements Comparable<OfProfile> {
        /** A name holds no space. */
        private static OfProfile parse(String text) {
            int space = text.indexOf(' ');
            return new OfProfile(text.substring(0, space), text.substring(space + 1));
        }

        @Override
        public int compareTo(OfProfile other) {
            return toString().compareTo(other.toString());
        }

        @Override
        public String toString() {
            return profile + " " + file;
        }
    }

    /** Those of each subject, by its text. */
    Map<String, Files> all(RepositoryId repository) {
        var all = new TreeMap<String, Files>();
        db.sql("select * from claimed_files where repository = :repository")
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
                select * from claimed_files
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
        return new Files(
                new TreeSet<>(Columns.list(row, "own")),
                new TreeSet<>(Columns.list(row, "parts")),
                Columns.list(row, "profiles").stream()
                        .map(OfProfile::parse)
                        .collect(Collectors.toCollection(TreeSet::new)));
    }

    /** Those of each subject by its text; all at once, as there may be thousands. */
    void put(RepositoryId repository, SortedMap<String, Files> files) {
        db.sql("""
                insert into claimed_files (repository, subject, own, parts, profiles)
                select :repository, subject, string_to_array(own, chr(10)), string_to_array(parts, chr(10)),
                    string_to_array(profiles, chr(10))
                from unnest(cast(:subjects as text[]), cast(:own as text[]), cast(:parts as text[]),
                    cast(:profiles as text[])) as t (subject, own, parts, profiles)
                on conflict (repository, subject) do update
                set own = excluded.own, parts = excluded.parts, profiles = excluded.profiles""")
                .param("repository", repository.value())
                .param("subjects", Columns.array(files.keySet()))
                .param("own", lines(files, Files::own))
                .param("parts", lines(files, Files::parts))
                .param("profiles", lines(files, Files::profiles))
                .update();
    }

    /** An array of arrays has the same length everywhere; a path holds no line break. */
    private static String[] lines(SortedMap<String, Files> files, Function<Files, Collection<?>> part) {
        return Columns.array(files.values().stream()
                .map(one -> part.apply(one).stream().map(Object::toString).collect(Collectors.joining("\n")))
                .toList());
    }

    /** No file under a rule is behind it any more. */
    void forget(RepositoryId repository, String subject) {
        db.sql("delete from claimed_files where repository = :repository and subject = :subject")
                .param("repository", repository.value())
                .param("subject", subject)
                .update();
    }
}
