package io.penguintech.gough.bot.rollout;

import io.penguintech.gough.bot.source.RepositoryId;
import io.penguintech.gough.schema.BackendName;
import io.penguintech.gough.schema.Guard;
import io.penguintech.gough.schema.Host;
import io.penguintech.gough.schema.HostName;
import io.penguintech.gough.schema.QueryName;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Tables {@code accepted_guards} and {@code overruled_guards}, and the guards of approved and begun changes. */
final class GuardStore {
    private final JdbcClient db;

    GuardStore(JdbcClient db) {
        this.db = db;
    }

    /**
     * Somebody's word that a change may begin although its guards do not pass.
     *
     * @param by who
     * @param expires until when it holds, unless it is used up before
     */
    record Word(String by, String reason, Instant at, Instant expires) {}

    /** Another revision is accepted: its guards are in force, and those of the one before it still count. */
    void accept(RepositoryId repository, Collection<Host> hosts) {
        db.sql("delete from accepted_guards where repository = :repository and before")
                .param("repository", repository.value())
                .update();
        db.sql("update accepted_guards set before = true where repository = :repository")
                .param("repository", repository.value())
                .update();
        var guarded = new TreeMap<Guard, TreeSet<HostName>>();
        for (var host : hosts)
            for (var guard : host.guards())
                guarded.computeIfAbsent(guard, any -> new TreeSet<>()).add(host.name());
        guarded.forEach((guard, names) -> db.sql("""
                insert into accepted_guards (repository, before, fleet, query, sql, hosts)
                values (:repository, false, :fleet, :query, :sql, :hosts)""")
                .param("repository", repository.value())
                .param("fleet", guard.fleet().value())
                .param("query", guard.query().value())
                .param("sql", guard.sql())
                .param("hosts", Columns.array(names))
                .update());
    }

    /** The guards of the accepted revision by host, or those of the one accepted before it. */
    SortedMap<HostName, List<Guard>> accepted(RepositoryId repository, boolean before) {
        var guards = new TreeMap<HostName, List<Guard>>();
        var rows = db.sql(
                        "select * from accepted_guards where repository = :repository and before = :before order by query, sql")
                .param("repository", repository.value())
                .param("before", before)
                .query((row, number) -> Map.entry(guard(row), Columns.list(row, "hosts")))
                .list();
        for (var row : rows)
            for (var host : row.getValue())
                guards.computeIfAbsent(new HostName(host), any -> new ArrayList<>())
                        .add(row.getKey());
        return guards;
    }

    private static Guard guard(ResultSet row) throws SQLException {
        return new Guard(
                new BackendName(row.getString("fleet")), new QueryName(row.getString("query")), row.getString("sql"));
    }

    /** Somebody said yes to a change under these guards. */
    void approved(RepositoryId repository, String digest, List<Guard> guards) {
        db.sql("""
                update approved_changes set guards = cast(:guards as jsonb)
                where repository = :repository and digest = :digest and spent_by is null and guards is null""")
                .param("guards", Json.write(guards))
                .param("repository", repository.value())
                .param("digest", digest)
                .update();
    }

    /** Every guard under which somebody said a yes that still counts to a change that is not begun yet. */
    List<Guard> approved(RolloutId rollout, String digest, Instant now) {
        return guards(db.sql("""
                        select c.guards from approved_changes c join approvals a on a.id = c.approval
                        where a.rollout = :rollout and a.expires > :now
                            and c.digest = :digest and c.spent_by is null and c.guards is not null""")
                .param("rollout", rollout.value())
                .param("now", Columns.at(now))
                .param("digest", digest)
                .query((row, number) -> Objects.requireNonNull(row.getString("guards")))
                .list());
    }

    /** A change begins under these guards, and uses up what somebody said against them that still holds. */
    void begun(Intent intent, List<Guard> guards, Instant now) {
        db.sql("update intents set guards = cast(:guards as jsonb) where id = :intent")
                .param("guards", Json.write(guards))
                .param("intent", intent.id())
                .update();
        db.sql("""
                update overruled_guards set spent_by = :intent
                where rollout = :rollout and digest = :digest and spent_by is null and expires > :now""")
                .param("intent", intent.id())
                .param("rollout", intent.rollout().value())
                .param("digest", intent.digest())
                .param("now", Columns.at(now))
                .update();
    }

    /** The guards that a change was begun under. */
    List<Guard> of(Intent intent) {
        return guards(db.sql("select guards from intents where id = :intent and guards is not null")
                .param("intent", intent.id())
                .query((row, number) -> Objects.requireNonNull(row.getString("guards")))
                .list());
    }

    private static List<Guard> guards(List<String> json) {
        return json.stream()
                .flatMap(text -> Json.readList(text, Guard.class).stream())
                .distinct()
                .sorted()
                .toList();
    }

    /**
     * Somebody lets a change begin, or go on, whatever its guards say.
     *
     * @param intent the change when it has begun: then this is used up by it at once
     */
    void overrule(RepositoryId repository, RolloutId rollout, String digest, Optional<Long> intent, Word word) {
        db.sql("""
                insert into overruled_guards (repository, digest, rollout, by, reason, at, expires, spent_by)
                values (:repository, :digest, :rollout, :by, :reason, :at, :expires, :intent)""")
                .param("intent", intent.orElse(null), java.sql.Types.BIGINT)
                .param("repository", repository.value())
                .param("digest", digest)
                .param("rollout", rollout.value())
                .param("by", Columns.text(word.by()))
                .param("reason", Columns.text(word.reason()))
                .param("at", Columns.at(word.at()))
                .param("expires", Columns.at(word.expires()))
                .update();
    }

    /** Who let a change of a rollout begin that has not begun, and still may be taken at their word. */
    List<String> overruledBy(RolloutId rollout, String digest, Instant now) {
        return db.sql("""
                        select by from overruled_guards
                        where rollout = :rollout and digest = :digest and spent_by is null and expires > :now""")
                .param("rollout", rollout.value())
                .param("digest", digest)
                .param("now", Columns.at(now))
                .query((row, number) -> Objects.requireNonNull(row.getString("by")))
                .list();
    }

    /** Whether a change that has begun goes on by somebody's word: what let it begin, until that expires. */
    boolean isOverruled(Intent intent, Instant now) {
        return db.sql("select count(*) from overruled_guards where spent_by = :intent and expires > :now")
                        .param("intent", intent.id())
                        .param("now", Columns.at(now))
                        .query(Integer.class)
                        .single()
                > 0;
    }

    /** The rollout is succeeded by another one, which takes over what was said of it. */
    void move(RolloutId from, RolloutId to) {
        db.sql("update overruled_guards set rollout = :to where rollout = :from")
                .param("from", from.value())
                .param("to", to.value())
                .update();
    }
}
