package io.penguintech.gough.bot.web;

import io.penguintech.gough.bot.rollout.HostStatus;
import io.penguintech.gough.bot.rollout.PathNeed;
import io.penguintech.gough.bot.rollout.RepositoryStatus;
import io.penguintech.gough.bot.rollout.Rollout;
import io.penguintech.gough.bot.rollout.RolloutId;
import io.penguintech.gough.bot.rollout.Rollouts;
import io.penguintech.gough.templates.view.Assets;
import io.penguintech.gough.templates.view.DriftPageView;
import io.penguintech.gough.templates.view.HostsPageView;
import io.penguintech.gough.templates.view.RolloutPageView;
import io.penguintech.gough.templates.view.RolloutsPageView;
import io.penguintech.gough.templates.view.StatusPageView;
import io.penguintech.gough.templates.view.Views;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.Authentication;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseBody;
import org.springframework.web.server.ResponseStatusException;

/** The pages: how everything is. They only show. */
@Controller
@ResponseBody
final class Pages {
    private static final int HOSTS = 200;
    private static final int ROLLOUTS = 25;

    private final Rollouts rollouts;
    private final Views views;
    private final Frames frames;

    Pages(Rollouts rollouts, Views views, Frames frames) {
        this.rollouts = rollouts;
        this.views = views;
        this.frames = frames;
    }

    @GetMapping(path = "/", produces = MediaType.TEXT_HTML_VALUE)
    String status(Authentication who) {
        var shown = frames.now();
        var all = rollouts.status().stream()
                .map(status -> shown.repository(status, rollouts.hosts(status.repository())))
                .toList();
        return views.statusPage(new StatusPageView(frames.whole(shown, who), all));
    }

    @GetMapping(path = "/hosts", produces = MediaType.TEXT_HTML_VALUE)
    String hosts(
            @RequestParam Optional<String> repository,
            @RequestParam(defaultValue = "") String filter,
            @RequestParam(defaultValue = "") String state,
            @RequestParam(defaultValue = "") String health,
            @RequestParam(defaultValue = "") String after,
            Authentication who) {
        var shown = frames.now();
        var status = chosen(repository);
        var all = rollouts.hosts(status.repository());
        var wanted = filter.strip().toLowerCase(Locale.ROOT);
        var matching = all.stream()
                .filter(host -> host.name().value().contains(wanted))
                .filter(host -> state.isEmpty() || host.sync().equals(state))
                .filter(host -> health.isEmpty() || host.health().state().word().equals(health))
                .filter(host -> host.name().value().compareTo(after) > 0)
                .toList();
        var page = matching.subList(0, Math.min(HOSTS, matching.size()));
        var next = matching.size() > HOSTS
                ? Optional.of(address(
                        "/hosts",
                        status,
                        List.of("filter", filter, "state", state, "health", health, "after", name(page.getLast()))))
                : Optional.<String>empty();
        return views.hostsPage(new HostsPageView(
                frames.of(status, shown, who),
                Shown.counts(all),
                filter,
                state,
                health,
                page.stream().map(shown::host).toList(),
                next));
    }

    private static String name(HostStatus host) {
        return host.name().value();
    }

    @GetMapping(path = "/rollouts", produces = MediaType.TEXT_HTML_VALUE)
    String rollouts(
            @RequestParam Optional<String> repository, @RequestParam Optional<String> before, Authentication who) {
        var shown = frames.now();
        var status = chosen(repository);
        var page = rollouts.list(status.repository(), before.map(Pages::number), ROLLOUTS);
        var older = page.size() == ROLLOUTS
                ? Optional.of(address(
                        "/rollouts",
                        status,
                        List.of("before", page.getLast().id().toString())))
                : Optional.<String>empty();
        return views.rolloutsPage(new RolloutsPageView(
                frames.of(status, shown, who), page.stream().map(shown::row).toList(), older));
    }

    @GetMapping(path = "/rollouts/{id}", produces = MediaType.TEXT_HTML_VALUE)
    String rollout(@PathVariable String id, Authentication who) {
        var rollout = rollouts.find(number(id)).orElseThrow(() -> missing("There is no rollout of this number."));
        return views.rolloutPage(page(rollout, who));
    }

    private RolloutPageView page(Rollout rollout, Authentication who) {
        var shown = frames.now();
        return new RolloutPageView(
                frames.of(chosen(Optional.of(rollout.repository().value())), shown, who),
                shown.row(rollout),
                rollout.eligible(),
                rollout.paths().each().stream().map(PathNeed::words).toList(),
                shown.approvals(rollout),
                Shown.progress(rollout),
                rollout.diagnostics().stream().map(Object::toString).toList(),
                shown.differences(rollout),
                shown.plan(rollout));
    }

    @GetMapping(path = "/drift", produces = MediaType.TEXT_HTML_VALUE)
    String drift(@RequestParam Optional<String> repository, Authentication who) {
        var status = chosen(repository);
        var shown = frames.now();
        return views.driftPage(new DriftPageView(
                frames.of(status, shown, who), shown.blocked(status), shown.findings(status), shown.accepted(status)));
    }

    /** Their names hold their content, so they may be kept for ever. */
    @GetMapping("/assets/{name}")
    ResponseEntity<String> asset(@PathVariable String name) {
        return Assets.ALL.stream()
                .filter(asset -> asset.path().equals("/assets/" + name))
                .findFirst()
                .map(asset -> ResponseEntity.ok()
                        .cacheControl(CacheControl.maxAge(Duration.ofDays(365))
                                .cachePublic()
                                .immutable())
                        .contentType(MediaType.parseMediaType(asset.type()))
                        .body(asset.text()))
                .orElseThrow(() -> missing("There is no such file; load the page again."));
    }

    /** The repository that was named, else the first. */
    private RepositoryStatus chosen(Optional<String> name) {
        return rollouts.status().stream()
                .filter(s -> name.isEmpty() || s.repository().value().equals(name.get()))
                .findFirst()
                .orElseThrow(() -> missing("This service serves no such repository."));
    }

    private static String address(String path, RepositoryStatus status, List<String> parameters) {
        var address = new StringBuilder(path)
                .append("?repository=")
                .append(status.repository().value());
        for (int i = 0; i < parameters.size(); i += 2)
            if (!parameters.get(i + 1).isEmpty())
                address.append('&')
                        .append(parameters.get(i))
                        .append('=')
                        .append(URLEncoder.encode(parameters.get(i + 1), StandardCharsets.UTF_8));
        return address.toString();
    }

    private static RolloutId number(String text) {
        if (!text.matches("r?[1-9][0-9]{0,17}")) throw missing("Rollouts are called r1, r2, …");
        return RolloutId.parse(text);
    }

    private static ResponseStatusException missing(String why) {
        return new ResponseStatusException(HttpStatus.NOT_FOUND, why);
    }
}
