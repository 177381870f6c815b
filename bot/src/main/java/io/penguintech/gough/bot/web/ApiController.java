package io.penguintech.gough.bot.web;

import io.penguintech.gough.bot.rollout.RolloutId;
import io.penguintech.gough.bot.rollout.Rollouts;
import io.penguintech.gough.bot.rollout.Scope;
import io.penguintech.gough.bot.source.RepositoryId;
import io.penguintech.gough.reconcile.Health;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
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

/** The REST API, version 1. Reads need the role viewer; deeds are judged by the engine, for each of them. */
@RestController
@RequestMapping(path = "/api/v1", produces = MediaType.APPLICATION_JSON_VALUE)
final class ApiController {
    private static final int MOST = 1000;

    private final Rollouts rollouts;

    ApiController(Rollouts rollouts) {
        this.rollouts = rollouts;
    }

    @GetMapping("/status")
    Json.Status status() {
        return new Json.Status(rollouts.status().stream().map(Json::of).toList());
    }

    @GetMapping("/hosts")
    Json.Hosts hosts(
            @RequestParam Optional<String> repository,
            @RequestParam Optional<String> after,
            @RequestParam Optional<String> health,
            @RequestParam(defaultValue = "100") int limit) {
        var wanted = health.map(ApiController::health);
        var all = rollouts.hosts(chosen(repository)).stream()
                .filter(h -> wanted.isEmpty() || h.health().state() == wanted.get())
                .filter(h -> after.isEmpty() || h.name().value().compareTo(after.get()) > 0)
                .limit(within(limit) + 1L)
                .map(Json::of)
                .toList();
        boolean more = all.size() > limit;
        var page = more ? all.subList(0, limit) : all;
        return new Json.Hosts(page, more ? page.getLast().name() : null);
    }

    @GetMapping("/hosts/{name}")
    Json.HostJson host(@PathVariable String name, @RequestParam Optional<String> repository) {
        return rollouts.hosts(chosen(repository)).stream()
                .filter(h -> h.name().value().equals(name))
                .map(Json::of)
                .findFirst()
                .orElseThrow(() -> Answers.missing("No host of this name is declared."));
    }

    @GetMapping("/inventory/ansible")
    Map<String, Object> inventory(@RequestParam Optional<String> repository) {
        return AnsibleInventory.of(rollouts.hosts(chosen(repository)));
    }

    @GetMapping("/rollouts")
    Json.RolloutsJson rollouts(
            @RequestParam Optional<String> repository,
            @RequestParam Optional<String> before,
            @RequestParam(defaultValue = "20") int limit) {
        int most = Math.min(within(limit), 100);
        var page = rollouts.list(chosen(repository), before.map(ApiController::number), most).stream()
                .map(Json::brief)
                .toList();
        return new Json.RolloutsJson(page, page.size() == most ? page.getLast().id() : null);
    }

    @GetMapping("/rollouts/{id}")
    Json.RolloutJson rollout(@PathVariable String id) {
        return rollouts.find(number(id))
                .map(Json::of)
                .orElseThrow(() -> Answers.missing("There is no rollout of this number."));
    }

    @GetMapping("/plans/{digest}")
    Json.PlanJson plan(@PathVariable String digest, @RequestParam Optional<String> repository) {
        if (!digest.matches("[0-9a-f]{12,64}"))
            throw new ResponseStatusException(HttpStatus.BAD_REQUEST, "A digest is 12 to 64 hexadecimal digits.");
        var found = rollouts.withPlan(chosen(repository), digest);
        if (found.isEmpty()) throw Answers.missing("No rollout has such a plan.");
        return Json.plan(found);
    }

    @GetMapping("/drift")
    List<Json.FindingJson> drift(@RequestParam Optional<String> repository) {
        var which = chosen(repository);
        return rollouts.status().stream()
                .filter(s -> s.repository().equals(which))
                .flatMap(s -> s.findings().stream())
                .map(Json::of)
                .toList();
    }

    /** The digest a yes or a no names, how many destroyed hosts a yes names, and why. */
    record Decision(
            @Nullable String digest,
            @Nullable Integer destroys,
            @Nullable String reason) {}

    /** Which host is tried again; without one, everything that failed. */
    record Again(@Nullable String host) {}

    /** What is stopped or resumed, and why; without a repository, all of them; without a scope, everything of it. */
    record Halt(
            @Nullable String repository,
            @Nullable String scope,
            @Nullable String reason) {}

    @PostMapping("/rollouts/{id}/approve")
    Json.Said approve(@PathVariable String id, @RequestBody Decision decision, Authentication who) {
        var destroys = decision.destroys() == null ? OptionalInt.empty() : OptionalInt.of(decision.destroys());
        return Answers.said(rollouts.approve(number(id), Answers.actor(who), digest(decision), destroys, "api"));
    }

    @PostMapping("/rollouts/{id}/reject")
    Json.Said reject(@PathVariable String id, @RequestBody Decision decision, Authentication who) {
        return Answers.said(
                rollouts.reject(number(id), Answers.actor(who), digest(decision), reason(decision.reason()), "api"));
    }

    @PostMapping("/rollouts/{id}/cancel")
    Json.Said cancel(@PathVariable String id, @RequestBody(required = false) @Nullable Decision d, Authentication who) {
        return Answers.said(rollouts.cancel(number(id), Answers.actor(who), reason(d == null ? null : d.reason())));
    }

    @PostMapping("/rollouts/{id}/retry")
    Json.Said retry(@PathVariable String id, @RequestBody(required = false) @Nullable Again a, Authentication who) {
        var host = a == null ? null : a.host();
        return Answers.said(
                host == null
                        ? rollouts.retry(number(id), Answers.actor(who))
                        : rollouts.retry(number(id), Answers.actor(who), host));
    }

    @PostMapping("/rollouts/{id}/early")
    Json.Said early(@PathVariable String id, @RequestBody Decision decision, Authentication who) {
        var reason = Answers.needed(decision.reason(), "Say why it cannot wait: {\"reason\": \"…\"}");
        return Answers.said(rollouts.early(number(id), Answers.actor(who), digest(decision), reason));
    }

    @PostMapping("/rollouts/{id}/overrule")
    Json.Said overrule(@PathVariable String id, @RequestBody Decision decision, Authentication who) {
        var reason = Answers.needed(decision.reason(), "Say why it does not matter: {\"reason\": \"…\"}");
        return Answers.said(rollouts.overrule(number(id), Answers.actor(who), digest(decision), reason));
    }

    @PostMapping("/reconcile")
    Json.Said reconcile(@RequestBody(required = false) @Nullable Halt scope, Authentication who) {
        var which = chosen(Optional.ofNullable(scope == null ? null : scope.repository()));
        return Answers.said(rollouts.reconcile(which, Answers.actor(who)));
    }

    @PostMapping("/stop")
    Json.Said stop(@RequestBody Halt scope, Authentication who) {
        var reason = Answers.needed(scope.reason(), "Say why, for the people who will ask: {\"reason\": \"…\"}");
        return Answers.said(rollouts.stop(reach(scope), Answers.actor(who), reason));
    }

    @PostMapping("/resume")
    Json.Said resume(@RequestBody(required = false) @Nullable Halt scope, Authentication who) {
        return Answers.said(rollouts.resume(reach(scope), Answers.actor(who)));
    }

    private Scope reach(@Nullable Halt said) {
        if (said == null) return Scope.EVERYTHING;
        var only = Optional.ofNullable(said.repository()).map(name -> chosen(Optional.of(name)));
        if (said.scope() == null) return Scope.whole(only);
        try {
            return Scope.parse(only, said.scope());
        } catch (IllegalArgumentException e) {
            throw new ResponseStatusException(HttpStatus.BAD_REQUEST, e.getMessage());
        }
    }

    private static Health.State health(String word) {
        return Health.State.of(word)
                .orElseThrow(() -> new ResponseStatusException(
                        HttpStatus.BAD_REQUEST, "health is healthy, unhealthy, unknown or not-expected"));
    }

    private RepositoryId chosen(Optional<String> name) {
        return Answers.chosen(rollouts, name);
    }

    private static String digest(Decision decision) {
        return Answers.needed(
                decision.digest(), "Name the digest of the plan you saw: {\"digest\": \"12 digits or more\"}");
    }

    private static String reason(@Nullable String given) {
        return given == null || given.isBlank() ? "no reason given" : given;
    }

    private static int within(int limit) {
        if (limit < 1 || limit > MOST)
            throw new ResponseStatusException(HttpStatus.BAD_REQUEST, "limit goes from 1 to " + MOST);
        return limit;
    }

    private static RolloutId number(String text) {
        if (!text.matches("r?[1-9][0-9]{0,17}")) throw Answers.missing("Rollouts are called r1, r2, …");
        return RolloutId.parse(text);
    }
}
