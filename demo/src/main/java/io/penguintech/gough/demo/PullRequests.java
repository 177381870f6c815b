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
import java.util.stream.Collectors;

/** Pull requests as their people see them: what Gough shows on them, and what they say to it. */
final class PullRequests {
    static final String PLAN = "gough/plan";
    static final String APPROVAL = "gough/approval";
    static final String APPLY = "gough/apply";
    private static final Pattern DIGEST = Pattern.compile("digest <code>([0-9a-f]{12})</code>");
    private static final Pattern MISSING = Pattern.compile("\\*\\*([0-9]+) more (?:person|people)\\*\\* must approve");

    private final ForgeStandIn forge;
    private final DemoForge kind;
    private final Watching watching;

    PullRequests(StandIns standIns, Watching watching) {
        this.forge = standIns.forge();
        this.kind = standIns.kind();
        this.watching = watching;
    }

    /** Waits until the plan of its newest head stands in Gough's comment and in its statuses. */
    Planned planned(long number) {
        var head = forge.pull(number).head();
        var plan = status(head, PLAN, status -> !status.state().equals("pending"));
        if (!plan.state().equals("success"))
            throw new StoryFailed("%s was not planned: %s".formatted(kind.request(number), plan.description()));
        var digest = seen(
                "the plan of %s in the comment on %s".formatted(head, kind.request(number)),
                () -> said(number, DIGEST));
        // It stands there before the comment does.
        var approval = status(head, APPROVAL, any -> true);
        return new Planned(head, plan.description(), approval.description(), digest, missing(number));
    }

    /**
     * What Gough shows on a pull request.
     *
     * @param head of which commit
     * @param plan what {@code gough/plan} says
     * @param approval what {@code gough/approval} says
     * @param digest what a yes in a comment names
     * @param missing how many people must say yes still, as the comment has it
     */
    record Planned(String head, String plan, String approval, String digest, int missing) {
        /** For a line of the story. */
        String words() {
            return "%s \"%s\", %s \"%s\"".formatted(PLAN, plan, APPROVAL, approval);
        }
    }

    /**
     * How many people must say yes still to its newest head. The comment says it: GitLab shows the first words of a status for
     * as long as it stays pending.
     */
    private int missing(long number) {
        return said(number, MISSING).map(Integer::parseInt).orElse(0);
    }

    /** What this finds in the comment of Gough's that shows the plan of the newest head. */
    private Optional<String> said(long number, Pattern what) {
        var head = forge.pull(number).head();
        return forge.comments(number).stream()
                .filter(note -> note.author().equals(ForgeSettings.BOT.login()))
                .map(Note::body)
                .filter(body -> body.contains(head))
                .flatMap(body -> what.matcher(body).results())
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

    /** Somebody approves its newest head by the forge's own button, and it counts. */
    void approve(Cast.Person person, long number) {
        counts(number, () -> forge.review(person.handle(), number, Opinion.Verdict.APPROVE));
    }

    /** Somebody approves in a comment, by the digest, and it counts. */
    void approve(Cast.Person person, long number, String digest) {
        counts(number, () -> forge.comment(person.handle(), number, "gough approve " + digest));
    }

    /** Somebody says yes in some way, and the comment misses one person less afterwards. */
    void counts(long number, Runnable yes) {
        var before = planned(number);
        yes.run();
        try {
            watching.until(
                    "a yes to %s to count".formatted(kind.request(number)),
                    () -> said(number, DIGEST).isPresent() && missing(number) < before.missing());
        } catch (StoryFailed e) {
            throw new StoryFailed(e.getMessage() + "\nGough says there:\n" + everythingSaid(number));
        }
    }

    /** What a person would read on it to see why. */
    private String everythingSaid(long number) {
        return forge.comments(number).stream()
                .filter(note -> note.author().equals(ForgeSettings.BOT.login()))
                .map(Note::body)
                .collect(Collectors.joining("\n---\n"));
    }

    /** How Gough brings a merge about, once that has ended. */
    Status applied(String merge) {
        return status(merge, APPLY, status -> !status.state().equals("pending"));
    }
}
