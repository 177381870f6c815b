package io.penguintech.gough.simulators.forge;

import io.penguintech.gough.simulators.fault.Answer;
import io.penguintech.gough.simulators.fault.Call;
import io.penguintech.gough.simulators.fault.CallRecord;
import io.penguintech.gough.simulators.fault.Fault;
import io.penguintech.gough.simulators.fault.Faults;
import io.penguintech.gough.simulators.fault.StandInOptions;
import io.penguintech.gough.simulators.fault.StandInServer;
import io.penguintech.gough.simulators.git.GitStandIn;
import io.penguintech.gough.simulators.git.Person;
import io.penguintech.gough.simulators.git.Push;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Consumer;

/**
 * A stand-in forge with one repository: pull requests, comments, statuses and reviews, refused beyond the limits of its
 * dialect, in pages, with ETags and quotas; whatever happens is delivered, signed, to the hook. It stands on a repository of a
 * stand-in git server, whose pushes it hears; or on none, and {@link #push} tells it where branches are.
 *
 * <p>Every method may be called by any thread; one that changes something returns when the hook has answered.
 */
public final class ForgeStandIn implements AutoCloseable {
    private final ForgeSettings settings;
    private final Project project;
    private final Courier courier;
    private final Apps apps;
    private final StandInServer server;

    private final Optional<GitRepository> git;
    private volatile BiFunction<Call, Answer, Answer> between = (call, answer) -> answer;

    private ForgeStandIn(ForgeSettings settings, Optional<GitRepository> git) {
        this.settings = settings;
        this.git = git;
        this.apps = new Apps(settings);
        var route = new Route();
        this.server = StandInServer.start(StandInOptions.defaults().withPort(settings.port()), route::answer);
        var hook = new Hook();
        this.project = new Project(
                settings, git.<Commits>map(GitRepository::commits).orElseGet(Commits.Told::new), hook::tell);
        git.ifPresent(repository -> project.has(repository.commits().branches()));
        var hub = new HubJson(project, url());
        var gitlab = new GitLabJson(project, url());
        this.courier = new Courier(settings, new Payloads(project, hub, gitlab));
        hook.to = courier::tell;
        route.gate = Optional.of(new Gate(project, apps, face(hub, gitlab)));
    }

    /** The server's address is part of what it answers: it listens before anybody answers. */
    private final class Route {
        private volatile Optional<Gate> gate = Optional.empty();

        Answer answer(Call call) {
            if (!call.path().startsWith(settings.dialect().base())) return Answer.text(404, "404 page not found\n");
            return gate.map(one -> between.apply(call, one.answer(call)))
                    .orElseGet(() -> Answer.text(503, "starting\n"));
        }
    }

    private static final class Hook {
        private volatile Consumer<Happening> to = any -> {};

        void tell(Happening happening) {
            to.accept(happening);
        }
    }

    private Face face(HubJson hub, GitLabJson gitlab) {
        return switch (settings.dialect()) {
            case GITHUB -> new HubFace(project, hub, new Pages(url(), "per_page", 30, 100, ""));
            case GITEA -> new HubFace(project, hub, new Pages(url(), "limit", 30, 50, "X-Total-Count"));
            case GITLAB -> new GitLabFace(project, gitlab, new Pages(url(), "per_page", 20, 100, "X-Total"));
        };
    }

    /** Starts; returns when the port is open. */
    public static ForgeStandIn start(ForgeSettings settings) {
        return new ForgeStandIn(settings, Optional.empty());
    }

    /**
     * Starts on a repository of a git server; returns when the port is open. Pushes to it are told to the hook before whoever
     * pushes hears that it went well, in the name of who signed in there, else of whose address before the at sign the
     * committer's is.
     */
    public static ForgeStandIn start(ForgeSettings settings, GitStandIn server, String repository) {
        var commits = new GitCommits(server.location(repository), settings.dialect());
        var standIn = new ForgeStandIn(settings, Optional.of(new GitRepository(server, repository, commits)));
        server.onPush(standIn::pushed);
        return standIn;
    }

    /**
     * What it stands on.
     *
     * @param server where it is
     * @param name its name there; forks are beside it, with their owner's name before it
     * @param commits what is in it
     */
    private record GitRepository(GitStandIn server, String name, GitCommits commits) {
        String fork(String owner) {
            return owner + "-" + name;
        }
    }

    private void pushed(String repository, Push push) {
        var on = onGit();
        if (!push.ref().startsWith("refs/heads/")) return;
        var branch = push.ref().substring("refs/heads/".length());
        if (repository.equals(on.name())) done(() -> project.push(pusher(push), branch, push.after()));
        else if (repository.endsWith("-" + on.name())) {
            var owner =
                    repository.substring(0, repository.length() - on.fork("").length());
            done(() -> project.pushToFork(owner, branch, push.after()));
        }
    }

    private String pusher(Push push) {
        if (!push.user().isEmpty()) return push.user();
        return onGit().commits().committer(push.after().equals(Project.NONE) ? push.before() : push.after());
    }

    private GitRepository onGit() {
        return git.orElseThrow(() -> new IllegalStateException("this forge stands on no repository"));
    }

    /** The server's address, without a slash at its end. */
    public String url() {
        return server.baseUrl();
    }

    /** Where people would see pull requests: this and a number. */
    public String pages() {
        return settings.dialect().pages(url() + "/" + settings.project());
    }

    /** Where deliveries go from now on; until then nobody is told. */
    public void connect(URI hook) {
        courier.connect(hook);
    }

    /** The faults in force; changes work from the next call on. */
    public Faults faults() {
        return server.faults();
    }

    /** From now on this sees each call with its answer, and says what is answered. */
    public void answering(BiFunction<Call, Answer, Answer> between) {
        this.between = between;
    }

    /** What the dialect answers whoever writes too fast (GitHub: 403 with {@code Retry-After}, the others 429). */
    public Fault tooFast(Duration retryAfter) {
        return settings.dialect() == ForgeDialect.GITHUB
                ? new Fault.Status(
                        403,
                        Map.of(
                                "Content-Type", List.of("application/json"),
                                "Retry-After", List.of(Long.toString(retryAfter.toSeconds()))),
                        "{\"message\":\"You have exceeded a secondary rate limit.\"}")
                : new Fault.RateLimited(retryAfter);
    }

    /** The calls received, oldest first. */
    public List<CallRecord> calls() {
        return server.calls();
    }

    /** An account appears, or may do something else from now on. */
    public void put(Member member) {
        done(() -> project.put(member));
    }

    /** A branch is at a commit now; 40 zeros delete it. Its pull requests follow. */
    public void push(String by, String branch, String after) {
        done(() -> project.push(by, branch, after));
    }

    /** Somebody opens a pull request from a branch of the repository. */
    public Pull open(String by, String title, String branch, String base) {
        return project.alone(() -> project.open(by, title, "", branch, Optional.empty(), base));
    }

    /** Somebody opens a pull request from a branch of their fork. */
    public Pull openFromFork(String by, String title, String branch, String head, String base) {
        return project.alone(() -> project.open(by, title, "", branch, Optional.of(head), base));
    }

    /** Somebody makes a fork with all branches; answers its name on the git server. */
    public String fork(String owner) {
        var on = onGit();
        var name = on.fork(owner);
        on.server().createRepository(name);
        on.commits().fork(owner, on.server().location(name));
        return name;
    }

    /**
     * Somebody merges it in the repository it stands on.
     *
     * @param author whose name and address the commit bears
     * @return the newest commit of its base branch now
     * @throws IllegalStateException when it is not open, or conflicts; nothing happened
     */
    public String merge(String by, Person author, long number, MergeWay way) {
        return project.alone(() -> {
            if (known(number).state() != Pull.State.OPEN) throw new IllegalStateException("it is not open");
            var commit = onGit().commits().merge(known(number), way, author, project.now());
            project.merge(by, number, commit);
            return commit;
        });
    }

    /** Somebody says that it is not ready. */
    public void draft(String by, long number) {
        done(() -> project.change(by, known(number).drafted(true, project.now()), "converted_to_draft"));
    }

    /** Somebody says that it is ready. */
    public void ready(String by, long number) {
        done(() -> project.change(by, known(number).drafted(false, project.now()), "ready_for_review"));
    }

    /** Somebody puts labels on it, these and no others. */
    public void label(String by, long number, String... labels) {
        done(() -> project.change(by, known(number).labelled(List.of(labels), project.now()), "labeled"));
    }

    /** Somebody lets it be merged into another branch. */
    public void retarget(String by, long number, String base) {
        done(() -> project.change(by, known(number).onto(base, project.now()), "edited"));
    }

    /** Somebody gives it up. */
    public void close(String by, long number) {
        done(() -> project.change(by, known(number).with(Pull.State.CLOSED, Project.NONE, project.now()), "closed"));
    }

    /** Somebody takes it up again. */
    public void reopen(String by, long number) {
        done(() -> project.change(by, known(number).with(Pull.State.OPEN, Project.NONE, project.now()), "reopened"));
    }

    /** Somebody merges it, which made {@code commit}. */
    public void merge(String by, long number, String commit) {
        done(() -> project.merge(by, number, commit));
    }

    /** Somebody writes a comment. */
    public Note comment(String by, long number, String body) {
        return project.alone(() -> project.comment(by, number, body));
    }

    /** GitLab notes something down itself. */
    public void remark(String by, long number, String body) {
        done(() -> project.remark(by, number, body));
    }

    /** Somebody edits a comment. */
    public void edit(String by, long comment, String body) {
        done(() -> project.edit(by, comment, body));
    }

    /** Somebody reacts to a comment. */
    public void react(String by, long comment, String name) {
        done(() -> project.react(by, comment, name));
    }

    /**
     * Somebody reviews what is there now.
     *
     * @throws IllegalStateException on GitLab, when they approved already and did not take that back
     */
    public Opinion review(String by, long number, Opinion.Verdict verdict) {
        return project.alone(() -> project.review(by, number, verdict));
    }

    /** Somebody takes a review back: their own on GitLab, anybody's elsewhere. */
    public void dismiss(String by, long review) {
        done(() -> project.dismiss(by, review, true));
    }

    /** Somebody lets a review stand again that was taken back; Gitea alone knows that. */
    public void reinstate(String by, long review) {
        done(() -> project.dismiss(by, review, false));
    }

    /** All tokens of the app's installation are taken back. */
    public void revokeTokens() {
        apps.revoke();
    }

    /** How many tokens the app's installation was given. */
    public int tokensIssued() {
        return apps.issued();
    }

    /** A pull request as it is. */
    public Pull pull(long number) {
        return project.alone(() -> known(number));
    }

    /** All pull requests, in the order they were opened. */
    public List<Pull> pulls() {
        return project.alone(project::pulls);
    }

    /** The newest commit of each branch. */
    public Map<String, String> branches() {
        return project.alone(project::branches);
    }

    /** The reviews of a pull request, oldest first, those that were taken back too. */
    public List<Opinion> reviews(long number) {
        return project.alone(() -> project.opinions(number));
    }

    /** The comments on a pull request, oldest first. */
    public List<Note> comments(long number) {
        return project.alone(() -> project.notes(number));
    }

    /** The comments on lines of a pull request, oldest first. */
    public List<LineNote> lineNotes(long number) {
        return project.alone(() -> project.beside().notes(number));
    }

    /** The check runs of a commit, newest first. */
    public List<CheckRun> checkRuns(String commit) {
        return project.alone(() -> project.beside().runs(commit));
    }

    /** Somebody comments on a line of a pull request. */
    public LineNote commentLine(String by, long number, String path, int line, String body) {
        return project.alone(() ->
                project.comment(by, known(number), 0, path, line, known(number).head(), body));
    }

    /** Somebody answers a comment on a line. */
    public LineNote replyLine(String by, long note, String body) {
        return project.alone(() -> project.reply(by, note, body));
    }

    /** The statuses of a commit, newest first, replaced ones too. */
    public List<Status> statuses(String commit) {
        return project.alone(() -> project.statuses(commit));
    }

    /** Every delivery so far, oldest first. */
    public List<Delivery> deliveries() {
        return courier.deliveries();
    }

    /** A delivery as the forge would make it, but not sent yet. */
    public Delivery prepared(String event, String body) {
        return courier.prepared(event, body, settings.webhookSecret());
    }

    /** The same, signed by somebody who does not know the secret. */
    public Delivery forged(String event, String body) {
        return courier.prepared(event, body, "no-secret-of-this-hook");
    }

    /** Sends exactly this, once more if it was sent before. */
    public Delivery deliver(Delivery delivery) {
        return courier.deliver(delivery);
    }

    private Pull known(long number) {
        return project.pull(number).orElseThrow(() -> new IllegalArgumentException("no pull request " + number));
    }

    private void done(Runnable work) {
        project.alone(() -> {
            work.run();
            return true;
        });
    }

    /** Stops; the port is free afterwards. */
    @Override
    public void close() {
        server.close();
        courier.close();
        git.ifPresent(repository -> repository.commits().close());
    }
}
