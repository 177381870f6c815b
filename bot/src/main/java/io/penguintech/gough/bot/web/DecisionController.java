package io.penguintech.gough.bot.web;

import io.penguintech.gough.bot.rollout.HostDecisions;
import io.penguintech.gough.bot.rollout.HostDecisions.Which;
import io.penguintech.gough.bot.rollout.HostSelection;
import io.penguintech.gough.bot.rollout.Rollouts;
import io.penguintech.gough.bot.source.RepositoryId;
import io.penguintech.gough.reconcile.HostRequest;
import io.penguintech.gough.schema.BackendName;
import io.penguintech.gough.schema.HostName;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
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

/** The part of the REST API by which people end what no plan can end. Every deed is judged by the engine. */
@RestController
@RequestMapping(path = "/api/v1", produces = MediaType.APPLICATION_JSON_VALUE)
final class DecisionController {
    private static final String WHY = "Say why, for the people who will ask: {\"reason\": \"…\"}";
    private static final String DIGEST = "Name what you saw: {\"digest\": \"12 digits or more\"}";

    private static final String HOSTS =
            "Say which hosts: {\"hosts\": \"a name\"}, {\"hosts\": \"label:KEY=VALUE\"} or {\"hosts\": \"finding:DIGEST\"}";
    private static final String WHAT = "Say what is to be done: {\"what\": \"%s\"}"
            .formatted(Arrays.stream(HostRequest.What.values())
                    .map(HostRequest.What::word)
                    .collect(Collectors.joining("\" | \"")));

    private final Rollouts rollouts;
    private final HostDecisions decisions;

    DecisionController(Rollouts rollouts, HostDecisions decisions) {
        this.rollouts = rollouts;
        this.decisions = decisions;
    }

    /** What is decided: which difference, named by its fixed word or its digest, and why. */
    record Resolution(
            @Nullable String repository,
            @Nullable String finding,
            @Nullable String digest,
            @Nullable String reason) {}

    @PostMapping("/hosts/{name}/accept")
    Json.Said accept(@PathVariable String name, @RequestBody Resolution said, Authentication who) {
        return Answers.said(
                decisions.accept(repository(said), of("host " + name, said), Answers.actor(who), reason(said)));
    }

    @PostMapping("/hosts/{name}/reopen")
    Json.Said reopen(@PathVariable String name, @RequestBody Resolution said, Authentication who) {
        return Answers.said(
                decisions.reopen(repository(said), of("host " + name, said), Answers.actor(who), reason(said)));
    }

    @PostMapping("/drift/{digest}/accept")
    Json.Said acceptAny(@PathVariable String digest, @RequestBody Resolution said, Authentication who) {
        return Answers.said(decisions.accept(repository(said), by(digest), Answers.actor(who), reason(said)));
    }

    @PostMapping("/drift/{digest}/reopen")
    Json.Said reopenAny(@PathVariable String digest, @RequestBody Resolution said, Authentication who) {
        return Answers.said(decisions.reopen(repository(said), by(digest), Answers.actor(who), reason(said)));
    }

    @PostMapping("/hosts/{name}/confirm-lost")
    Json.Said confirmLost(@PathVariable String name, @RequestBody Resolution said, Authentication who) {
        var digest = Answers.needed(said.digest(), DIGEST);
        return Answers.said(
                decisions.confirmLost(repository(said), host(name), digest, Answers.actor(who), reason(said)));
    }

    @GetMapping("/regions/{region}/forgotten")
    Json.LostHosts forgotten(@PathVariable String region, @RequestParam Optional<String> repository) {
        return decisions
                .forgotten(Answers.chosen(rollouts, repository), region(region))
                .map(lost -> new Json.LostHosts(
                        lost.region().value(),
                        lost.hosts().stream().map(HostName::value).toList(),
                        lost.digest()))
                .orElseThrow(() -> Answers.missing(
                        "Region %s knows every machine that ran there, as far as was seen.".formatted(region)));
    }

    @PostMapping("/regions/{region}/confirm-running")
    Json.Said confirmRunning(@PathVariable String region, @RequestBody Resolution said, Authentication who) {
        var digest = Answers.needed(said.digest(), DIGEST);
        return Answers.said(
                decisions.confirmRunning(repository(said), region(region), digest, Answers.actor(who), reason(said)));
    }

    @PostMapping("/confirm")
    Json.Said confirm(@RequestBody Resolution said, Authentication who) {
        var digest = Answers.needed(said.digest(), DIGEST);
        return Answers.said(rollouts.confirm(repository(said), Answers.actor(who), digest, reason(said)));
    }

    /** What is asked for, of which hosts (a name, {@code label:KEY=VALUE} or {@code finding:DIGEST}), and why. */
    record Wish(
            @Nullable String repository,
            @Nullable String what,
            @Nullable String hosts,
            @Nullable String reason) {}

    @GetMapping("/requests")
    List<Json.RequestJson> requests(@RequestParam Optional<String> repository) {
        var which = Answers.chosen(rollouts, repository);
        return rollouts.status().stream()
                .filter(status -> status.repository().equals(which))
                .flatMap(status -> status.requests().stream())
                .map(Json::of)
                .toList();
    }

    @PostMapping("/requests")
    Json.Said ask(@RequestBody Wish wish, Authentication who) {
        var what = HostRequest.What.of(Answers.needed(wish.what(), WHAT))
                .orElseThrow(() -> new ResponseStatusException(HttpStatus.BAD_REQUEST, WHAT));
        var repository = Answers.chosen(rollouts, Optional.ofNullable(wish.repository()));
        return Answers.said(
                decisions.ask(repository, what, hosts(wish), Answers.actor(who), Answers.needed(wish.reason(), WHY)));
    }

    @PostMapping("/requests/withdraw")
    Json.Said withdraw(@RequestBody Wish wish, Authentication who) {
        var repository = Answers.chosen(rollouts, Optional.ofNullable(wish.repository()));
        return Answers.said(
                decisions.withdraw(repository, hosts(wish), Answers.actor(who), Answers.needed(wish.reason(), WHY)));
    }

    private static HostSelection hosts(Wish wish) {
        try {
            return HostSelection.parse(Answers.needed(wish.hosts(), HOSTS));
        } catch (IllegalArgumentException e) {
            throw new ResponseStatusException(HttpStatus.BAD_REQUEST, e.getMessage());
        }
    }

    private RepositoryId repository(Resolution said) {
        return Answers.chosen(rollouts, Optional.ofNullable(said.repository()));
    }

    private static String reason(Resolution said) {
        return Answers.needed(said.reason(), WHY);
    }

    private static Which of(String subject, Resolution said) {
        return new Which(Optional.of(subject), Optional.ofNullable(said.finding()), Optional.ofNullable(said.digest()));
    }

    private static Which by(String digest) {
        return new Which(Optional.empty(), Optional.empty(), Optional.of(digest));
    }

    private static BackendName region(String name) {
        try {
            return new BackendName(name);
        } catch (IllegalArgumentException e) {
            throw Answers.missing("No region can have this name.");
        }
    }

    private static HostName host(String name) {
        try {
            return new HostName(name);
        } catch (IllegalArgumentException e) {
            throw Answers.missing("No host of this name is declared.");
        }
    }
}
