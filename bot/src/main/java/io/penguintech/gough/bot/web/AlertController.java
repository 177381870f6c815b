package io.penguintech.gough.bot.web;

import io.penguintech.gough.bot.rollout.Alerts;
import io.penguintech.gough.bot.rollout.Alerts.Silenced;
import io.penguintech.gough.bot.rollout.Rollouts;
import io.penguintech.gough.bot.rollout.Spans;
import io.penguintech.gough.bot.source.RepositoryId;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.security.core.Authentication;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

/** The part of the REST API about alerts. Every deed is judged by the engine. */
@RestController
@RequestMapping(path = "/api/v1", produces = MediaType.APPLICATION_JSON_VALUE)
final class AlertController {
    private static final int MOST = 1000;
    private static final String TIME = "Say for how long: {\"time\": \"15m\" | \"2h\" | \"3d\"}, at most 30d";
    private static final String WHY = "Say why, for the people who will ask: {\"reason\": \"…\"}";

    private final Rollouts rollouts;
    private final Alerts alerts;

    AlertController(Rollouts rollouts, Alerts alerts) {
        this.rollouts = rollouts;
        this.alerts = alerts;
    }

    @GetMapping("/alerts")
    Json.Alerts alerts(@RequestParam Optional<String> repository) {
        return Json.alerts(alerts.alerts(repository.map(name -> Answers.chosen(rollouts, Optional.of(name)))));
    }

    @GetMapping("/alerts/{id}/hosts")
    List<Json.AlertHost> hosts(
            @PathVariable String id,
            @RequestParam Optional<String> repository,
            @RequestParam(defaultValue = "0") int after,
            @RequestParam(defaultValue = "1000") int limit) {
        if (limit < 1 || limit > MOST || after < 0)
            throw new ResponseStatusException(
                    HttpStatus.BAD_REQUEST, "limit goes from 1 to %d, after from 0 on".formatted(MOST));
        return alerts.hosts(Answers.chosen(rollouts, repository), id, after, limit).stream()
                .map(Json::of)
                .toList();
    }

    @GetMapping("/silences")
    List<Json.SilenceJson> silences(@RequestParam Optional<String> repository) {
        return alerts.silences(Answers.chosen(rollouts, repository)).stream()
                .map(Json::of)
                .toList();
    }

    /** Which alert, by its id or its key. */
    record Acknowledgement(
            @Nullable String repository, @Nullable String alert) {}

    @PostMapping("/alerts/acknowledge")
    Json.Said acknowledge(@RequestBody Acknowledgement said, Authentication who) {
        var alert = Answers.needed(said.alert(), "Say which: {\"alert\": \"its id or its key\"}");
        return Answers.said(alerts.acknowledge(repository(said.repository()), alert, Answers.actor(who)));
    }

    /** What is silenced (an alert, a host, or one host in one alert), for how long and why. */
    record Silencing(
            @Nullable String repository,
            @Nullable String alert,
            @Nullable String host,
            @Nullable String time,
            @Nullable String reason) {}

    @PostMapping("/silences")
    Json.Said silence(@RequestBody Silencing said, Authentication who) {
        var time = Spans.parse(Answers.needed(said.time(), TIME))
                .orElseThrow(() -> new ResponseStatusException(HttpStatus.BAD_REQUEST, TIME));
        return Answers.said(alerts.silence(
                repository(said.repository()),
                what(said),
                time,
                Answers.actor(who),
                Answers.needed(said.reason(), WHY)));
    }

    @PostMapping("/silences/end")
    Json.Said unsilence(@RequestBody Silencing said, Authentication who) {
        return Answers.said(alerts.unsilence(repository(said.repository()), what(said), Answers.actor(who)));
    }

    private static Silenced what(Silencing said) {
        return new Silenced(Optional.ofNullable(said.alert()), Optional.ofNullable(said.host()));
    }

    private RepositoryId repository(@Nullable String name) {
        return Answers.chosen(rollouts, Optional.ofNullable(name));
    }
}
