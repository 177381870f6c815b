package io.penguintech.gough.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.penguintech.gough.reconcile.Journey.Next;
import io.penguintech.gough.reconcile.Journey.Patience;
import io.penguintech.gough.reconcile.Journey.Taken;
import io.penguintech.gough.schema.HostGoal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What MAAS itself calls failed stops a change at once, with MAAS's words and a person's next step. */
class FailedStatusTest {
    private static final String A = "52:54:00:aa:00:01";
    private static final Instant NOW = Given.NOON;
    private static final Outcome RUNNING = new Outcome.Running(Duration.ofSeconds(7));

    private static MachineDraft ours() {
        return new MachineDraft("m1", "hv-01", A).marked();
    }

    private static MachineDraft running() {
        return ours().deployed(Given.USER).stamped(Given.NOBLE);
    }

    private static HostDraft host() {
        return new HostDraft("hv-01", A).unprotected();
    }

    /** A deployment, a reinstallation and a retirement, each with the steps that led into the failure. */
    private static Stream<Started> started() {
        var idle = Given.records(Given.record("hv-01", ours()));
        var ran = Given.records(Given.record("hv-01", running(), Given.NOBLE));
        return Stream.of(
                new Started(change(host(), ours().ready(), idle), List.of("allocate", "stamp", "deploy")),
                new Started(change(host().generation(2), running(), ran), List.of("release")),
                new Started(
                        change(host().retired(HostGoal.Erase.SECURE, true), running(), ran),
                        List.of("power-off", "release")));
    }

    private record Started(Change.OfHost change, List<String> steps) {
        List<Taken> taken(int retries) {
            var ago = NOW.minusSeconds(60);
            return Stream.concat(
                            steps.stream().map(word -> new Taken(word, ago, Optional.of(RUNNING))),
                            Stream.generate(() -> Taken.retry(ago)).limit(retries))
                    .toList();
        }
    }

    private static Change.OfHost change(HostDraft host, MachineDraft machine, Records records) {
        var plan = Given.plan(Given.desired(host), Given.observed(machine), records);
        return (Change.OfHost) Plans.only(plan, Change.class);
    }

    @ParameterizedTest
    @EnumSource
    void isNeverTriedAgainHoweverOftenAPersonRetriesAndSaysWhy(Machine.Trouble trouble) {
        var failed = ours().owner(Given.USER).state(new Machine.State.Broken(trouble, "no power"), "Failed somehow");

        started().forEach(it -> {
            for (int retries = 0; retries < 3; retries++) {
                var next = Journey.next(
                        it.change(),
                        new Seen<>(Optional.of(failed.build()), NOW),
                        it.taken(retries),
                        new Course(Given.REPOSITORY_ID, Given.USER, "rev1", Patience.DEFAULT, NOW));

                assertThat(next).isInstanceOf(Next.Stuck.class);
                assertThat(((Next.Stuck) next).why())
                        .startsWith("MAAS says Failed somehow (\"no power\"). ")
                        .contains(" in MAAS")
                        .endsWith(". Then retry");
            }
        });
    }
}
