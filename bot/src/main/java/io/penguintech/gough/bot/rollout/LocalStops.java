package io.penguintech.gough.bot.rollout;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The stop switch of a data folder, for somebody at the server's own command line while no service runs there. */
public final class LocalStops {
    private final StopSwitch stops;
    private final AuditStore audit;

    /** On a migrated database. */
    public LocalStops(DataSource database, Path dataDir) {
        var db = JdbcClient.create(database);
        stops = new StopSwitch(db, dataDir);
        audit = new AuditStore(db);
    }

    /** Stops what {@code scope} reaches; recorded. */
    public void stop(Scope scope, Actor.LocalUser actor, String reason, Instant now) {
        stops.stop(scope, actor.account(), reason, now);
        write(scope, actor, "stop", "Stopped: " + scope.words() + ".", reason, now);
    }

    /** Ends exactly that stop; recorded. Answers whether there was one. */
    public boolean resume(Scope scope, Actor.LocalUser actor, Instant now) {
        boolean ended = stops.resume(scope);
        if (ended) write(scope, actor, "resume", "The stop of " + scope.words() + " is over.", "", now);
        return ended;
    }

    private void write(Scope scope, Actor.LocalUser actor, String what, String text, String reason, Instant now) {
        var repository = scope.repository().map(Object::toString).orElse("*");
        audit.write(
                new AuditStore.Line(
                        repository, actor.account(), Optional.empty(), what, "accepted", text, reason, List.of()),
                now);
    }
}
