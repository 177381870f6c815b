package io.penguintech.gough.bot.intake;

import io.penguintech.gough.bot.source.RepositoryId;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
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
    /** So many are known without asking the database: whoever floods sends the same again. */
    private static final int REMEMBERED = 1_000;

    private final TransactionTemplate transaction;
    private final JdbcClient db;
    private final Clock clock;
    private final AtomicLong added = new AtomicLong();
    private final Set<Delivery> newest = Collections.newSetFromMap(Collections.synchronizedMap(new Newest()));

    private record Delivery(RepositoryId repository, String id) {}

    private static final class Newest extends LinkedHashMap<Delivery, Boolean> {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Delivery, Boolean> eldest) {
            return size() > REMEMBERED;
        }
    }

    WebhookDeliveries(TransactionTemplate transaction, JdbcClient db, Clock clock) {
        this.transaction = transaction;
        this.db = db;
        this.clock = clock;
    }

    /** Whether it came for the first time. Then it is written down in one transaction with {@code what} it leads to, or not at all. */
    boolean first(RepositoryId repository, String id, Runnable what) {
        var delivery = new Delivery(repository, id);
        if (newest.contains(delivery)) return false;
        boolean first = Boolean.TRUE.equals(transaction.execute(status -> {
            if (!isNew(repository, id)) return false;
            what.run();
            return true;
        }));
        // Not before it is written down: one that was not is to be taken when it comes again.
        newest.add(delivery);
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
