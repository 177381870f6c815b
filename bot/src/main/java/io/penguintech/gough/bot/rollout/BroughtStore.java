package io.penguintech.gough.bot.rollout;

import io.penguintech.gough.bot.source.RepositoryId;
import io.penguintech.gough.reconcile.Subject;
import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Table {@code brought_about}: as what subjects were declared when they were last seen to be so, where the last revision that
 * was brought about completely does not say it.
 */
final class BroughtStore {
    /** Instead of a form: nobody knows what is brought about now. */
    static final String UNKNOWN = "";

    /** Instead of a subject: of whatever has no row of its own, nobody knows it either. */
    private static final String ALL = "*";

    private final JdbcClient db;

    BroughtStore(JdbcClient db) {
        this.db = db;
    }

    /**
     * What is remembered of a repository.
     *
     * @param forms the {@link Form} of each by the text of its subject
     * @param complete whether whatever has no form is as the last complete revision declares it
     */
    record Remembered(SortedMap<String, String> forms, boolean complete) {
        Remembered {
            forms = Collections.unmodifiableSortedMap(new TreeMap<>(forms));
        }

        /** What {@code subject} was last seen to be, when that revision has it as {@code was}; empty when it was not there. */
        Optional<String> of(Subject subject, Optional<String> was) {
            return Optional.ofNullable(forms.get(subject.text())).or(() -> complete ? was : Optional.of(UNKNOWN));
        }
    }

    Remembered of(RepositoryId repository) {
        var all = new TreeMap<String, String>();
        db.sql("select subject, form from brought_about where repository = :repository")
                .param("repository", repository.value())
                .query(row -> {
                    all.put(row.getString("subject"), row.getString("form"));
                });
        return new Remembered(all, all.remove(ALL) == null);
    }

    /** Nothing is known of any subject. */
    void forgetForms(RepositoryId repository) {
        forget(repository);
        put(repository, new TreeMap<>(Map.of(ALL, UNKNOWN)));
    }

    /** Of each of these by its text; all at once, as there may be thousands. */
    void put(RepositoryId repository, SortedMap<String, String> forms) {
        db.sql("""
                insert into brought_about (repository, subject, form)
                select :repository, subject, form
                from unnest(cast(:subjects as text[]), cast(:forms as text[])) as t (subject, form)
                on conflict (repository, subject) do update set form = excluded.form""")
                .param("repository", repository.value())
                .param("subjects", Columns.array(forms.keySet()))
                .param("forms", Columns.array(forms.values()))
                .update();
    }

    void forget(RepositoryId repository, Collection<String> subjects) {
        db.sql("delete from brought_about where repository = :repository and subject = any(cast(:subjects as text[]))")
                .param("repository", repository.value())
                .param("subjects", Columns.array(subjects))
                .update();
    }

    /** Whatever there is, is as the last complete revision declares it. */
    void forget(RepositoryId repository) {
        db.sql("delete from brought_about where repository = :repository")
                .param("repository", repository.value())
                .update();
    }
}
