package io.penguintech.gough.bot.rollout;

import io.penguintech.gough.bot.source.RepositoryId;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** {@link Ledger} on the database. */
final class JdbcLedger implements Ledger {
    private final Stores stores;
    private final Clock clock;

    JdbcLedger(Stores stores, Clock clock) {
        this.stores = stores;
        this.clock = clock;
    }

    @Override
    public List<Entry> audit(Filter filter) {
        return stores.audit().read(filter);
    }

    @Override
    public List<Alert> alerts(Optional<RepositoryId> repository) {
        var all = new ArrayList<>(stores.outbox().openAlerts(repository));
        all.addAll(stores.outbox().resolvedAlerts(repository, clock.instant()));
        return List.copyOf(all);
    }
}
