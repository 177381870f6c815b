package io.penguintech.gough.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.penguintech.gough.schema.HostGoal;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/** What a plan can say of one host: nothing, one change, or one reason. */
enum LifecycleAnswer {
    NOTHING(Kind.NOTHING, "nothing to do", ""),
    LOCKED_FIELDS(Kind.NOTHING, "nothing to do, and a finding", ""),
    PREPARE(Kind.CHANGE, "prepare", ""),
    DEPLOY(Kind.CHANGE, "deploy", ""),
    ADOPT(Kind.CHANGE, "adopt", ""),
    REGISTER(Kind.CHANGE, "register", ""),
    AMEND(Kind.CHANGE, "amend", ""),
    RESTORE(Kind.CHANGE, "restore", ""),
    MAINTAIN(Kind.CHANGE, "maintain", ""),
    RETURN(Kind.CHANGE, "return", ""),
    REINSTALL(Kind.CHANGE, "reinstall", ""),
    RELEASE(Kind.CHANGE, "release", ""),
    GIVE_UP(Kind.CHANGE, "hold, release", ""),
    GIVE_UP_AND_DELETE(Kind.CHANGE, "hold, release, delete", ""),
    DELETE(Kind.CHANGE, "delete", ""),
    BUSY(Kind.WAITS, "busy", " is busy: "),
    UNKNOWN_STATUS(Kind.WAITS, "unknown status", "in a status that this version of Gough does not know"),
    MEND(Kind.BLOCKED, "needs mending", " needs a person: "),
    NOT_YET(Kind.BLOCKED, "not yet", "Goal maintenance needs a machine of ours"),
    LOST(Kind.BLOCKED, "lost", "Lost: "),
    FOREIGN(Kind.BLOCKED, "another Gough's", "belongs to another Gough"),
    NOT_OURS(Kind.BLOCKED, "not ours", " is not ours: MAAS says "),
    NOT_OURS_YET(Kind.BLOCKED, "not ours yet", " is not ours yet: "),
    KEEPS(Kind.BLOCKED, "adopting keeps it", "spec.adopt: true keeps what runs there"),
    IN_DOUBT(Kind.BLOCKED, "in doubt", " is in doubt: "),
    TAKEN(Kind.BLOCKED, "taken", ": somebody took it"),
    ALLOCATED_ELSEWHERE(Kind.BLOCKED, "allocated to another", " is Allocated to "),
    ALLOCATED_BY_US(Kind.BLOCKED, "allocated, not by Gough", " is Allocated to our own user "),
    NOT_DEPLOYED_BY_US(Kind.BLOCKED, "not deployed by Gough", "but Gough did not deploy it"),
    NOT_RECORDED(Kind.BLOCKED, "no record of it", "but Gough's records know of no deployment"),
    OWNER_CHANGED(Kind.BLOCKED, "owner changed", "but now belongs to "),
    OTHER_STAMP(Kind.BLOCKED, "other stamp", "carries a stamp that differs"),
    ADOPTED(Kind.BLOCKED, "adopted", "was adopted as it was"),
    PROTECTED(Kind.BLOCKED, "protected", "but spec.protect is true"),
    PROTECTED_BEFORE(Kind.BLOCKED, "protected before", "spec.protect was not yet false"),
    NO_STAMP(Kind.BLOCKED, "no stamp", "carries no stamp"),
    LOCKED(Kind.BLOCKED, "locked", "a lock is a veto");

    /** What follows from an answer. */
    enum Kind {
        NOTHING,
        CHANGE,
        /** Ends by itself. */
        WAITS,
        /** A person must act. */
        BLOCKED
    }

    final Kind kind;
    final String word;
    private final String says;

    LifecycleAnswer(Kind kind, String word, String says) {
        this.kind = kind;
        this.word = word;
        this.says = says;
    }

    /** What this plan says; fails unless it is exactly one thing. */
    static LifecycleAnswer of(Plan plan) {
        assertThat(plan.changes().size() + plan.blocked().size()).isLessThanOrEqualTo(1);
        if (!plan.blocked().isEmpty()) return reason(plan.blocked().getFirst());
        if (!plan.changes().isEmpty()) return change(plan.changes().getFirst());
        return Plans.findings(plan).contains("locked") ? LOCKED_FIELDS : NOTHING;
    }

    private static LifecycleAnswer reason(Plan.Blocked blocked) {
        var said = Arrays.stream(values())
                .filter(answer -> !answer.says.isEmpty() && blocked.why().contains(answer.says))
                .filter(answer -> answer != ALLOCATED_ELSEWHERE
                        || !blocked.why().contains(ALLOCATED_BY_US.says)
                                && !blocked.why().contains(NOT_OURS_YET.says))
                .toList();
        assertThat(said).as(blocked.why()).hasSize(1);
        assertThat(said.getFirst().kind == Kind.WAITS).as(blocked.why()).isEqualTo(blocked.waiting());
        return said.getFirst();
    }

    private static LifecycleAnswer change(Change change) {
        return switch (change) {
            case Change.BringUp up -> up.deployment().isPresent() ? DEPLOY : PREPARE;
            case Change.Adopt ignored -> ADOPT;
            case Change.Register ignored -> REGISTER;
            case Change.Amend ignored -> AMEND;
            case Change.Restore ignored -> RESTORE;
            case Change.Maintain ignored -> MAINTAIN;
            case Change.Return ignored -> RETURN;
            case Change.Reinstall ignored -> REINSTALL;
            case Change.Release release -> release(release);
            case Change.OnRequest other -> throw new AssertionError(other);
            case Change.OfFleet other -> throw new AssertionError(other);
            case Change.OfThing other -> throw new AssertionError(other);
            case Change.AcceptRules other -> throw new AssertionError(other);
        };
    }

    private static LifecycleAnswer release(Change.Release release) {
        boolean held = release.hold().equals(Duration.ofHours(72));
        assertThat(held || release.hold().isZero()).isTrue();
        assertThat(release.erase())
                .isEqualTo(release.because().contains("retired") ? HostGoal.Erase.SECURE : HostGoal.Erase.QUICK);
        if (release.delete()) return held ? GIVE_UP_AND_DELETE : DELETE;
        return held ? GIVE_UP : RELEASE;
    }

    /** Everything that ends what runs on a machine, or makes MAAS forget it. */
    static List<LifecycleAnswer> destructive() {
        return List.of(REINSTALL, RELEASE, GIVE_UP, GIVE_UP_AND_DELETE, DELETE);
    }
}
