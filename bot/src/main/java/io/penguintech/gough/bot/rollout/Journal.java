package io.penguintech.gough.bot.rollout;

import io.penguintech.gough.bot.source.RepositoryId;
import io.penguintech.gough.reconcile.Change;
import io.penguintech.gough.reconcile.Journey;
import io.penguintech.gough.reconcile.Outcome;
import io.penguintech.gough.reconcile.Subject;
import io.penguintech.gough.schema.Revision;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Tables {@code intents} and {@code steps}: what was begun and what came of it, written down before it is done. */
final class Journal {
    private static final Duration DAY = Duration.ofHours(24);
    /** Steps from which on what a change destroys is gone. */
    static final Set<String> DESTROYING = Set.of("release", "delete", "deploy");

    private static final String ARRIVED = "arrived";
    private static final String WITHDRAWN = "withdrawn";
    private static final String FAILED = "failed";

    private final JdbcClient db;

    Journal(JdbcClient db) {
        this.db = db;
    }

    /** Writes down that {@code change} begins. */
    Intent intend(RolloutRow rollout, Change change, Instant now) {
        var id = db.sql("""
                insert into intents (repository, rollout, revision, digest, subject, verb, backend, destroys, change,
                    started_at, look_at)
                values (:repository, :rollout, :revision, :digest, :subject, :verb, :backend, :destroys,
                    cast(:change as jsonb), :now, :now)
                returning id""")
                .param("repository", rollout.repository().value())
                .param("rollout", rollout.id().value())
                .param("revision", rollout.revision().id())
                .param("digest", change.digest())
                .param("subject", change.subject().text())
                .param("verb", change.verb())
                .param("backend", Intent.backend(change))
                .param("destroys", change.destroysHost())
                .param("change", Json.write(change))
                .param("now", Columns.at(now))
                .query(Long.class)
                .single();
        return find(id);
    }

    Intent find(long id) {
        return db.sql("select * from intents where id = :id")
                .param("id", id)
                .query(Journal::intent)
                .single();
    }

    /** Everything under way, oldest first. */
    List<Intent> inFlight(RepositoryId repository) {
        return db.sql("select * from intents where repository = :repository and finished_at is null order by id")
                .param("repository", repository.value())
                .query(Journal::intent)
                .list();
    }

    /** The revisions of what was begun for {@code subject}, whatever came of it: a few, the last one first. */
    List<Revision> newest(RepositoryId repository, Subject subject) {
        return db.sql("""
                select revision from intents where repository = :repository and subject = :subject
                group by revision order by max(id) desc limit 5""")
                .param("repository", repository.value())
                .param("subject", subject.text())
                .query((row, number) -> new Revision(row.getString("revision")))
                .list();
    }

    /** Everything begun for a rollout, oldest first. */
    List<Intent> of(RolloutId rollout) {
        return db.sql("select * from intents where rollout = :rollout order by id")
                .param("rollout", rollout.value())
                .query(Journal::intent)
                .list();
    }

    /**
     * What rollouts that {@code rollout} took over from began and ended after {@code since}, or did not end, oldest
     * first.
     */
    List<Intent> before(RolloutId rollout, Instant since) {
        return db.sql("""
                select intents.* from intents
                join rollouts on rollouts.id = intents.rollout
                where intents.rollout <> :rollout and (finished_at is null or finished_at > :since)
                    and coalesce(line, rollouts.id) = (select coalesce(line, id) from rollouts where id = :rollout)
                    and intents.repository = (select repository from rollouts where id = :rollout)
                order by intents.id""")
                .param("rollout", rollout.value())
                .param("since", Columns.at(since))
                .query(Journal::intent)
                .list();
    }

    /**
     * What arrived in rollouts that {@code rollout} took over from, and nobody said retry after in any of them, oldest first.
     */
    List<Intent> arrivedBefore(RolloutId rollout) {
        return unforgivenBefore(rollout, ARRIVED);
    }

    /** The same of what failed there, as far as nothing was begun for its subject since. */
    List<Intent> failedBefore(RolloutId rollout) {
        return unforgivenBefore(rollout, FAILED);
    }

    private List<Intent> unforgivenBefore(RolloutId rollout, String result) {
        return db.sql("""
                with line as (
                    select id, retried_at from rollouts
                    where coalesce(line, id) = (select coalesce(line, id) from rollouts where id = :rollout)
                        and repository = (select repository from rollouts where id = :rollout))
                select * from intents
                where rollout <> :rollout and rollout in (select id from line) and result = :result and forgiven_at is null
                    and not exists (select 1 from line where retried_at >= finished_at)
                    and (result = :arrived or not exists (
                        select 1 from intents since
                        where since.rollout in (select id from line) and since.repository = intents.repository
                            and since.subject = intents.subject and since.id > intents.id))
                order by id""")
                .param("rollout", rollout.value())
                .param("result", result)
                .param("arrived", ARRIVED)
                .query(Journal::intent)
                .list();
    }

    /** A person says that it is over that this failed. */
    void forgive(Intent failed, Instant now) {
        db.sql("update intents set forgiven_at = :now where id = :id and result = 'failed' and forgiven_at is null")
                .param("now", Columns.at(now))
                .param("id", failed.id())
                .update();
    }

    /** A person says that the host of what arrived need not be well for others to go on. */
    void excuse(Intent arrived, Instant now) {
        db.sql("update intents set forgiven_at = :now where id = :id and result = 'arrived' and forgiven_at is null")
                .param("now", Columns.at(now))
                .param("id", arrived.id())
                .update();
    }

    /** The steps of each of these intents in order, in one query; one without any is absent. */
    Map<Long, List<Journey.Taken>> steps(Collection<Long> intents) {
        var steps = new HashMap<Long, List<Journey.Taken>>();
        db.sql("select * from steps where intent = any(cast(:intents as bigint[])) order by id")
                .param("intents", Columns.array(intents))
                .query(row -> {
                    steps.computeIfAbsent(row.getLong("intent"), any -> new ArrayList<>())
                            .add(taken(row));
                });
        return steps;
    }

    private static Journey.Taken taken(ResultSet row) throws SQLException {
        return new Journey.Taken(
                row.getString("word"),
                Columns.instant(row, "started_at"),
                Columns.optional(row, "outcome").map(json -> Json.read(json, Outcome.class)));
    }

    /** The steps of an intent in order. */
    List<Journey.Taken> steps(long intent) {
        return db.sql("select * from steps where intent = :intent order by id")
                .param("intent", intent)
                .query((row, number) -> taken(row))
                .list();
    }

    /** Writes down that a step is about to be called. */
    long stepBegins(Intent intent, String word, Instant now) {
        detail(intent, word, now);
        return db.sql("""
                insert into steps (repository, intent, word, started_at)
                values (:repository, :intent, :word, :now) returning id""")
                .param("repository", intent.repository().value())
                .param("intent", intent.id())
                .param("word", word)
                .param("now", Columns.at(now))
                .query(Long.class)
                .single();
    }

    /** Writes down what came of a step. */
    void stepEnds(long step, Outcome outcome) {
        db.sql("update steps set outcome = cast(:outcome as jsonb) where id = :id")
                .param("outcome", Json.write(outcome))
                .param("id", step)
                .update();
    }

    /** What is under way and when to look again. Answers whether people see a difference. */
    boolean detail(Intent intent, String detail, Instant lookAt) {
        db.sql("update intents set detail = :detail, look_at = :at where id = :id")
                .param("detail", Columns.text(detail))
                .param("at", Columns.at(lookAt))
                .param("id", intent.id())
                .update();
        return !intent.detail().equals(detail);
    }

    void arrived(Intent intent, Instant now) {
        finish(intent, ARRIVED, "", now);
    }

    /** It ended before its goal because nobody wants it any more. */
    void withdrawn(Intent intent, Instant now) {
        finish(intent, WITHDRAWN, "not wanted any more", now);
    }

    void failed(Intent intent, String why, Instant now) {
        finish(intent, FAILED, why, now);
    }

    private void finish(Intent intent, String result, String detail, Instant now) {
        db.sql("""
                update intents set finished_at = :now, result = :result, detail = :detail
                where id = :id and finished_at is null""")
                .param("now", Columns.at(now))
                .param("result", result)
                .param("detail", Columns.text(detail))
                .param("id", intent.id())
                .update();
    }

    /** Hosts that were released to be deployed anew, did not get there, and were not brought up or taken over since. */
    Set<Subject> emptied(RepositoryId repository) {
        return db
                .sql("""
                select change from intents
                where repository = :repository and destroys and verb = 'reinstall' and result in ('failed', 'withdrawn')
                    and exists (select 1 from steps where steps.intent = intents.id and word = 'release')
                    and not exists (
                        select 1 from intents since
                        where since.repository = intents.repository and since.subject = intents.subject
                            and since.id > intents.id and since.result = 'arrived'
                            and since.verb in ('deploy', 'reinstall', 'register', 'adopt', 'release'))""")
                .param("repository", repository.value())
                .query((row, number) ->
                        Json.read(row.getString("change"), Change.class).subject())
                .list() // a stream would keep its connection
                .stream()
                .collect(Collectors.toSet());
    }

    /** How many hosts were released or reinstalled at a backend in the 24 hours before {@code now}, by any repository. */
    int destroyedWithinADay(String backend, Instant now) {
        return db.sql("""
                select count(*) from intents where destroys and backend = :backend and started_at > :since""")
                .param("backend", backend)
                .param("since", Columns.at(now.minus(DAY)))
                .query(Integer.class)
                .single();
    }

    /**
     * How many other hosts than that of {@code intent} a backend was first told to destroy in the 24 hours before {@code now}, by
     * any repository. What is held was begun long before. Until the transaction ends nobody else is answered about that backend.
     */
    int destroyedWithinADay(Intent intent, Instant now) {
        db.sql("select pg_advisory_xact_lock(hashtext(:backend))")
                .param("backend", "destroy " + intent.backend())
                .query((row, number) -> true)
                .list();
        return db.sql("""
                select count(*) from (
                    select intents.id from intents join steps on steps.intent = intents.id
                    where destroys and backend = :backend and intents.id <> :but and word in (:words)
                        and (finished_at is null or finished_at > :since)
                    group by intents.id having min(steps.started_at) > :since) as destroyed""")
                .param("backend", intent.backend())
                .param("but", intent.id())
                .param("words", DESTROYING)
                .param("since", Columns.at(now.minus(DAY)))
                .query(Integer.class)
                .single();
    }

    /** The highest number ever given to an intent of this database; zero when there is none. */
    long highest() {
        return db.sql("select coalesce(max(id), 0) from intents")
                .query(Long.class)
                .single();
    }

    /** From now on intents are numbered above {@code stamp}. */
    void numberAbove(long stamp) {
        db.sql("select setval('intents_id_seq', greatest(:stamp, (select last_value from intents_id_seq)))")
                .param("stamp", stamp)
                .query(Long.class)
                .single();
    }

    private static Intent intent(ResultSet row, int number) throws SQLException {
        return new Intent(
                row.getLong("id"),
                new RepositoryId(row.getString("repository")),
                new RolloutId(row.getLong("rollout")),
                new Revision(row.getString("revision")),
                Json.read(row.getString("change"), Change.class),
                row.getString("digest"),
                row.getString("backend"),
                Columns.instant(row, "started_at"),
                Columns.instant(row, "look_at"),
                row.getString("detail"),
                Columns.optionalInstant(row, "finished_at"),
                ending(row));
    }

    private static Intent.Ending ending(ResultSet row) throws SQLException {
        var result = Columns.optional(row, "result");
        if (result.isEmpty()) return Intent.Ending.OPEN;
        boolean forgiven = Columns.optionalInstant(row, "forgiven_at").isPresent();
        return switch (result.get()) {
            case ARRIVED -> forgiven ? Intent.Ending.EXCUSED : Intent.Ending.ARRIVED;
            case WITHDRAWN -> Intent.Ending.WITHDRAWN;
            case FAILED -> forgiven ? Intent.Ending.FORGIVEN : Intent.Ending.FAILED;
            default -> throw new IllegalStateException("the database holds an unknown end of an intent: " + result);
        };
    }
}
