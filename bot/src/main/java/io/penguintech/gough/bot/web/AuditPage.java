package io.penguintech.gough.bot.web;

import io.penguintech.gough.bot.rollout.Alerts;
import io.penguintech.gough.bot.rollout.Ledger;
import io.penguintech.gough.bot.rollout.RepositoryStatus;
import io.penguintech.gough.bot.rollout.Rollouts;
import io.penguintech.gough.templates.view.AuditPageView;
import io.penguintech.gough.templates.view.Views;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.springframework.http.MediaType;
import org.springframework.security.core.Authentication;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseBody;

/** The page that tells who asked for what. It only shows. */
@Controller
@ResponseBody
final class AuditPage {
    private static final int ENTRIES = 100;

    private final Rollouts rollouts;
    private final Ledger ledger;
    private final Alerts alerts;
    private final Views views;
    private final Frames frames;

    AuditPage(Rollouts rollouts, Ledger ledger, Alerts alerts, Views views, Frames frames) {
        this.rollouts = rollouts;
        this.ledger = ledger;
        this.alerts = alerts;
        this.views = views;
        this.frames = frames;
    }

    @GetMapping(path = "/audit", produces = MediaType.TEXT_HTML_VALUE)
    String audit(
            @RequestParam Optional<String> repository,
            @RequestParam(defaultValue = "") String person,
            @RequestParam(defaultValue = "") String host,
            @RequestParam Optional<String> before,
            Authentication who) {
        var status = chosen(repository);
        var shown = frames.now();
        var page = ledger.audit(new Ledger.Filter(
                Optional.of(status.repository()),
                given(person),
                given(host),
                before.map(LedgerController::number).orElse(OptionalLong.empty()),
                ENTRIES));
        var older = page.size() == ENTRIES
                ? Optional.of("/audit?repository=%s&person=%s&host=%s&before=%d"
                        .formatted(
                                status.repository(),
                                coded(person),
                                coded(host),
                                page.getLast().id()))
                : Optional.<String>empty();
        return views.auditPage(new AuditPageView(
                frames.of(status, shown, who),
                person,
                host,
                alerts(status, shown),
                page.stream().map(shown::entry).toList(),
                older));
    }

    private List<AuditPageView.Alert> alerts(RepositoryStatus status, Shown shown) {
        return alerts.alerts(Optional.of(status.repository())).stream()
                .filter(alert -> alert.resolved().isEmpty())
                .map(alert ->
                        new AuditPageView.Alert(alert.severity().word(), alert.text(), shown.moment(alert.since())))
                .toList();
    }

    /** The repository that was named, else the first. */
    private RepositoryStatus chosen(Optional<String> name) {
        return rollouts.status().stream()
                .filter(status -> name.isEmpty() || status.repository().value().equals(name.get()))
                .findFirst()
                .orElseThrow(() -> Answers.missing("This service serves no such repository."));
    }

    private static Optional<String> given(String text) {
        return Optional.of(text.strip()).filter(word -> !word.isEmpty());
    }

    private static String coded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
