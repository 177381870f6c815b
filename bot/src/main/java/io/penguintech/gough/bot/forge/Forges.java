package io.penguintech.gough.bot.forge;

import io.penguintech.gough.bot.source.RepositoryId;
import io.penguintech.gough.reconcile.http.CallListener;
import java.time.Clock;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/** The forges of the infra repositories that have one. Nobody is called before somebody asks. */
public final class Forges implements AutoCloseable {
    private final Map<RepositoryId, Forge> all;

    /** Knows these. */
    public Forges(Map<RepositoryId, Forge> all) {
        this.all = Collections.unmodifiableMap(new TreeMap<>(all));
    }

    /**
     * The client of one repository's forge.
     *
     * @param listener hears of every call
     */
    public static Forge client(ForgeAccess access, CallListener listener, Clock clock, RandomGenerator random) {
        var failures = new ForgeFailures("%s (%s)".formatted(access.kind().title(), access.project()));
        var session = session(access, failures, clock);
        var calls = new ForgeCalls(access, session, failures, listener, clock, random);
        return switch (access.kind()) {
            case GITHUB, GITEA -> new Hub(access, calls);
            case GITLAB -> new GitLab(access, calls);
        };
    }

    private static Session session(ForgeAccess access, ForgeFailures failures, Clock clock) {
        return switch (access.login()) {
            case ForgeAccess.Login.Token token ->
                new TokenSession(access.kind() == ForgeKind.GITEA ? "token" : "Bearer", token, failures);
            case ForgeAccess.Login.App app ->
                new AppSession(app, access.kind().api(access.web()), access.project(), failures, clock);
        };
    }

    /** The forge of a repository, if it has one. */
    public Optional<Forge> of(RepositoryId repository) {
        return Optional.ofNullable(all.get(repository));
    }

    /** By repository, in the order of their ids. */
    public Map<RepositoryId, Forge> all() {
        return all;
    }

    @Override
    public void close() {
        all.values().forEach(Forge::close);
    }
}
