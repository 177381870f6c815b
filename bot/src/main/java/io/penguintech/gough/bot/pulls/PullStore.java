package io.penguintech.gough.bot.pulls;

import io.penguintech.gough.bot.forge.PullRequest;
import io.penguintech.gough.bot.rollout.Preview;
import io.penguintech.gough.bot.source.RepositoryId;
import io.penguintech.gough.schema.Revision;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Table {@code pull_request}. Every call takes part in the caller's transaction, if there is one. */
final class PullStore {
    private final JdbcClient db;

    PullStore(JdbcClient db) {
        this.db = db;
    }

    /** Something may be otherwise on the forge: it is to be asked. */
    void hint(PullKey key, Instant now) {
        db.sql("""
                insert into pull_request (repository, number, due) values (:repository, :number, :now)
                on conflict (repository, number) do update
                set due = least(pull_request.due, excluded.due), nudges = pull_request.nudges + 1, seen = false""")
                .param("repository", key.repository().value())
                .param("number", key.number())
                .param("now", at(now))
                .update();
    }

    /** Something of our own is otherwise: it is to be looked at by {@code when}, if it is open. */
    void nudge(PullKey key, Instant when) {
        db.sql("""
                update pull_request set due = least(due, :due), nudges = nudges + 1
                where repository = :repository and number = :number and (open or told is not null)""")
                .param("repository", key.repository().value())
                .param("number", key.number())
                .param("due", at(when))
                .update();
    }

    /** Whether it is looked at whenever a rollout of its repository changes. */
    void follow(PullKey key, boolean follows) {
        db.sql("""
                update pull_request set follows = :follows
                where repository = :repository and number = :number and follows <> :follows""")
                .param("repository", key.repository().value())
                .param("number", key.number())
                .param("follows", follows)
                .update();
    }

    /** A rollout changed: those that follow it are to be looked at. */
    void nudgeFollowing(RepositoryId repository, Instant now) {
        db.sql("""
                update pull_request set due = least(due, :now), nudges = nudges + 1
                where repository = :repository and follows""")
                .param("repository", repository.value())
                .param("now", at(now))
                .update();
    }

    /** Somebody who may asks for a plan. Answers whether there is such a pull request. */
    boolean ask(PullKey key, Instant now) {
        return db.sql("""
                        update pull_request
                        set asked = true, seen = false, due = least(due, :now), nudges = nudges + 1
                        where repository = :repository and number = :number and open""")
                        .param("repository", key.repository().value())
                        .param("number", key.number())
                        .param("now", at(now))
                        .update()
                == 1;
    }

    /** What a plan depends on is otherwise than it was for these. */
    void groundsMoved(RepositoryId repository, Preview.Grounds now, Instant when) {
        db.sql("""
                update pull_request set due = :due, nudges = nudges + 1
                where repository = :repository and open and failures = 0 and (due is null or due > :due)
                  and (newest, accepted) is distinct from (cast(:newest as text), cast(:accepted as text))""")
                .param("repository", repository.value())
                .param("newest", id(now.newest()), Types.VARCHAR)
                .param("accepted", id(now.accepted()), Types.VARCHAR)
                .param("due", at(when))
                .update();
    }

    /** Those that are open as far as is known, without what was found out about them and told. */
    List<PullRow> open(RepositoryId repository) {
        return db.sql("""
                        select repository, number, nudges, failures, asked, seen, pull, null as planned, null as told, annotated
                        from pull_request where repository = :repository and open order by number""")
                .param("repository", repository.value())
                .query(PullStore::row)
                .list();
    }

    /** Those that are due, the longest first. */
    List<PullKey> due(RepositoryId repository, Instant now, int most) {
        return db.sql("""
                        select number from pull_request where repository = :repository and due <= :now
                        order by due, number limit :most""")
                .param("repository", repository.value())
                .param("now", at(now))
                .param("most", most)
                .query((row, line) -> new PullKey(repository, row.getLong("number")))
                .list();
    }

    /** What is known of one that is due. */
    Optional<PullRow> find(PullKey key, Instant due) {
        return db.sql("""
                        select * from pull_request
                        where repository = :repository and number = :number and due <= :due""")
                .param("repository", key.repository().value())
                .param("number", key.number())
                .param("due", at(due))
                .query(PullStore::row)
                .optional();
    }

    Optional<PullRow> find(PullKey key) {
        return db.sql("select * from pull_request where repository = :repository and number = :number")
                .param("repository", key.repository().value())
                .param("number", key.number())
                .query(PullStore::row)
                .optional();
    }

    /**
     * The forge listed it, and says so. Not written when something happened since {@code nudges} were counted. Whoever hinted at
     * something meant more than is in a list, such as a review: that is still to be asked for.
     */
    void listed(PullKey key, PullRequest pull, Optional<Long> nudges, Instant now) {
        var written = nudges.isEmpty() ? "on conflict do nothing" : """
                on conflict (repository, number) do update
                set pull = excluded.pull, open = true, due = least(pull_request.due, excluded.due),
                    nudges = pull_request.nudges + 1
                where pull_request.nudges = :nudges""";
        db.sql("""
                insert into pull_request (repository, number, due, seen, pull)
                values (:repository, :number, :now, true, cast(:pull as jsonb))
                """ + written)
                .param("repository", key.repository().value())
                .param("number", key.number())
                .param("now", at(now))
                .param("pull", PullJson.write(pull))
                .param("nudges", nudges.orElse(0L))
                .update();
    }

    /** What the forge says now; that nobody hinted since is only written when nobody did. */
    void said(PullRow row, PullRequest pull) {
        db.sql("""
                update pull_request set pull = cast(:pull as jsonb), open = :open, seen = (nudges = :nudges)
                where repository = :repository and number = :number""")
                .param("repository", row.key().repository().value())
                .param("number", row.number())
                .param("nudges", row.nudges())
                .param("open", pull.state() instanceof PullRequest.State.Open)
                .param("pull", PullJson.write(pull))
                .update();
    }

    /** What was found out; who asked for it has it, unless somebody asked since. */
    void found(PullRow row, PullState state) {
        db.sql("""
                update pull_request
                set planned = cast(:planned as jsonb), hosts = :hosts, newest = :newest, accepted = :accepted,
                    asked = asked and nudges <> :nudges
                where repository = :repository and number = :number""")
                .param("repository", row.key().repository().value())
                .param("number", row.number())
                .param("nudges", row.nudges())
                .param("planned", PullJson.write(state))
                .param("hosts", state.hosts().toArray(String[]::new))
                .param("newest", id(state.grounds().newest()), Types.VARCHAR)
                .param("accepted", id(state.grounds().accepted()), Types.VARCHAR)
                .update();
    }

    void told(PullKey key, Told told) {
        db.sql("""
                update pull_request set told = cast(:told as jsonb)
                where repository = :repository and number = :number""")
                .param("repository", key.repository().value())
                .param("number", key.number())
                .param("told", PullJson.write(told))
                .update();
    }

    /** What stands beside lines on the forge, or is being written there. */
    void annotated(PullKey key, String digest) {
        db.sql("""
                update pull_request set annotated = :annotated
                where repository = :repository and number = :number""")
                .param("repository", key.repository().value())
                .param("number", key.number())
                .param("annotated", digest)
                .update();
    }

    /** A look ended; when something happened meanwhile it is due still, behind those that waited longer. */
    void looked(PullRow row, Optional<Instant> again, int failures, Instant now) {
        db.sql("""
                update pull_request
                set due = case when nudges = :nudges then cast(:again as timestamptz) else greatest(due, :now) end, failures = :failures
                where repository = :repository and number = :number""")
                .param("repository", row.key().repository().value())
                .param("number", row.number())
                .param("nudges", row.nudges())
                .param("again", again.map(PullStore::at).orElse(null), Types.TIMESTAMP_WITH_TIMEZONE)
                .param("now", at(now))
                .param("failures", failures)
                .update();
    }

    /** It cannot be looked at before. */
    void postpone(PullKey key, Instant until) {
        db.sql("update pull_request set due = :until where repository = :repository and number = :number")
                .param("repository", key.repository().value())
                .param("number", key.number())
                .param("until", at(until))
                .update();
    }

    /** The forge has no such pull request. */
    void forget(PullKey key) {
        db.sql("delete from pull_request where repository = :repository and number = :number")
                .param("repository", key.repository().value())
                .param("number", key.number())
                .update();
    }

    /** Others that are open and about one of these hosts are to be looked at by {@code when}. */
    void nudgeAbout(PullKey key, Collection<String> hosts, Instant when) {
        db.sql("""
                update pull_request set due = least(due, :due), nudges = nudges + 1
                where repository = :repository and number <> :number and open
                  and hosts && cast(:hosts as text[])""")
                .param("repository", key.repository().value())
                .param("number", key.number())
                .param("hosts", hosts.toArray(String[]::new))
                .param("due", at(when))
                .update();
    }

    /** Other open pull requests that are about one of these hosts, by number. */
    List<Neighbour> about(PullKey key, Collection<String> hosts) {
        return db.sql("""
                        select pull, hosts from pull_request
                        where repository = :repository and number <> :number and open and pull is not null
                          and hosts && cast(:hosts as text[])
                        order by number""")
                .param("repository", key.repository().value())
                .param("number", key.number())
                .param("hosts", hosts.toArray(String[]::new))
                .query((row, number) ->
                        new Neighbour(PullJson.read(row.getString("pull"), PullRequest.class), List.of((String[])
                                row.getArray("hosts").getArray())))
                .list();
    }

    /** Whether another open pull request has the same newest commit: a status of the one is one of the other. */
    boolean isShared(PullKey key, Revision head) {
        return db.sql("""
                        select exists (select 1 from pull_request
                        where repository = :repository and number <> :number and open and pull->'head'->>'id' = :head)""")
                .param("repository", key.repository().value())
                .param("number", key.number())
                .param("head", head.id())
                .query((row, number) -> row.getBoolean(1))
                .single();
    }

    /** Other open pull requests to {@code branch} that have the same newest commit, by number; none from forks, of which it says nothing then. */
    List<Long> sharing(PullKey key, Revision head, String branch) {
        return db.sql("""
                        select number from pull_request
                        where repository = :repository and number <> :number and open and pull->'head'->>'id' = :head
                          and pull->>'base' = :branch and pull->>'origin' <> 'FORK'
                        order by number""")
                .param("repository", key.repository().value())
                .param("number", key.number())
                .param("head", head.id())
                .param("branch", branch)
                .query((row, number) -> row.getLong(1))
                .list();
    }

    /** Others that are open and have the same newest commit are to be looked at. */
    void nudgeSharing(PullKey key, Revision head, Instant now) {
        db.sql("""
                update pull_request set due = least(due, :now), nudges = nudges + 1
                where repository = :repository and number <> :number and open and pull->'head'->>'id' = :head""")
                .param("repository", key.repository().value())
                .param("number", key.number())
                .param("head", head.id())
                .param("now", at(now))
                .update();
    }

    private static PullRow row(ResultSet row, int number) throws SQLException {
        return new PullRow(
                new PullKey(new RepositoryId(row.getString("repository")), row.getLong("number")),
                row.getLong("nudges"),
                row.getInt("failures"),
                row.getBoolean("asked"),
                row.getBoolean("seen"),
                json(row, "pull", json -> PullJson.read(json, PullRequest.class)),
                json(row, "planned", json -> PullJson.read(json, PullState.class)),
                json(row, "told", json -> PullJson.read(json, Told.class)).orElse(Told.NOTHING),
                row.getString("annotated"));
    }

    private static <T> Optional<T> json(ResultSet row, String column, Function<String, T> read) throws SQLException {
        return Optional.ofNullable(row.getString(column)).map(read);
    }

    private static @Nullable String id(Optional<Revision> revision) {
        return revision.map(Revision::id).orElse(null);
    }

    private static OffsetDateTime at(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
