package io.penguintech.gough.bot.rollout;

import java.util.List;

/** {@link Ledger} on the database. */
final class JdbcLedger implements Ledger {
    private final Stores stores;

    JdbcLedger(Stores stores) {
        this.stores = stores;
    }

    @Override
    public List<Entry> audit(Filter filter) {
        return stores.audit().read(filter);
    }
}
