package io.penguintech.gough.bot.intake;

import io.penguintech.gough.bot.source.RepositoryId;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicLong;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** Table {@code forge_delivery}: what forges delivered lately, so that the same once more does nothing. */
final class WebhookDeliveries {
    /** Longer than anybody would send a copy again by hand; a copy that comes later costs one look. */
    private static final Duration KEPT = Duration.ofHours(24);
    /** So many rows a repository, and at most this many more. */
    private static final int MOST = 10_000;

    private static final int OFTEN = 500;

    private final TransactionTemplate transaction;
    private final JdbcClient db;
    private final Clock clock;
    private final AtomicLong added = new AtomicLong();

    WebhookDeliveries(TransactionTemplate transaction, JdbcClient db, Clock clock) {
        this.transaction = transaction;
        this.db = db;
        this.clock = clock;
    }

    /** Whether it came for the first time. Then it is written down in one transaction with {@code what} it leads to, or not at all. */
    boolean first(RepositoryId repository, String id, Runnable what) {
        boolean first = Boolean.TRUE.equals(transaction.execute(status -> {
            if (!isNew(repository, id)) return false;
            what.run();
            return true;
        }));
        if (first && added.getAndIncrement() % OFTEN == 0) prune(repository);
        return first;
    }

    private boolean isNew(RepositoryId repository, String id) {
        return db.sql("""
                insert into forge_delivery (repository, id, at) values (:repository, :id, :at)
                on conflict do nothing""")
                        .param("repository", repository.value())
                        .param("id", id)
                        .param("at", clock.instant().atOffset(ZoneOffset.UTC))
                        .update()
                == 1;
    }

    private void prune(RepositoryId repository) {
        db.sql("delete from forge_delivery where at < :before")
                .param("before", clock.instant().minus(KEPT).atOffset(ZoneOffset.UTC))
                .update();
        db.sql("""
                delete from forge_delivery where repository = :repository and at <
                (select at from forge_delivery where repository = :repository order by at desc offset :most limit 1)""").param("repository", repository.value()).param("most", MOST).update();
    }
}
