package io.penguintech.gough.bot.rollout;

import io.penguintech.gough.bot.source.InfraRepo;
import io.penguintech.gough.bot.source.RepositoryId;
import io.penguintech.gough.reconcile.Change;
import io.penguintech.gough.reconcile.Plan;
import io.penguintech.gough.schema.Guard;
import io.penguintech.gough.schema.Revision;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Tables {@code proposals}, {@code proposal_yeses}, {@code proposal_yes_changes} and {@code proposal_noes}. */
final class ProposalStore {
    private final JdbcClient db;

    ProposalStore(JdbcClient db) {
        this.db = db;
    }

    // ---- proposals

    /** What is known of it. */
    Optional<ProposalRow> find(RepositoryId repository, long number) {
        return one("select * from proposals where repository = :repository and number = :number", repository, number);
    }

    /** The same, locked until the transaction ends. */
    Optional<ProposalRow> lock(RepositoryId repository, long number) {
        return one(
                "select * from proposals where repository = :repository and number = :number for update",
                repository,
                number);
    }

    private Optional<ProposalRow> one(String sql, RepositoryId repository, long number) {
        return db.sql(sql)
                .param("repository", repository.value())
                .param("number", number)
                .query(ProposalStore::row)
                .optional();
    }

    /** Those that are planned, oldest first. */
    List<ProposalRow> planned(RepositoryId repository) {
        return db.sql("""
                        select * from proposals where repository = :repository and state = 'PLANNED'
                        order by planned_at, number""")
                .param("repository", repository.value())
                .query(ProposalStore::row)
                .list();
    }

    /** Numbers of those that were merged, that no rollout took up yet, and whose yeses are not all over. */
    List<Long> merged(RepositoryId repository, Instant now) {
        return db.sql("""
                        select number from proposals p
                        where repository = :repository and state = 'MERGED' and rollout is null
                          and (expires > :now or exists (select from proposal_yeses y
                            where y.repository = p.repository and y.number = p.number and y.expires > :now))
                        order by number""")
                .param("repository", repository.value())
                .param("now", Columns.at(now))
                .query((row, line) -> row.getLong("number"))
                .list();
    }

    /** Numbers of those with which people are otherwise now only because time passed. */
    List<Long> waking(RepositoryId repository, Instant now) {
        return db.sql(
                        "select number from proposals where repository = :repository and wakes_at <= :now order by number")
                .param("repository", repository.value())
                .param("now", Columns.at(now))
                .query((row, line) -> row.getLong("number"))
                .list();
    }

    /**
     * Who is behind {@code revisions}, of which the forge may have made some by merging; and who is behind what was not
     * merged as far as the forge has told, where that is one of these {@code changes}, by digest.
     */
    List<ProposalRow.Behind> behind(
            RepositoryId repository, Collection<Revision> revisions, Collection<String> changes) {
        return db.sql("""
                        select author, author_account, head, commits, case when state = 'MERGED' then merged_commit end as merge
                        from proposals
                        where repository = :repository
                          and (merged_commit = any(cast(:revisions as text[])) or head = any(cast(:revisions as text[]))
                            or state in ('PLANNED', 'RETRACTED') and changes && cast(:changes as text[]))""")
                .param("repository", repository.value())
                .param(
                        "revisions",
                        Columns.array(revisions.stream().map(Revision::id).toList()))
                .param("changes", Columns.array(changes))
                .query((row, line) -> new ProposalRow.Behind(
                        row.getString("author"),
                        row.getString("author_account"),
                        new Revision(row.getString("head")),
                        Json.readList(row.getString("commits"), InfraRepo.Commit.class),
                        Columns.optional(row, "merge").map(Revision::new)))
                .list();
    }

    /** Writes all of it. */
    void save(ProposalRow row) {
        db.sql("""
                insert into proposals (repository, number, state, why, title, author, author_account, page, head, base, plan,
                    digest, changes, commits, origins, planned_at, expires, shown_at, merged_commit, rollout)
                values (:repository, :number, :state, :why, :title, :author, :account, :page, :head, :base,
                    cast(:plan as jsonb), :digest, cast(:changes as text[]), cast(:commits as jsonb),
                    cast(:origins as jsonb), :planned, :expires, :shown, :merged, :rollout)
                on conflict (repository, number) do update
                set state = excluded.state, why = excluded.why, title = excluded.title, author = excluded.author,
                    author_account = excluded.author_account, page = excluded.page, head = excluded.head,
                    base = excluded.base, plan = excluded.plan, digest = excluded.digest, commits = excluded.commits,
                    origins = excluded.origins,
                    changes = case cardinality(excluded.changes) when 0 then proposals.changes else excluded.changes end,
                    planned_at = excluded.planned_at, expires = excluded.expires, shown_at = excluded.shown_at,
                    merged_commit = excluded.merged_commit, rollout = excluded.rollout""")
                .param("repository", row.repository().value())
                .param("number", row.number())
                .param("state", row.state().name())
                .param("why", Columns.text(row.why()))
                .param("title", Columns.text(row.title()))
                .param("author", Columns.text(row.author()))
                .param("account", Columns.text(row.authorAccount()))
                .param("page", row.page())
                .param("head", row.head().id())
                .param("base", row.base().id())
                .param("plan", Json.write(row.plan()))
                .param("digest", row.plan().digest())
                .param("changes", Columns.array(digests(row.plan().changes())))
                .param("commits", Json.write(row.commits()))
                .param("origins", Json.write(row.origins()))
                .param("planned", Columns.at(row.plannedAt()))
                .param("expires", Columns.at(row.expires()))
                .param("shown", Columns.at(row.shownAt()), Types.TIMESTAMP_WITH_TIMEZONE)
                .param("merged", row.mergedCommit().map(Revision::id).orElse(null), Types.VARCHAR)
                .param("rollout", row.rollout().map(RolloutId::value).orElse(null), Types.BIGINT)
                .update();
        if (row.state() == ProposalRow.State.PLANNED) asked(row);
    }

    /** Remembers that people are asked about the plan of {@code row}. */
    private void asked(ProposalRow row) {
        db.sql("""
                insert into proposal_digests (repository, number, digest, head, at)
                values (:repository, :number, :digest, :head, :at) on conflict do nothing""")
                .param("repository", row.repository().value())
                .param("number", row.number())
                .param("digest", row.plan().digest())
                .param("head", row.head().id())
                .param("at", Columns.at(row.plannedAt()))
                .update();
    }

    /** Whether people were ever asked about another plan of this pull request whose digest begins with {@code digits}. */
    boolean hasTwin(ProposalRow row, String digits) {
        return other(row, "starts_with(digest, :value)", digits);
    }

    /** Whether people were ever asked about another plan of the same head. */
    boolean isReplaced(ProposalRow row) {
        return other(row, "head = :value", row.head().id());
    }

    private boolean other(ProposalRow row, String condition, String value) {
        return db.sql("""
                        select exists (select from proposal_digests where repository = :repository and number = :number
                            and digest <> :digest and %s)""".formatted(condition))
                .param("repository", row.repository().value())
                .param("number", row.number())
                .param("digest", row.plan().digest())
                .param("value", value)
                .query(Boolean.class)
                .single();
    }

    /** When people are otherwise with it although nobody does anything. */
    void wake(RepositoryId repository, long number, Optional<Instant> when) {
        db.sql("update proposals set wakes_at = :when where repository = :repository and number = :number")
                .param("repository", repository.value())
                .param("number", number)
                .param("when", Columns.at(when), Types.TIMESTAMP_WITH_TIMEZONE)
                .update();
    }

    /** A successor takes over what counted for its predecessor. */
    void move(RolloutId from, RolloutId to) {
        db.sql("update proposals set rollout = :to where rollout = :from")
                .param("from", from.value())
                .param("to", to.value())
                .update();
    }

    private static ProposalRow row(ResultSet row, int number) throws SQLException {
        var rollout = row.getLong("rollout");
        return new ProposalRow(
                new RepositoryId(row.getString("repository")),
                row.getLong("number"),
                ProposalRow.State.valueOf(row.getString("state")),
                row.getString("why"),
                row.getString("title"),
                row.getString("author"),
                row.getString("author_account"),
                row.getString("page"),
                new Revision(row.getString("head")),
                new Revision(row.getString("base")),
                Json.read(row.getString("plan"), Plan.class),
                Json.readList(row.getString("commits"), InfraRepo.Commit.class),
                Json.readMap(row.getString("origins"), Origin.class),
                Columns.instant(row, "planned_at"),
                Columns.instant(row, "expires"),
                Columns.optionalInstant(row, "shown_at"),
                Columns.optional(row, "merged_commit").map(Revision::new),
                rollout == 0 ? Optional.empty() : Optional.of(new RolloutId(rollout)));
    }

    /**
     * Where what {@code intent} began comes from by each pull request that counts for its rollout and that one of {@code people}
     * said yes to as it was planned last: before the branch moved on a file may have stood elsewhere.
     */
    List<Origin> origins(Intent intent, Collection<String> people) {
        return db.sql("""
                select distinct p.origins ->> :digest as origin
                from proposals p join proposal_yeses y on y.repository = p.repository and y.number = p.number
                where p.repository = :repository and p.rollout = :rollout and y.head = p.head and y.base = p.base
                    and y.expires > :at and y.person = any(cast(:people as text[])) and p.origins ->> :digest is not null""")
                .param("digest", intent.digest())
                .param("repository", intent.repository().value())
                .param("rollout", intent.rollout().value())
                .param("at", Columns.at(intent.startedAt()))
                .param("people", Columns.array(people))
                .query((row, line) -> Json.read(row.getString("origin"), Origin.class))
                .list();
    }

    // ---- what people said

    /** Records a yes to {@code changes}, each with the guards that are accepted now. */
    void say(ProposalRow row, Approval yes, OptionalInt destroys, Map<Change, List<Guard>> changes) {
        var id = db.sql("""
                        insert into proposal_yeses (repository, number, person, digest, head, base, at, expires, via,
                            destroys)
                        values (:repository, :number, :person, :digest, :head, :base, :at, :expires, :via, :destroys)
                        returning id""")
                .param("repository", row.repository().value())
                .param("number", row.number())
                .param("base", row.base().id())
                .param("person", yes.by())
                .param("digest", yes.digest())
                .param("head", yes.head().id())
                .param("at", Columns.at(yes.at()))
                .param("expires", Columns.at(yes.expires()))
                .param("via", yes.via())
                .param("destroys", destroys.isPresent() ? destroys.getAsInt() : null, Types.INTEGER)
                .query(Long.class)
                .single();
        var distinct = new LinkedHashMap<String, Map.Entry<Change, List<Guard>>>();
        changes.entrySet().forEach(one -> distinct.put(one.getKey().digest(), one));
        db.sql("""
                insert into proposal_yes_changes (yes, digest, subject, change, guards)
                select :yes, digest, subject, cast(change as jsonb), cast(guards as jsonb)
                from unnest(cast(:digests as text[]), cast(:subjects as text[]), cast(:changes as text[]),
                    cast(:guards as text[])) as t (digest, subject, change, guards)""")
                .param("yes", id)
                .param("digests", Columns.array(distinct.keySet()))
                .param("subjects", array(distinct, one -> one.getKey().subject().text()))
                .param("changes", array(distinct, one -> Json.write(one.getKey())))
                .param("guards", array(distinct, one -> Json.write(one.getValue())))
                .update();
    }

    private static String[] array(
            Map<String, Map.Entry<Change, List<Guard>>> changes,
            Function<Map.Entry<Change, List<Guard>>, String> part) {
        return Columns.array(changes.values().stream().map(part).toList());
    }

    /** Every yes that was ever said to it, oldest first. */
    List<ProposalRow.Yes> yeses(RepositoryId repository, long number) {
        Map<Long, List<ProposalRow.Said>> said = new LinkedHashMap<>();
        db.sql("""
                select c.* from proposal_yes_changes c join proposal_yeses y on c.yes = y.id
                where y.repository = :repository and y.number = :number order by c.yes, c.subject, c.digest""")
                .param("repository", repository.value())
                .param("number", number)
                .query((row, line) -> Map.entry(row.getLong("yes"), said(row)))
                .list()
                .forEach(one -> said.computeIfAbsent(one.getKey(), id -> new ArrayList<>())
                        .add(one.getValue()));
        return db.sql("select * from proposal_yeses where repository = :repository and number = :number order by id")
                .param("repository", repository.value())
                .param("number", number)
                .query((row, line) -> new ProposalRow.Yes(
                        row.getLong("id"),
                        row.getString("person"),
                        row.getString("digest"),
                        new Revision(row.getString("head")),
                        new Revision(row.getString("base")),
                        Columns.instant(row, "at"),
                        Columns.instant(row, "expires"),
                        row.getString("via"),
                        Columns.number(row, "destroys"),
                        said.getOrDefault(row.getLong("id"), List.of())))
                .list();
    }

    private static ProposalRow.Said said(ResultSet row) throws SQLException {
        var why = Columns.optional(row, "void");
        var at = Columns.optionalInstant(row, "void_at");
        return new ProposalRow.Said(
                Json.read(row.getString("change"), Change.class),
                why.flatMap(text -> at.map(when -> new ProposalRow.Revoked(text, when))),
                Columns.optional(row, "guards")
                        .map(guards -> Json.readList(guards, Guard.class))
                        .orElse(List.of()));
    }

    private static List<String> digests(Collection<Change> changes) {
        return changes.stream().map(Change::digest).distinct().toList();
    }

    /** From now on a yes does not count for these changes, by digest. What does not already, stays as it is. */
    void revoke(long yes, Collection<String> digests, ProposalRow.Revoked why) {
        db.sql("""
                update proposal_yes_changes set void = :why, void_at = :at
                where yes = :yes and digest = any(cast(:digests as text[])) and void is null""")
                .param("yes", yes)
                .param("digests", Columns.array(digests))
                .param("why", Columns.text(why.why()))
                .param("at", Columns.at(why.at()))
                .update();
    }

    /** This change begins: every yes to it that no rollout took over yet is used up. */
    void spend(RepositoryId repository, String digest, ProposalRow.Revoked why) {
        db.sql("""
                update proposal_yes_changes c set void = :why, void_at = :at
                from proposal_yeses y join proposals p on p.repository = y.repository and p.number = y.number
                where c.yes = y.id and y.repository = :repository and c.digest = :digest and c.void is null
                  and p.rollout is null""")
                .param("repository", repository.value())
                .param("digest", digest)
                .param("why", Columns.text(why.why()))
                .param("at", Columns.at(why.at()))
                .update();
    }

    /** Records one person's no to changes, by digest: their newest one. */
    void refuse(
            RepositoryId repository, long number, Collection<String> digests, String person, String why, Instant at) {
        db.sql("""
                insert into proposal_noes (repository, number, digest, person, why, at)
                select :repository, :number, digest, :person, :why, :at
                from (select distinct unnest(cast(:digests as text[]))) as t (digest)
                on conflict (repository, number, digest, person) do update set why = excluded.why, at = excluded.at""")
                .param("repository", repository.value())
                .param("number", number)
                .param("digests", Columns.array(digests))
                .param("person", person)
                .param("why", Columns.text(why))
                .param("at", Columns.at(at))
                .update();
    }

    /** Who said no takes it back. */
    void relent(RepositoryId repository, long number, String person, Collection<String> digests) {
        db.sql("""
                delete from proposal_noes where repository = :repository and number = :number and person = :person
                  and digest = any(cast(:digests as text[]))""")
                .param("repository", repository.value())
                .param("number", number)
                .param("person", person)
                .param("digests", Columns.array(digests))
                .update();
    }

    /** Every no that nobody took back, oldest first. */
    List<ProposalRow.No> noes(RepositoryId repository, long number) {
        return db.sql(
                        "select * from proposal_noes where repository = :repository and number = :number order by at, person, digest")
                .param("repository", repository.value())
                .param("number", number)
                .query((row, line) ->
                        new ProposalRow.No(row.getString("digest"), row.getString("person"), row.getString("why")))
                .list();
    }
}
