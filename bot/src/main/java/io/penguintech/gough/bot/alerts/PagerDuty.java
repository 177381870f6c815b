package io.penguintech.gough.bot.alerts;

import io.penguintech.gough.bot.rollout.Alert;
import io.penguintech.gough.bot.rollout.Alert.Severity;
import io.penguintech.gough.bot.rollout.Alerts;
import io.penguintech.gough.bot.rollout.EventConsumer;
import io.penguintech.gough.bot.rollout.RolloutEvent;
import io.penguintech.gough.bot.rollout.RolloutEvent.AlertRaised;
import io.penguintech.gough.bot.rollout.RolloutEvent.AlertResolved;
import io.penguintech.gough.bot.source.RepositoryId;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Tells PagerDuty of alerts that are severe enough: triggered, acknowledged, resolved, each once, in order. Fed by the events in the
 * database, so that nothing is lost while PagerDuty is away; an event that may have arrived is sent again, and its key makes that the
 * same. Of what is silenced it is told nothing new.
 */
final class PagerDuty implements EventConsumer {
    /** Being triggered: whether it arrived is not known. */
    private static final String SENDING = "sending";
    /** It would not be triggered. */
    private static final String REFUSED = "refused";

    private final PagerDutySettings settings;
    private final PagerDutyCalls calls;
    private final Alerts alerts;
    private final JdbcClient db;
    private final Clock clock;

    PagerDuty(PagerDutySettings settings, PagerDutyCalls calls, Alerts alerts, JdbcClient db, Clock clock) {
        this.settings = settings;
        this.calls = calls;
        this.alerts = alerts;
        this.db = db;
        this.clock = clock;
    }

    @Override
    public String name() {
        return "pagerduty";
    }

    @Override
    public void on(long sequence, RolloutEvent event) {
        switch (event) {
            case AlertRaised raised ->
                alerts.open(raised.repository(), raised.key())
                        .filter(alert -> alert.silence().isEmpty())
                        .ifPresent(this::tell);
            case AlertResolved resolved -> resolve(resolved.repository(), resolved.key());
            case RolloutEvent.RolloutChanged _, RolloutEvent.Decided _, RolloutEvent.ProposalChanged _ -> {}
        }
    }

    /** As it is now; what it was told or refused already is not told again, whatever the words have become. */
    private void tell(Alert alert) {
        var said = said(alert.repository(), alert.key());
        if (said.isEmpty() && alert.severity().compareTo(settings.from()) < 0) return;
        boolean due = said.map(before -> before.isDueAgain(alert.severity())).orElse(true);
        var now = due ? triggered(alert) : said.map(Said::action).orElse(REFUSED);
        if (alert.acknowledged().isPresent() && now.equals(PagerDutyEvent.TRIGGER)) {
            calls.send(PagerDutyEvent.of(PagerDutyEvent.ACKNOWLEDGE, alert.repository(), alert.key()));
            remember(alert, PagerDutyEvent.ACKNOWLEDGE);
        }
    }

    /**
     * Written down before it is sent: what arrived although nobody lived to write that down is still known to be resolved one day,
     * and sent again until that is known.
     */
    private String triggered(Alert alert) {
        remember(alert, SENDING);
        var came = calls.send(PagerDutyEvent.trigger(alert)) ? PagerDutyEvent.TRIGGER : REFUSED;
        remember(alert, came);
        return came;
    }

    private void resolve(RepositoryId repository, String key) {
        if (said(repository, key).isEmpty()) return;
        calls.send(PagerDutyEvent.of(PagerDutyEvent.RESOLVE, repository, key));
        db.sql("delete from pagerduty_alerts where repository = :repository and key = :key")
                .param("repository", repository.value())
                .param("key", key)
                .update();
    }

    /** What it was told last, and how severe that was. */
    private record Said(String action, Severity severity) {
        /** Whether it may not have arrived, or was less severe. */
        private boolean isDueAgain(Severity now) {
            return action.equals(SENDING) || now.compareTo(severity) > 0;
        }
    }

    private Optional<Said> said(RepositoryId repository, String key) {
        return db.sql("select said, severity from pagerduty_alerts where repository = :repository and key = :key")
                .param("repository", repository.value())
                .param("key", key)
                .query((row, _) -> new Said(row.getString("said"), Severity.of(row.getString("severity"))))
                .optional();
    }

    private void remember(Alert alert, String action) {
        db.sql("""
                insert into pagerduty_alerts (repository, key, said, severity, at)
                values (:repository, :key, :said, :severity, :now)
                on conflict (repository, key) do update
                set said = excluded.said, severity = excluded.severity, at = excluded.at""")
                .param("repository", alert.repository().value())
                .param("key", alert.key())
                .param("said", action)
                .param("severity", alert.severity().word())
                .param("now", clock.instant().atOffset(ZoneOffset.UTC))
                .update();
    }
}
