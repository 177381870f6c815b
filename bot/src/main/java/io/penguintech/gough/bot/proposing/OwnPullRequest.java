package io.penguintech.gough.bot.proposing;

import io.penguintech.gough.bot.forge.Answer;
import io.penguintech.gough.bot.forge.Forge;
import io.penguintech.gough.bot.forge.NewPullRequest;
import io.penguintech.gough.bot.forge.Opening;
import io.penguintech.gough.bot.forge.PullRequest;
import io.penguintech.gough.bot.source.InfraRepo;
import io.penguintech.gough.schema.Revision;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.function.Function;

/**
 * Opens pull requests of Gough's own: one for each cause, whoever asks and wherever an earlier try died. Its branch is named by the
 * cause and by what its commit is made of, so that what was pushed and never proposed is in nobody's way.
 */
public final class OwnPullRequest {
    private static final int DIGITS = 12;

    private final InfraRepo source;
    private final Forge forge;

    /** Opens them in {@code source}, whose pull requests {@code forge} has. */
    public OwnPullRequest(InfraRepo source, Forge forge) {
        this.source = source;
        this.forge = forge;
    }

    /**
     * What to propose.
     *
     * @param cause what it is about, fit for the name of a branch: another pull request for it is not opened while one is open
     * @param onto the commit that its own follows
     * @param message of its commit
     * @param title one line
     * @param body Markdown
     */
    public record Wanted(String cause, Revision onto, String message, String title, String body) {}

    /**
     * Opens it, or finds the one that is open. Calls git and the forge, so it takes seconds.
     *
     * @param pushing pushes the branch with this name; equal names must be of equal commits
     */
    public Outcome open(Wanted wanted, Function<String, InfraRepo.Pushed> pushing) {
        var prefix = "gough/" + wanted.cause() + "-";
        var open = Opening.open(forge, source.branch(), name -> name.startsWith(prefix));
        if (open.isPresent()) return opened(open.get());
        var branch = prefix + digest(wanted.onto().id() + "\n" + wanted.message());
        return switch (pushing.apply(branch)) {
            case InfraRepo.Pushed.Refused(var why) -> new Outcome.Impossible(why);
            case InfraRepo.Pushed.Done _ ->
                propose(new NewPullRequest(wanted.title(), wanted.body(), branch, source.branch()));
        };
    }

    private Outcome propose(NewPullRequest proposed) {
        return switch (Opening.once(forge, proposed)) {
            case Answer.Given<PullRequest>(var pull) -> opened(pull);
            case Answer.Failed<PullRequest>(var failure) -> new Outcome.Impossible(failure.why());
        };
    }

    private static Outcome opened(PullRequest pull) {
        return new Outcome.Opened(pull.number(), pull.page());
    }

    private static String digest(String text) {
        try {
            var sha = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(sha).substring(0, DIGITS);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
