package io.penguintech.gough.demo;

import io.penguintech.gough.simulators.forge.ForgeSettings;
import io.penguintech.gough.simulators.forge.ForgeStandIn;
import io.penguintech.gough.simulators.forge.Note;
import io.penguintech.gough.simulators.forge.Opinion;
import io.penguintech.gough.simulators.forge.Status;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/** Pull requests as their people see them: what Gough shows on them, and what they say to it. */
final class PullRequests {
    static final String PLAN = "gough/plan";
    static final String APPROVAL = "gough/approval";
    static final String APPLY = "gough/apply";
    private static final Pattern DIGEST = Pattern.compile("digest <code>([0-9a-f]{12})</code>");

    private final ForgeStandIn forge;
    private final Watching watching;

    PullRequests(ForgeStandIn forge, Watching watching) {
        this.forge = forge;
        this.watching = watching;
    }

    /** Waits until the plan of its newest head stands in Gough's comment and in its statuses. */
    Planned planned(long number) {
        var head = forge.pull(number).head();
        var plan = status(head, PLAN, status -> !status.state().equals("pending"));
        // It is set after the other one.
        var approval = status(head, APPROVAL, status -> !status.description().equals("not planned"));
        var digest =
                seen("the plan of %s in the comment on pull request %d".formatted(head, number), () -> digest(number));
        if (!plan.state().equals("success"))
            throw new StoryFailed("pull request %d was not planned: %s".formatted(number, plan.description()));
        return new Planned(head, plan.description(), approval.description(), digest);
    }

    /**
     * What Gough shows on a pull request.
     *
     * @param head of which commit
     * @param plan what {@code gough/plan} says
     * @param approval what {@code gough/approval} says
     * @param digest what a yes in a comment names
     */
    record Planned(String head, String plan, String approval, String digest) {
        /** For a line of the story. */
        String words() {
            return "%s \"%s\", %s \"%s\"".formatted(PLAN, plan, APPROVAL, approval);
        }
    }

    private Optional<String> digest(long number) {
        var head = forge.pull(number).head();
        return forge.comments(number).stream()
                .filter(note -> note.author().equals(ForgeSettings.BOT.login()))
                .map(Note::body)
                .filter(body -> body.contains(head))
                .flatMap(body -> DIGEST.matcher(body).results())
                .map(found -> found.group(1))
                .findFirst();
    }

    /** Waits for a status of a commit that is like this. */
    Status status(String commit, String context, Predicate<Status> like) {
        return seen(
                context + " of " + commit,
                () -> forge.statuses(commit).stream()
                        .filter(status -> status.context().equals(context))
                        .findFirst()
                        .filter(like));
    }

    private <T> T seen(String what, Supplier<Optional<T>> look) {
        var found = new AtomicReference<Optional<T>>(Optional.empty());
        watching.until(what, () -> {
            found.set(look.get());
            return found.get().isPresent();
        });
        return found.get().orElseThrow();
    }

    /** Somebody approves its newest head in a review, and it counts. */
    void approve(Cast.Person person, long number) {
        counts(person, number, () -> forge.review(person.handle(), number, Opinion.Verdict.APPROVE));
    }

    /** Somebody approves in a comment, by the digest, and it counts. */
    void approve(Cast.Person person, long number, String digest) {
        counts(person, number, () -> forge.comment(person.handle(), number, "gough approve " + digest));
    }

    /** Somebody says yes in some way, and {@code gough/approval} says another thing afterwards. */
    void counts(Cast.Person person, long number, Runnable yes) {
        var head = forge.pull(number).head();
        var before = status(head, APPROVAL, any -> true);
        yes.run();
        status(
                head,
                APPROVAL,
                status -> !status.description().equals(before.description())
                        && (status.state().equals("success")
                                || !status.description().contains(person.name())));
    }

    /** How Gough brings a merge about, once that has ended. */
    Status applied(String merge) {
        return status(merge, APPLY, status -> !status.state().equals("pending"));
    }
}
