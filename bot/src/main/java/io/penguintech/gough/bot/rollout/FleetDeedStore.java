package io.penguintech.gough.bot.rollout;

import io.penguintech.gough.reconcile.Fleet;
import io.penguintech.gough.reconcile.FleetNews;
import io.penguintech.gough.schema.BackendName;
import java.sql.Types;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Table {@code fleet_deeds}: what people did in Fleets, each deed once although a webhook and the log both tell it. A webhook has no id
 * and a finer moment than the log, so that they are the same when they say the same of the same person within two seconds; what is
 * done twice is told twice by each, and matched one by one. Call inside a transaction.
 */
final class FleetDeedStore {
    private static final Duration KEPT = Duration.ofDays(7);
    /** Until the log has been read past it, but no longer than this. */
    private static final Duration LONGEST = Duration.ofDays(90);
    /** The log keeps whole seconds at the worst, cut or rounded. */
    private static final Duration BLUR = Duration.ofSeconds(2);

    private final JdbcClient db;

    FleetDeedStore(JdbcClient db) {
        this.db = db;
    }

    /**
     * A webhook tells of it.
     *
     * @param delivery what makes it the same when it is delivered again
     * @return a name for it, if it is news
     */
    Optional<String> heard(BackendName fleet, FleetNews.Activity it, String delivery, Instant now) {
        alone(now);
        boolean again = db.sql("select count(*) > 0 from fleet_deeds where fleet = :fleet and heard = :heard")
                .param("fleet", fleet.value())
                .param("heard", delivery)
                .query(Boolean.class)
                .single();
        return again ? Optional.empty() : noted(fleet, it, "heard", delivery, now);
    }

    /**
     * It stands in the log.
     *
     * @return a name for it, if it is news
     */
    Optional<String> logged(BackendName fleet, Fleet.Logged it, Instant now) {
        alone(now);
        boolean again = db.sql("select count(*) > 0 from fleet_deeds where fleet = :fleet and logged = :logged")
                .param("fleet", fleet.value())
                .param("logged", it.id())
                .query(Boolean.class)
                .single();
        return again ? Optional.empty() : noted(fleet, it.activity(), "logged", it.id(), now);
    }

    /** The log of a Fleet begins anew: its ids mean something else from now on. */
    void forgetLog(BackendName fleet) {
        db.sql("delete from fleet_deeds where fleet = :fleet and logged is not null")
                .param("fleet", fleet.value())
                .update();
    }

    /** What the log says and a webhook that comes at the same moment must see each other. */
    private void alone(Instant now) {
        db.sql("lock table fleet_deeds in share row exclusive mode").update();
        db.sql("""
                delete from fleet_deeds deed where noted_at < :longest or (noted_at < :old and exists (
                    select 1 from fleet_lists where fleet = deed.fleet and list = 'log' and read_at > deed.noted_at
                        and (deed.logged is null or deed.logged <= newest)))""")
                .param("longest", Columns.at(now.minus(LONGEST)))
                .param("old", Columns.at(now.minus(KEPT)))
                .update();
    }

    /** Joins it to what the other way told already, or writes it down as news. */
    private Optional<String> noted(BackendName fleet, FleetNews.Activity it, String way, Object mark, Instant now) {
        var at = it.at().orElse(now);
        var person = it.user().isPresent() ? Long.valueOf(it.user().getAsLong()) : null;
        int joined = db.sql("""
                update fleet_deeds set %1$s = :mark where id = (
                    select id from fleet_deeds where fleet = :fleet and content = :content and %1$s is null
                        and at between :from and :to
                        and (person is null or cast(:person as bigint) is null or person = :person)
                    order by abs(extract(epoch from at - :at)), id limit 1)""".formatted(way))
                .param("mark", mark)
                .param("fleet", fleet.value())
                .param("content", it.content())
                .param("from", Columns.at(at.minus(BLUR)))
                .param("to", Columns.at(at.plus(BLUR)))
                .param("person", person, Types.BIGINT)
                .param("at", Columns.at(at))
                .update();
        if (joined > 0) return Optional.empty();
        return Optional.of(Long.toString(db.sql("""
                insert into fleet_deeds (fleet, content, person, at, %s, noted_at)
                values (:fleet, :content, :person, :at, :mark, :now) returning id""".formatted(way))
                .param("fleet", fleet.value())
                .param("content", it.content())
                .param("person", person, Types.BIGINT)
                .param("at", Columns.at(at))
                .param("mark", mark)
                .param("now", Columns.at(now))
                .query(Long.class)
                .single()));
    }
}
