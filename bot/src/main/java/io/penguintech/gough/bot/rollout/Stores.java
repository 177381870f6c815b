package io.penguintech.gough.bot.rollout;

import java.nio.file.Path;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Every table of this package, and the transaction they share. */
record Stores(
        TransactionTemplate transaction,
        RepositoryStore repositories,
        RolloutStore rollouts,
        ApprovalStore approvals,
        SilenceStore silences,
        Journal journal,
        RecordStore records,
        Outbox outbox,
        AlertStore alerts,
        AlertHosts alertHosts,
        AlertParts alertParts,
        SilencedAlerts silencedAlerts,
        FleetHints hints,
        FleetListStore fleetLists,
        FleetDeedStore fleetDeeds,
        FleetVulnerabilityStore vulnerabilities,
        RequestStore requests,
        BackendStore backends,
        StopSwitch stops,
        MendedStore mended,
        FindingStore findings,
        EarlyStore early,
        GuardStore guards,
        HostRequestStore hostRequests,
        ProposalStore proposals,
        BroughtStore brought,
        ClaimedStore claimed,
        AuditStore audit) {
    static Stores on(DataSource dataSource, Path dataDir) {
        var db = JdbcClient.create(dataSource);
        var outbox = new Outbox(db);
        var silenced = new SilencedAlerts(db);
        return new Stores(
                new TransactionTemplate(new JdbcTransactionManager(dataSource)),
                new RepositoryStore(db),
                new RolloutStore(db),
                new ApprovalStore(db),
                new SilenceStore(db),
                new Journal(db),
                new RecordStore(db),
                outbox,
                new AlertStore(db, outbox, silenced),
                new AlertHosts(db),
                new AlertParts(db),
                silenced,
                new FleetHints(db),
                new FleetListStore(db),
                new FleetDeedStore(db),
                new FleetVulnerabilityStore(db),
                new RequestStore(db),
                new BackendStore(db),
                new StopSwitch(db, dataDir),
                new MendedStore(db),
                new FindingStore(db),
                new EarlyStore(db),
                new GuardStore(db),
                new HostRequestStore(db),
                new ProposalStore(db),
                new BroughtStore(db),
                new ClaimedStore(db),
                new AuditStore(db));
    }

    /** Does {@code work} in one transaction: all of it or nothing. */
    void together(Runnable work) {
        transaction.executeWithoutResult(status -> work.run());
    }
}
