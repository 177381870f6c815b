package io.penguintech.gough.bot.rollout;

import io.penguintech.gough.bot.source.RepositoryId;
import io.penguintech.gough.reconcile.Plan;
import io.penguintech.gough.schema.Diagnostic;
import io.penguintech.gough.schema.Revision;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Table {@code rollouts}. */
final class RolloutStore {
    private static final String OPEN = "state in ('awaiting-approval', 'applying', 'stalled')";

    private final JdbcClient db;

    RolloutStore(JdbcClient db) {
        this.db = db;
    }

    /**
     * What a new rollout begins with.
     *
     * @param base commits after this one are judged
     * @param requester the person who asked
     */
    record Beginning(
            RepositoryId repository,
            Revision revision,
            Optional<Revision> base,
            String subject,
            String author,
            String cause,
            Optional<String> requester) {}

    RolloutRow create(Beginning beginning, Instant now) {
        var id = db.sql("""
                insert into rollouts (repository, revision, base, subject, author, cause, requester, state,
                    created_at, updated_at)
                values (:repository, :revision, :base, :subject, :author, :cause, :requester, 'requested', :now, :now)
                returning id""")
                .param("repository", beginning.repository().value())
                .param("revision", beginning.revision().id())
                .param("base", beginning.base().map(Revision::id).orElse(null))
                .param("subject", Columns.text(beginning.subject()))
                .param("author", Columns.text(beginning.author()))
                .param("cause", beginning.cause())
                .param("requester", beginning.requester().orElse(null))
                .param("now", Columns.at(now))
                .query(Long.class)
                .single();
        return find(new RolloutId(id)).orElseThrow();
    }

    /** The revision that was taken up first, whatever became of it. */
    Optional<Revision> first(RepositoryId repository) {
        return db.sql("select revision from rollouts where repository = :repository order by id limit 1")
                .param("repository", repository.value())
                .query(String.class)
                .optional()
                .map(Revision::new);
    }

    Optional<RolloutRow> find(RolloutId id) {
        return db.sql("select * from rollouts where id = :id")
                .param("id", id.value())
                .query(RolloutStore::row)
                .optional();
    }

    /** Where it is, without its plan: that may be large, and this is asked before every step. */
    Optional<RolloutState> state(RolloutId id) {
        return db.sql("select state, detail from rollouts where id = :id")
                .param("id", id.value())
                .query((row, number) -> state(row))
                .optional();
    }

    /** The same, locked until the transaction ends. */
    Optional<RolloutState> lockState(RolloutId id) {
        return db.sql("select state, detail from rollouts where id = :id for update")
                .param("id", id.value())
                .query((row, number) -> state(row))
                .optional();
    }

    private static RolloutState state(ResultSet row) throws SQLException {
        var detail = Json.read(row.getString("detail"), StateColumns.Detail.class);
        return new StateColumns(row.getString("state"), detail).state();
    }

    /** All of it, locked until the transaction ends. */
    Optional<RolloutRow> lock(RolloutId id) {
        return db.sql("select * from rollouts where id = :id for update")
                .param("id", id.value())
                .query(RolloutStore::row)
                .optional();
    }

    /** See {@link Rollouts#newestOfSameRevision}. */
    Optional<RolloutId> newestOfSameRevision(RolloutId id, Instant since) {
        return db.sql("""
                select newest.id from rollouts one join rollouts newest
                    on newest.repository = one.repository and newest.revision = one.revision
                where one.id = :id and one.updated_at > :since
                order by newest.id desc limit 1""")
                .param("id", id.value())
                .param("since", Columns.at(since))
                .query(Long.class)
                .optional()
                .map(RolloutId::new);
    }

    /** See {@link Rollouts#mergesBehind}. */
    List<Revision> mergesBehind(RolloutId id) {
        return db.sql("""
                select distinct merged.merged_commit from rollouts one
                    join rollouts same on same.repository = one.repository and same.revision = one.revision
                    join proposals merged on merged.rollout = same.id
                where one.id = :id and merged.merged_commit <> one.revision
                order by merged.merged_commit""")
                .param("id", id.value())
                .query((row, number) -> new Revision(row.getString("merged_commit")))
                .list();
    }

    /** See {@link Rollouts#revisionBefore}. */
    Optional<Revision> revisionBefore(RolloutId id) {
        return db.sql("""
                select earlier.revision from rollouts one join rollouts earlier
                    on earlier.repository = one.repository and earlier.id < one.id and earlier.revision <> one.revision
                where one.id = :id order by earlier.id desc limit 1""")
                .param("id", id.value())
                .query(String.class)
                .optional()
                .map(Revision::new);
    }

    List<RolloutRow> list(RepositoryId repository, Optional<RolloutId> before, int limit) {
        return db.sql("""
                select * from rollouts where repository = :repository and id < :before
                order by id desc limit :limit""")
                .param("repository", repository.value())
                .param("before", before.map(RolloutId::value).orElse(Long.MAX_VALUE))
                .param("limit", Math.clamp(limit, 1, 100))
                .query(RolloutStore::row)
                .list();
    }

    /** What a rollout brings about. */
    record Taken(RolloutId id, Revision revision) {}

    /** The newest first, without what is judged about them. */
    List<Taken> newest(RepositoryId repository, int limit) {
        return db.sql("select id, revision from rollouts where repository = :repository order by id desc limit :limit")
                .param("repository", repository.value())
                .param("limit", limit)
                .query((row, number) ->
                        new Taken(new RolloutId(row.getLong("id")), new Revision(row.getString("revision"))))
                .list();
    }

    List<RolloutRow> withPlan(RepositoryId repository, String digest) {
        return db.sql("""
                select * from rollouts where repository = :repository and plan_digest like :digest
                order by id desc limit 100""")
                .param("repository", repository.value())
                .param("digest", digest.replaceAll("[^0-9a-f]", "") + "%")
                .query(RolloutStore::row)
                .list();
    }

    /** {@code successor} goes on where {@code old} was. */
    void takeOver(RolloutId old, RolloutId successor) {
        db.sql("""
                update rollouts set line = (select coalesce(line, id) from rollouts where id = :old)
                where id = :successor""")
                .param("old", old.value())
                .param("successor", successor.value())
                .update();
    }

    /** Rollouts that were asked for and never looked at, oldest first. */
    List<RolloutRow> requested(RepositoryId repository) {
        return db.sql("select * from rollouts where repository = :repository and state = 'requested' order by id")
                .param("repository", repository.value())
                .query(RolloutStore::row)
                .list();
    }

    /** The rollout that is asked about, applied or stalled now. */
    Optional<RolloutRow> active(RepositoryId repository) {
        return db.sql("select * from rollouts where repository = :repository and " + OPEN + " order by id desc limit 1")
                .param("repository", repository.value())
                .query(RolloutStore::row)
                .optional();
    }

    /**
     * What is enough to see that nothing happened: a plan of 10,000 hosts is not read for that.
     *
     * @param applying whether something is being done
     * @param wakesAt when something that waits ends by itself
     */
    record Pulse(long id, boolean applying, Instant updatedAt, Optional<Instant> wakesAt) {}

    /** The pulse of {@link #active}. */
    Optional<Pulse> pulse(RepositoryId repository) {
        return db.sql("select id, state, updated_at, wakes_at from rollouts where repository = :repository and " + OPEN
                        + " order by id desc limit 1")
                .param("repository", repository.value())
                .query((row, number) -> new Pulse(
                        row.getLong("id"),
                        row.getString("state").equals("applying"),
                        Columns.instant(row, "updated_at"),
                        Columns.optionalInstant(row, "wakes_at")))
                .optional();
    }

    /** Writes everything that may change. Answers whether anything did. */
    boolean save(RolloutRow rollout, Instant now) {
        var state = StateColumns.of(rollout.state());
        return db.sql("""
                update rollouts set state = :state, detail = cast(:detail as jsonb), plan = cast(:plan as jsonb),
                    plan_digest = :digest, needed = :needed, eligible = cast(:eligible as text[]),
                    path_needs = cast(:paths as jsonb), diagnostics = :diagnostics,
                    asked_until = :asked, retried_at = :retried, waits = :waits, wakes_at = :wakes, updated_at = :now
                where id = :id and (state, detail, plan, needed, eligible, path_needs, diagnostics, asked_until, retried_at, waits, wakes_at)
                    is distinct from (:state, cast(:detail as jsonb), cast(:plan as jsonb), :needed, cast(:eligible as text[]),
                        cast(:paths as jsonb), :diagnostics, :asked, :retried, :waits, :wakes)""")
                        .param("state", state.word())
                        .param("detail", Json.write(state.detail()))
                        .param("plan", rollout.plan().map(Json::write).orElse(null))
                        .param("digest", rollout.plan().map(Plan::digest).orElse(null))
                        .param("needed", rollout.needed())
                        .param("eligible", Columns.array(rollout.eligible()))
                        .param("paths", Json.write(rollout.paths()))
                        .param("diagnostics", Json.write(rollout.diagnostics()))
                        .param("asked", Columns.at(rollout.askedUntil()), java.sql.Types.TIMESTAMP_WITH_TIMEZONE)
                        .param("retried", Columns.at(rollout.retriedAt()), java.sql.Types.TIMESTAMP_WITH_TIMEZONE)
                        .param("waits", rollout.waits().map(Waits::why).orElse(null), java.sql.Types.VARCHAR)
                        .param(
                                "wakes",
                                Columns.at(rollout.waits().flatMap(Waits::until)),
                                java.sql.Types.TIMESTAMP_WITH_TIMEZONE)
                        .param("now", Columns.at(now))
                        .param("id", rollout.id().value())
                        .update()
                > 0;
    }

    private static Optional<Waits> waits(ResultSet row) throws SQLException {
        var until = Columns.optionalInstant(row, "wakes_at");
        return Columns.optional(row, "waits").map(why -> new Waits(why, until));
    }

    private static RolloutRow row(ResultSet row, int number) throws SQLException {
        return new RolloutRow(
                new RolloutId(row.getLong("id")),
                new RepositoryId(row.getString("repository")),
                new Revision(row.getString("revision")),
                Columns.optional(row, "base").map(Revision::new),
                row.getString("subject"),
                row.getString("author"),
                row.getString("cause"),
                Columns.optional(row, "requester"),
                state(row),
                Columns.optional(row, "plan").map(json -> Json.read(json, Plan.class)),
                row.getInt("needed"),
                Columns.list(row, "eligible"),
                Json.read(row.getString("path_needs"), PathNeeds.class),
                Json.readList(row.getString("diagnostics"), Diagnostic.class),
                Columns.optionalInstant(row, "asked_until"),
                Columns.optionalInstant(row, "retried_at"),
                waits(row),
                Columns.instant(row, "created_at"),
                Columns.instant(row, "updated_at"));
    }
}
