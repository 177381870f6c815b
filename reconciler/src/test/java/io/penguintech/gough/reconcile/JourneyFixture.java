package io.penguintech.gough.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.penguintech.gough.reconcile.Journey.Kind;
import io.penguintech.gough.reconcile.Journey.Next;
import io.penguintech.gough.reconcile.Journey.Patience;
import io.penguintech.gough.reconcile.Journey.Taken;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A host on its way: what was done so far, what its machine is now, and what comes next. */
abstract class JourneyFixture {
    static final String A = "52:54:00:aa:00:01";
    static final SystemId M1 = new SystemId("m1");
    static final Instant T0 = Given.NOON;
    static final Outcome DONE = new Outcome.Done(Optional.of("m1"));
    static final Outcome RUNNING = new Outcome.Running(Duration.ofSeconds(7));
    static final Outcome UNCLEAR = new Outcome.Failed(new Failure.Unclear("no answer"));

    final List<Taken> taken = new ArrayList<>();
    Instant now = T0.plusSeconds(60);

    JourneyFixture took(String word, Outcome outcome) {
        taken.add(new Taken(word, T0, Optional.of(outcome)));
        return this;
    }

    JourneyFixture diedIn(String word) {
        taken.add(new Taken(word, T0, Optional.empty()));
        return this;
    }

    Course course() {
        return new Course(Given.REPOSITORY_ID, Given.USER, "rev1", Patience.DEFAULT, now);
    }

    Next next(Change change, MachineDraft machine) {
        return Journey.next(
                (Change.OfHost) change,
                new Seen<>(Optional.ofNullable(machine).map(MachineDraft::build), now),
                taken,
                course());
    }

    Next settle(Change change, MachineDraft machine) {
        return Journey.settle(
                (Change.OfHost) change,
                new Seen<>(Optional.ofNullable(machine).map(MachineDraft::build), now),
                taken,
                course());
    }

    boolean stillWanted(Change change, MachineDraft machine, Desired newest) {
        return Journey.stillWanted(
                (Change.OfHost) change,
                new Seen<>(Optional.ofNullable(machine).map(MachineDraft::build), now),
                taken,
                newest,
                course());
    }

    Optional<Records.HostRecord> remember(Change change, MachineDraft machine, Optional<Records.HostRecord> before) {
        return Journey.remember(
                (Change.OfHost) change,
                new Seen<>(Optional.ofNullable(machine).map(MachineDraft::build), now),
                taken,
                before,
                course());
    }

    static MachineDraft machine() {
        return new MachineDraft("m1", "hv-01", A);
    }

    static MachineDraft ours() {
        return machine().marked();
    }

    static HostDraft host() {
        return new HostDraft("hv-01", A);
    }

    static Change absent(HostDraft host) {
        return one(Given.plan(Given.desired(host), Given.observed(), Records.NONE));
    }

    static Change idle(HostDraft host, MachineDraft machine) {
        return one(Given.plan(
                Given.desired(host), Given.observed(machine), Given.records(Given.record("hv-01", machine))));
    }

    static Change running(HostDraft host, MachineDraft machine) {
        return one(Given.plan(
                Given.desired(host),
                Given.observed(machine),
                Given.records(Given.record("hv-01", machine, Given.NOBLE))));
    }

    static Change one(Plan plan) {
        return Plans.only(plan, Change.class);
    }

    static MachineDraft deployed() {
        return ours().deployed(Given.USER).stamped(Given.NOBLE);
    }

    static Step step(Next next) {
        assertThat(next).isInstanceOf(Next.Start.class);
        return ((Kind.Plain) ((Next.Start) next).kind()).step();
    }

    static String stuck(Next next) {
        assertThat(next).isInstanceOf(Next.Stuck.class);
        return ((Next.Stuck) next).why();
    }

    static Duration waits(Next next) {
        assertThat(next).isInstanceOf(Next.Wait.class);
        return ((Next.Wait) next).in();
    }

    static final Next ARRIVED = new Next.Arrived();
}
