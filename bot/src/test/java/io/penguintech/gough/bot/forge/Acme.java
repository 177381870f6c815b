package io.penguintech.gough.bot.forge;

import static org.assertj.core.api.Assertions.assertThat;

import io.penguintech.gough.reconcile.Failure;
import io.penguintech.gough.reconcile.http.CallListener;
import io.penguintech.gough.reconcile.http.Credential;
import io.penguintech.gough.reconcile.http.HttpSettings;
import io.penguintech.gough.simulators.fault.StandInClock;
import io.penguintech.gough.simulators.forge.ForgeDialect;
import io.penguintech.gough.simulators.forge.ForgeSettings;
import io.penguintech.gough.simulators.forge.ForgeStandIn;
import java.net.URI;
import java.time.Instant;
import java.util.Optional;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/** A forge with the repository of acme, and Gough's client of it. */
final class Acme implements AutoCloseable {
    static final String MAIN = commit(1);

    final StandInClock clock = StandInClock.stoppedAt(Instant.parse("2026-11-28T12:00:00Z"));
    final ForgeSettings settings;
    final ForgeStandIn standIn;
    final Forge forge;
    private final Optional<Witness> witness;

    private Acme(ForgeSettings settings, HttpSettings http, ForgeAccess.Login login) {
        this.settings = settings.withClock(clock);
        this.standIn = ForgeStandIn.start(this.settings);
        this.witness = GitHubDescription.published()
                .filter(any -> settings.dialect() == ForgeDialect.GITHUB)
                .map(published -> new Witness(published, false));
        witness.ifPresent(standIn::answering);
        this.forge = client(http, settings.project(), login);
        standIn.push("carol", "main", MAIN);
    }

    static Acme on(ForgeDialect dialect) {
        return on(dialect, settings -> settings);
    }

    static Acme on(ForgeDialect dialect, UnaryOperator<ForgeSettings> more) {
        return on(dialect, more, quick());
    }

    static Acme on(ForgeDialect dialect, UnaryOperator<ForgeSettings> more, HttpSettings http) {
        var settings = more.apply(ForgeSettings.of(dialect));
        return new Acme(settings, http, token(settings.token()));
    }

    /** With an app in place of a token. */
    static Acme as(ForgeAccess.Login.App login, ForgeSettings.App app) {
        return new Acme(ForgeSettings.of(ForgeDialect.GITHUB).with(app), quick(), login);
    }

    static HttpSettings quick() {
        return ForgeAccess.LIMITS;
    }

    static ForgeAccess.Login token(String token) {
        return new ForgeAccess.Login.Token(() -> new Credential(token));
    }

    /** Another client of the same forge. */
    Forge client(HttpSettings http, String project, ForgeAccess.Login login) {
        return Forges.client(
                new ForgeAccess(
                        ForgeKind.valueOf(settings.dialect().name()),
                        URI.create(standIn.url()),
                        project,
                        login,
                        http,
                        WritePace.NONE),
                CallListener.NONE,
                clock,
                new Random(1));
    }

    /** The number of a new pull request of Ada's, from a branch of that name. */
    long opened(String branch, int commit) {
        standIn.push("ada", branch, commit(commit));
        return standIn.open("ada", "Change " + branch, branch, "main").number();
    }

    /** How many calls came to a path in which {@code path} is found. */
    long received(String method, String path) {
        var pattern = Pattern.compile(path);
        return standIn.calls().stream()
                .filter(call -> call.method().equals(method)
                        && pattern.matcher(call.path()).find())
                .count();
    }

    /** Some commit. */
    static String commit(int number) {
        return "%040x".formatted(number);
    }

    static <T> T given(Answer<T> answer) {
        return switch (answer) {
            case Answer.Given<T>(var value) -> value;
            case Answer.Failed<T>(var failure) -> throw new AssertionError(failure.toString());
        };
    }

    static <F extends Failure> F failed(Answer<?> answer, Class<F> as) {
        assertThat(answer).isInstanceOf(Answer.Failed.class);
        var failure = ((Answer.Failed<?>) answer).failure();
        assertThat(failure).isInstanceOf(as);
        assertThat(failure.why()).doesNotContain("standin-forge-token", "ghs_", "PRIVATE");
        return as.cast(failure);
    }

    /** Ends both; where GitHub's description is there, nothing may have been said or answered that it does not describe. */
    @Override
    public void close() {
        forge.close();
        standIn.close();
        witness.ifPresent(one -> assertThat(one.faults()).isEmpty());
    }
}
