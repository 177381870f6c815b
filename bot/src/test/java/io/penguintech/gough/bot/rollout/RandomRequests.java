package io.penguintech.gough.bot.rollout;

import io.penguintech.gough.reconcile.HostRequest.What;
import io.penguintech.gough.schema.HostName;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;

/** What people ask for without a commit in a random history, and what they know to have asked for. */
final class RandomRequests {
    static final Duration VALID = Duration.ofHours(24);
    private static final Map<String, Actor> PEOPLE = new TreeMap<>(Map.of("ada", Scene.ada, "cyn", Scene.cyn));
    private static final List<What> WHAT = List.of(
            What.POWER_CYCLE,
            What.POWER_CYCLE,
            What.POWER_CYCLE,
            What.POWER_OFF,
            What.POWER_OFF,
            What.POWER_ON,
            What.TEST,
            What.TEST,
            What.REINSTALL,
            What.REINSTALL);

    private final Scene scene;
    private final Random random;
    private final RandomCommits commits;
    private final Map<Long, Asked> asked = new TreeMap<>();

    /**
     * Somebody asked for something.
     *
     * @param off whether the machine was off then
     */
    record Asked(long number, int host, What what, String by, Instant at, Optional<Instant> withdrawn, boolean off) {
        boolean isStillMeant(Instant when) {
            return withdrawn.isEmpty() && when.isBefore(at.plus(VALID));
        }
    }

    RandomRequests(Scene scene, Random random, RandomCommits commits) {
        this.scene = scene;
        this.random = random;
        this.commits = commits;
    }

    /** What somebody asked for under this number. */
    Optional<Asked> numbered(long number) {
        return Optional.ofNullable(asked.get(number));
    }

    /** Whether a person may still expect something to be done to a host that is told with these words. */
    boolean isMeant(int host, String by, String deed) {
        return asked.values().stream()
                .filter(one -> one.host() == host && one.by().equals(by))
                .filter(one -> one.what().deed().equals(deed))
                .anyMatch(one -> one.isStillMeant(scene.time.instant()));
    }

    /** Somebody asks for something, or takes it back; what, in words. */
    String random() {
        var all = List.copyOf(commits.newest().values());
        var running = all.stream()
                .filter(host ->
                        host.goal().equals("deployed") && host.fit().secret().isPresent())
                .toList();
        var hosts = running.isEmpty() || random.nextInt(4) == 0 ? all : running;
        if (hosts.isEmpty()) return "there is no host to ask for anything about";
        var host = hosts.get(random.nextInt(hosts.size()));
        var by = random.nextInt(3) > 0 ? "ada" : "cyn";
        return random.nextInt(6) == 0 ? withdraw(host, by) : ask(host, WHAT.get(random.nextInt(WHAT.size())), by);
    }

    private String ask(Declared host, What what, String by) {
        var selection = HostSelection.parse(host.name());
        boolean off = isOff(host.number());
        var verdict = scene.service.hostDecisions().ask(Scene.REPOSITORY, what, selection, PEOPLE.get(by), "it hangs");
        if (verdict instanceof Verdict.Accepted) {
            long number = (Long) scene.database("select max(id) as id from host_requests")
                    .getFirst()
                    .get("id");
            asked.put(number, new Asked(number, host.number(), what, by, scene.time.instant(), Optional.empty(), off));
        }
        return "%s asks for %s of %s: %s".formatted(by, what.word(), host.name(), verdict.text());
    }

    private boolean isOff(int number) {
        return scene.maas.machines().stream()
                .filter(machine -> machine.macAddresses().contains(RandomDeeds.mac(number)))
                .anyMatch(machine -> machine.powerState().equals("off"));
    }

    private String withdraw(Declared host, String by) {
        var open = scene.service.rollouts().status().getFirst().requests().stream()
                .filter(one -> one.ended().isEmpty() && one.host().equals(new HostName(host.name())))
                .findFirst();
        var verdict = scene.service
                .hostDecisions()
                .withdraw(Scene.REPOSITORY, HostSelection.parse(host.name()), PEOPLE.get(by), "it came back");
        if (verdict instanceof Verdict.Accepted && open.isPresent())
            asked.computeIfPresent(
                    open.get().number(),
                    (number, one) -> new Asked(
                            number,
                            one.host(),
                            one.what(),
                            one.by(),
                            one.at(),
                            Optional.of(scene.time.instant()),
                            one.off()));
        return "%s withdraws what is asked for of %s: %s".formatted(by, host.name(), verdict.text());
    }
}
