package io.penguintech.gough.bot.rollout;

import io.penguintech.gough.reconcile.HostRequest.What;
import io.penguintech.gough.simulators.maas.MaasStatus;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** Judges what Gough says became of what people asked for, once for each request, when it says so. */
final class RequestsOracle {
    private final Scene scene;
    private final RandomCommits commits;
    private final RandomDeeds deeds;
    private final RandomRequests requests;
    private final RandomDecisions decisions;
    private final WritesOracle writes;
    private final Set<Long> judged = new HashSet<>();

    RequestsOracle(
            Scene scene,
            RandomCommits commits,
            RandomDeeds deeds,
            RandomRequests requests,
            RandomDecisions decisions,
            WritesOracle writes) {
        this.scene = scene;
        this.commits = commits;
        this.deeds = deeds;
        this.requests = requests;
        this.decisions = decisions;
        this.writes = writes;
    }

    /**
     * What is not true of the requests that ended since.
     *
     * @param clear whether nothing went wrong while Gough looked
     */
    List<String> untrue(boolean clear) {
        var wrong = new ArrayList<String>();
        for (var row : scene.database("select id, ending, outcome from host_requests where ended_at is not null")) {
            long number = (Long) Objects.requireNonNull(row.get("id"));
            if (!judged.add(number)) continue;
            var asked = requests.numbered(number);
            var ending = String.valueOf(row.get("ending"));
            var outcome = String.valueOf(row.get("outcome"));
            if (asked.isEmpty()) wrong.add("nobody asked for what request %d is".formatted(number));
            else if (!isTrue(asked.get(), ending, outcome, clear))
                wrong.add("%s is %s (%s), but that is not so; MAAS has %s"
                        .formatted(
                                asked.get(),
                                ending,
                                outcome,
                                deeds.machine(asked.get().host())));
        }
        return wrong;
    }

    private boolean isTrue(RandomRequests.Asked asked, String ending, String outcome, boolean clear) {
        return switch (ending) {
            case "withdrawn" -> asked.withdrawn().isPresent();
            case "expired" -> !scene.time.instant().isBefore(asked.at().plus(RandomRequests.VALID));
            case "declined" -> decisions.refusedSince(asked.at());
            case "contradicted" -> isContradicted(asked) || isRenamed(asked, outcome);
            case "failed" -> hasFailed(asked);
            default -> outcome.contains("so already") ? !clear || isMet(asked) : isDone(asked);
        };
    }

    /** Whether anything was sent nobody may know: the process may have died just before or just after. */
    private boolean hasFailed(RandomRequests.Asked asked) {
        return scene
                .database(
                        "select finished_at from intents where result in ('failed', 'withdrawn') and subject ~ '^host [a-z]%d$'"
                                .formatted(asked.host()))
                .stream()
                .map(row -> ((Timestamp) Objects.requireNonNull(row.get("finished_at"))).toInstant())
                .anyMatch(end -> !end.isBefore(asked.at()));
    }

    private boolean isContradicted(RandomRequests.Asked asked) {
        var goal = Optional.ofNullable(commits.inForce().get(asked.host())).map(Declared::goal);
        boolean legal = goal.filter(it -> it.equals("deployed") || asked.what() == What.TEST && it.equals("ready"))
                .isPresent();
        return !legal;
    }

    private boolean isRenamed(RandomRequests.Asked asked, String outcome) {
        return Optional.ofNullable(commits.inForce().get(asked.host()))
                .flatMap(host -> host.formerly()
                        .map(old -> "%s is called %s now: ask again by that name.".formatted(old, host.name())))
                .filter(outcome::equals)
                .isPresent();
    }

    private boolean isMet(RandomRequests.Asked asked) {
        var power = asked.what() == What.POWER_ON ? "on" : "off";
        return (asked.what() == What.POWER_ON || asked.what() == What.POWER_OFF)
                && deeds.machine(asked.host())
                        .filter(machine -> machine.status() == MaasStatus.DEPLOYED)
                        .filter(machine -> machine.powerState().equals(power))
                        .isPresent();
    }

    /** All of it was sent, unless somebody else had switched it by then. */
    private boolean isDone(RandomRequests.Asked asked) {
        return sent(asked).stream()
                        .allMatch(act ->
                                writes.tried(asked.number(), act) || isOnByPlug(asked, act) || wasOff(asked, act))
                || asked.what() != What.REINSTALL && deeds.touchedSince(asked.host(), asked.at());
    }

    /**
     * A process that died before it sent power-on finds the machine on once somebody has put its plug in: nothing is left to
     * be sent. Switching off is still to be Gough's.
     */
    private boolean isOnByPlug(RandomRequests.Asked asked, String act) {
        return act.equals("power_on") && deeds.isOnByPlugSince(asked.host(), asked.at());
    }

    /** A process that died before it sent power-off cannot know that it did not, when the machine was off all the time. */
    private static boolean wasOff(RandomRequests.Asked asked, String act) {
        return act.equals("power_off") && asked.off();
    }

    private static Set<String> sent(RandomRequests.Asked asked) {
        return switch (asked.what()) {
            case REINSTALL -> Set.of("release", "deploy");
            case POWER_ON -> Set.of("power_on");
            case POWER_OFF -> Set.of("power_off");
            case POWER_CYCLE -> Set.of("power_off", "power_on");
            case TEST -> Set.of("test");
        };
    }
}
