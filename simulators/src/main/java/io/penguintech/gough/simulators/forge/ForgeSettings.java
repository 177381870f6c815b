package io.penguintech.gough.simulators.forge;

import java.security.PublicKey;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/**
 * How a stand-in forge is set up.
 *
 * @param port 0 picks a free one
 * @param dialect which forge it is
 * @param project the repository, {@code owner/name}; on GitLab there may be more groups
 * @param token of the account {@link #BOT}; never printed
 * @param webhookSecret what deliveries are signed with; one that begins with {@code whsec_} is a signing token of GitLab
 * @param members the accounts
 * @param app a GitHub App that is installed, if any
 * @param quota how many calls an hour it takes; 0 for any number
 * @param clock what time it is
 * @param approvalTimes whether it says when somebody approved; older GitLabs do not
 */
public record ForgeSettings(
        int port,
        ForgeDialect dialect,
        String project,
        String token,
        String webhookSecret,
        List<Member> members,
        Optional<App> app,
        int quota,
        Clock clock,
        boolean approvalTimes) {
    /** The account whose token is in the settings; it may do everything. */
    public static final Member BOT = new Member(1, "gough-bot", Member.Role.ADMIN);
    /** Opens pull requests. */
    public static final Member ADA = new Member(2, "ada", Member.Role.WRITE);
    /** Reviews them. */
    public static final Member BOB = new Member(3, "bob", Member.Role.WRITE);
    /** Owns the repository. */
    public static final Member CAROL = new Member(4, "carol", Member.Role.ADMIN);
    /** Looks on. */
    public static final Member ROY = new Member(5, "roy", Member.Role.READ);
    /** Has nothing to do with it. */
    public static final Member MALLORY = new Member(6, "mallory", Member.Role.NONE);

    /** Copies the list. */
    public ForgeSettings {
        members = List.copyOf(members);
    }

    /**
     * An app.
     *
     * @param issuer its client id
     * @param slug its name in addresses
     * @param installation the number of its installation
     * @param key checks what it signs
     * @param checks whether its installation may make check runs
     */
    public record App(String issuer, String slug, long installation, PublicKey key, boolean checks) {}

    /** A repository {@code acme/infra} with six accounts, without limits. */
    public static ForgeSettings of(ForgeDialect dialect) {
        return new ForgeSettings(
                0,
                dialect,
                dialect == ForgeDialect.GITLAB ? "acme/machines/infra" : "acme/infra",
                "standin-forge-token",
                "standin-webhook-secret",
                List.of(BOT, ADA, BOB, CAROL, ROY, MALLORY),
                Optional.empty(),
                0,
                Clock.systemUTC(),
                true);
    }

    /** The same with a limit of calls an hour. */
    public ForgeSettings withQuota(int calls) {
        return new ForgeSettings(
                port, dialect, project, token, webhookSecret, members, app, calls, clock, approvalTimes);
    }

    /** The same with an app installed. */
    public ForgeSettings with(App other) {
        return new ForgeSettings(
                port, dialect, project, token, webhookSecret, members, Optional.of(other), quota, clock, approvalTimes);
    }

    /** The same, signing deliveries with something else. */
    public ForgeSettings signingWith(String secret) {
        return new ForgeSettings(port, dialect, project, token, secret, members, app, quota, clock, approvalTimes);
    }

    /** The same with another clock. */
    public ForgeSettings withClock(Clock other) {
        return new ForgeSettings(
                port, dialect, project, token, webhookSecret, members, app, quota, other, approvalTimes);
    }

    /** The same as a GitLab that does not say when somebody approved. */
    public ForgeSettings withoutApprovalTimes() {
        return new ForgeSettings(port, dialect, project, token, webhookSecret, members, app, quota, clock, false);
    }

    @Override
    public String toString() {
        return "ForgeSettings[%s %s]".formatted(dialect, project);
    }
}
