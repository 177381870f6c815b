package io.penguintech.gough.bot.rollout;

import io.penguintech.gough.reconcile.Change;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What the journal says was begun for hosts: all that the oracles ask it. */
final class BegunChanges {
    private static final String SELECT = """
            select id, rollout, change, started_at, finished_at, result,
                coalesce(forgiven_at, (select retried_at from rollouts where rollouts.id = intents.rollout)) as forgiven,
                (select max(before.started_at) from intents before
                 where before.digest = intents.digest and before.id < intents.id) as before
            from intents where subject like 'host %'""";

    private final Scene scene;

    BegunChanges(Scene scene) {
        this.scene = scene;
    }

    /**
     * A change that was begun.
     *
     * @param before when the same one was begun before it
     * @param forgiven when somebody last said that it, or its rollout, shall be tried again
     */
    record Begun(
            long id,
            long rollout,
            Change.OfHost change,
            Instant at,
            Optional<Instant> finished,
            boolean failed,
            Optional<Instant> forgiven,
            Optional<Instant> before) {
        /** The number in its host's name. */
        int number() {
            return Integer.parseInt(change.subject().host().value().substring(1));
        }

        boolean isOf(int number) {
            return number() == number;
        }

        /** Whether it was under way at a moment after it began. */
        boolean isUnderWay(Instant moment) {
            return finished.filter(end -> !end.isAfter(moment)).isEmpty();
        }

        boolean isUnforgiven(Instant moment) {
            return failed
                    && finished.filter(end -> end.isBefore(moment)).isPresent()
                    && forgiven.filter(at -> !at.isBefore(finished.orElseThrow()))
                            .isEmpty();
        }

        String kind() {
            return change.getClass().getSimpleName();
        }
    }

    /** All that was not over at a moment, the newest first. */
    List<Begun> since(Instant moment) {
        return JdbcClient.create(scene.dataSource)
                .sql(SELECT + " and (finished_at is null or finished_at >= :since) order by id desc")
                .param("since", Columns.at(moment))
                .query((row, at) -> read(row))
                .list();
    }

    /** The number of the newest one; zero before the first. */
    long newest() {
        return JdbcClient.create(scene.dataSource)
                .sql("select coalesce(max(id), 0) from intents where subject like 'host %'")
                .query(Long.class)
                .single();
    }

    /** All of them, the oldest first. */
    List<Begun> all() {
        return JdbcClient.create(scene.dataSource)
                .sql(SELECT + " order by id")
                .query((row, at) -> read(row))
                .list();
    }

    private static Begun read(ResultSet row) throws SQLException {
        return new Begun(
                row.getLong("id"),
                row.getLong("rollout"),
                (Change.OfHost) Json.read(row.getString("change"), Change.class),
                Columns.instant(row, "started_at"),
                Columns.optionalInstant(row, "finished_at"),
                "failed".equals(row.getString("result")),
                Columns.optionalInstant(row, "forgiven"),
                Columns.optionalInstant(row, "before"));
    }
}
