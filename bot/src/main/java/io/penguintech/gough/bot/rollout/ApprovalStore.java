package io.penguintech.gough.bot.rollout;

import io.penguintech.gough.bot.source.RepositoryId;
import io.penguintech.gough.reconcile.Change;
import io.penguintech.gough.schema.Revision;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Tables {@code approvals} and {@code approved_changes}. */
final class ApprovalStore {
    private final JdbcClient db;

    ApprovalStore(JdbcClient db) {
        this.db = db;
    }

    /**
     * One person's yes to one change, not used up yet.
     *
     * @param digest the change's digest
     * @param breakGlass whether it stands in for everybody who is missing
     * @param destroys how many destroyed hosts the person typed
     */
    record Yes(String person, String digest, Instant expires, boolean breakGlass, OptionalInt destroys) {
        /** A yes without a number. */
        Yes(String person, String digest, Instant expires, boolean breakGlass) {
            this(person, digest, expires, breakGlass, OptionalInt.empty());
        }

        /** Whether the person typed that so many hosts are destroyed, or more. */
        boolean counted(int destroyed) {
            return destroys.isPresent() && destroys.getAsInt() >= destroyed;
        }
    }

    /**
     * How a yes was given.
     *
     * @param breakGlass whether it stands in for everybody who is missing
     * @param destroys how many destroyed hosts the person typed
     */
    record Manner(boolean breakGlass, OptionalInt destroys) {}

    /** Records a yes to {@code changes}, which are what the plan {@code approval.digest()} asked about. */
    void add(RepositoryId repository, RolloutId rollout, Approval approval, Manner manner, Collection<Change> changes) {
        var id = db.sql("""
                insert into approvals (repository, rollout, given_for, person, digest, head, at, expires, via, break_glass,
                    destroys)
                values (:repository, :rollout, :rollout, :person, :digest, :head, :at, :expires, :via, :breakGlass,
                    :destroys)
                returning id""")
                .param("repository", repository.value())
                .param("rollout", rollout.value())
                .param("person", approval.by())
                .param("digest", approval.digest())
                .param("head", approval.head().id())
                .param("at", Columns.at(approval.at()))
                .param("expires", Columns.at(approval.expires()))
                .param("via", approval.via())
                .param("breakGlass", manner.breakGlass())
                .param(
                        "destroys",
                        manner.destroys().isPresent() ? manner.destroys().getAsInt() : null,
                        java.sql.Types.INTEGER)
                .query(Long.class)
                .single();
        var distinct = new LinkedHashMap<String, Change>();
        changes.forEach(change -> distinct.put(change.digest(), change));
        db.sql("""
                insert into approved_changes (approval, repository, digest, subject, change)
                select :approval, :repository, digest, subject, cast(change as jsonb)
                from unnest(cast(:digests as text[]), cast(:subjects as text[]), cast(:changes as text[]))
                    as t (digest, subject, change)""")
                .param("approval", id)
                .param("repository", repository.value())
                .param("digests", Columns.array(distinct.keySet()))
                .param(
                        "subjects",
                        Columns.array(distinct.values().stream()
                                .map(change -> change.subject().text())
                                .toList()))
                .param(
                        "changes",
                        Columns.array(
                                distinct.values().stream().map(Json::write).toList()))
                .update();
    }

    /**
     * The version of each subject's change that was last said yes to for this rollout and was not begun, by the
     * subject's text; with everybody who said yes to it.
     */
    Map<String, Rollout.Approved> versions(RolloutId rollout) {
        return db
                .sql("""
                select distinct on (c.subject) c.subject, c.change, max(a.at) over same as at,
                    array_agg(a.person) over same as people
                from approvals a join approved_changes c on c.approval = a.id
                where a.rollout = :rollout and c.spent_by is null and c.change is not null
                window same as (partition by c.subject, c.digest)
                order by c.subject, a.id desc""")
                .param("rollout", rollout.value())
                .query((row, number) -> Map.entry(
                        row.getString("subject"),
                        new Rollout.Approved(
                                Json.read(row.getString("change"), Change.class),
                                Columns.list(row, "people").stream()
                                        .distinct()
                                        .sorted()
                                        .toList(),
                                Columns.instant(row, "at"))))
                .list() // a stream would keep its connection
                .stream()
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    /** Everything said yes to for this rollout, oldest first. */
    List<Approval> of(RolloutId rollout) {
        return db.sql("select * from approvals where rollout = :rollout order by id")
                .param("rollout", rollout.value())
                .query(ApprovalStore::approval)
                .list();
    }

    /** Yeses that count for this rollout, change by change, without those that are used up; expired ones too. */
    List<Yes> yeses(RolloutId rollout) {
        return db.sql("""
                select a.person, c.digest, a.expires, a.break_glass, a.destroys
                from approvals a join approved_changes c on c.approval = a.id
                where a.rollout = :rollout and c.spent_by is null order by a.id""")
                .param("rollout", rollout.value())
                .query((row, number) -> new Yes(
                        row.getString("person"),
                        row.getString("digest"),
                        Columns.instant(row, "expires"),
                        row.getBoolean("break_glass"),
                        Columns.number(row, "destroys")))
                .list();
    }

    /** A successor takes over what was approved for its predecessor. */
    void move(RolloutId from, RolloutId to) {
        db.sql("update approvals set rollout = :to where rollout = :from")
                .param("from", from.value())
                .param("to", to.value())
                .update();
    }

    /** The intent uses up every yes to this change. */
    void spend(RepositoryId repository, String digest, long intent) {
        db.sql("""
                update approved_changes set spent_by = :intent
                where repository = :repository and digest = :digest and spent_by is null""")
                .param("intent", intent)
                .param("repository", repository.value())
                .param("digest", digest)
                .update();
    }

    /** Whether one of {@code people} said yes to what {@code intent} began when its revision was what is asked about. */
    boolean sawItsRevision(Intent intent, Collection<String> people) {
        return db.sql("""
                select exists (
                    select from approvals a join approved_changes c on c.approval = a.id
                    where c.spent_by = :intent and a.rollout = :rollout and a.head = :revision and not a.break_glass
                        and a.expires > :at and a.person = any(cast(:people as text[])))""")
                .param("intent", intent.id())
                .param("rollout", intent.rollout().value())
                .param("revision", intent.revision().id())
                .param("at", Columns.at(intent.startedAt()))
                .param("people", Columns.array(people))
                .query(Boolean.class)
                .single();
    }

    /** Whether somebody broke the glass for what {@code intent} began. */
    boolean brokeGlass(Intent intent) {
        return db.sql("""
                select exists (
                    select from approvals a join approved_changes c on c.approval = a.id
                    where c.spent_by = :intent and a.break_glass)""").param("intent", intent.id()).query(Boolean.class).single();
    }

    private static Approval approval(ResultSet row, int number) throws SQLException {
        return new Approval(
                row.getString("person"),
                row.getString("digest"),
                new Revision(row.getString("head")),
                Columns.instant(row, "at"),
                Columns.instant(row, "expires"),
                row.getString("via"));
    }
}
