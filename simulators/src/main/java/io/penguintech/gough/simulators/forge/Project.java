package io.penguintech.gough.simulators.forge;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * The repository: its accounts, branches, pull requests, comments, statuses and reviews. Whoever uses it holds its lock
 * ({@link #alone}); what happened meanwhile is told when the lock is free again.
 */
final class Project {
    /** No commit. */
    static final String NONE = "0".repeat(40);

    private static final String PROTECTED = "main";
    /** GitHub takes no more statuses for one commit and context (docs.github.com, <i>Create a commit status</i>). */
    static final int MOST_STATUSES = 1000;

    private final ForgeSettings settings;
    private final Consumer<Happening> told;
    private final Map<String, Member> members = new LinkedHashMap<>();
    private final Map<String, String> branches = new HashMap<>();
    private final Commits commits;
    private final Map<Long, Pull> pulls = new TreeMap<>();
    private final Map<Long, Note> notes = new TreeMap<>();
    private final List<Status> statuses = new ArrayList<>();
    private final List<Opinion> opinions = new ArrayList<>();
    private final Beside beside = new Beside();
    private final List<Happening> untold = new ArrayList<>();
    private long last;
    private long lastPull;

    Project(ForgeSettings settings, Commits commits, Consumer<Happening> told) {
        this.settings = settings;
        this.commits = commits;
        this.told = told;
        settings.members().forEach(member -> members.put(member.login(), member));
    }

    /** Does something with nobody else around. */
    <T> T alone(Supplier<T> work) {
        T made;
        List<Happening> happened;
        synchronized (this) {
            made = work.get();
            happened = List.copyOf(untold);
            untold.clear();
        }
        happened.forEach(told);
        return made;
    }

    ForgeSettings settings() {
        return settings;
    }

    Optional<Member> member(String login) {
        return Optional.ofNullable(members.get(login));
    }

    Optional<Member> member(long id) {
        return members.values().stream().filter(one -> one.id() == id).findFirst();
    }

    void put(Member member) {
        members.put(member.login(), member);
    }

    /** A branch is at a commit now; pull requests from it follow. */
    void push(String by, String branch, String after) {
        var before = branches.getOrDefault(branch, NONE);
        if (after.equals(NONE)) branches.remove(branch);
        else branches.put(branch, after);
        commits.brought(after);
        untold.add(new Happening.Pushed(by, branch, before, after));
        if (after.equals(NONE)) return;
        for (var pull : open()) if (!pull.fork() && pull.branch().equals(branch)) move(by, pull, after);
        for (var pull : open()) if (pull.base().equals(branch)) mergeIfPushed(by, pull, after);
    }

    /** A branch of {@code owner}'s fork is at a commit now; pull requests from it follow. */
    void pushToFork(String owner, String branch, String after) {
        if (after.equals(NONE)) return;
        for (var pull : open())
            if (pull.fork() && pull.author().equals(owner) && pull.branch().equals(branch)) move(owner, pull, after);
    }

    /** Branches that were there before the forge was. */
    void has(Map<String, String> there) {
        branches.putAll(there);
    }

    private List<Pull> open() {
        return pulls.values().stream()
                .filter(pull -> pull.state() == Pull.State.OPEN)
                .toList();
    }

    private void move(String by, Pull pull, String head) {
        if (pull.head().equals(head)) return;
        change(by, pull.at(head, now()), "synchronize");
        if (settings.dialect() == ForgeDialect.GITLAB) takeAlong(pull, head);
    }

    /** Comments on lines that are as they were are of the newest commit from then on (GitLab's UpdateDiffPositionService). */
    private void takeAlong(Pull pull, String head) {
        for (var note : beside.notes(pull.number()))
            if (isInDifference(pull, head, note.path(), note.line())) beside.put(note.at(head));
    }

    /** GitHub and GitLab take it for merged when somebody pushes its head to the base branch; Gitea only when told to. */
    private void mergeIfPushed(String by, Pull pull, String tip) {
        if (settings.dialect() != ForgeDialect.GITEA && commits.contains(tip, pull.head()))
            change(by, pull.with(Pull.State.MERGED, tip, now()), "closed");
    }

    Map<String, String> branches() {
        return Map.copyOf(branches);
    }

    Optional<String> branch(String name) {
        return Optional.ofNullable(branches.get(name));
    }

    boolean hasCommit(String id) {
        return commits.has(id);
    }

    /** Whether it is known only because somebody proposes it from a fork. */
    boolean isOfForkAlone(String commit) {
        return pulls.values().stream()
                        .anyMatch(pull -> pull.fork() && pull.head().equals(commit))
                && branches.values().stream().noneMatch(tip -> tip.equals(commit) || commits.contains(tip, commit))
                && newest(commit).isEmpty();
    }

    /** Whether it is the newest of a branch that not everybody who may write may push to. */
    boolean isTipOfProtected(String commit) {
        return commit.equals(branches.get(PROTECTED));
    }

    /** Opens a pull request from a branch of the repository, or from a commit in a fork. */
    Pull open(String by, String title, String body, String branch, Optional<String> inFork, String base) {
        var head = inFork.orElseGet(
                () -> branch(branch).orElseThrow(() -> new IllegalArgumentException("there is no branch " + branch)));
        var pull = new Pull(
                ++lastPull,
                title,
                body,
                by,
                branch,
                head,
                inFork.isPresent(),
                base,
                false,
                List.of(),
                Pull.State.OPEN,
                NONE,
                now(),
                now());
        change(by, pull, "opened");
        return pull;
    }

    Optional<Pull> pull(long number) {
        return Optional.ofNullable(pulls.get(number));
    }

    List<Pull> pulls() {
        return List.copyOf(pulls.values());
    }

    void change(String by, Pull pull, String action) {
        var before = pulls.put(pull.number(), pull);
        if (before == null || !before.head().equals(pull.head())) commits.proposed(pull);
        untold.add(new Happening.PullChanged(by, pull, action));
    }

    /** Merges: the base branch is at {@code commit} now. */
    void merge(String by, long number, String commit) {
        var pull = pull(number).orElseThrow();
        change(by, pull.with(Pull.State.MERGED, commit, now()), "closed");
        push(by, pull.base(), commit);
    }

    Note comment(String by, long number, String body) {
        var note = written(by, number, body, false);
        notes.put(note.id(), note);
        untold.add(new Happening.Commented(by, pull(number).orElseThrow(), note, "created"));
        return note;
    }

    /** What the forge itself notes down; GitLab does. */
    void remark(String by, long number, String body) {
        var note = written(by, number, body, true);
        notes.put(note.id(), note);
    }

    /** One that was never edited says the same moment twice, also where time goes by meanwhile. */
    private Note written(String by, long number, String body, boolean system) {
        var at = now();
        return new Note(++last, number, by, body, system, Set.of(), at, at);
    }

    Note edit(String by, long id, String body) {
        var note = edited(id, old -> old.saying(body, now()));
        untold.add(new Happening.Commented(by, pull(note.pull()).orElseThrow(), note, "edited"));
        return note;
    }

    /** Whether it was not there before. */
    boolean react(String by, long id, String name) {
        var reaction = by + ":" + name;
        if (note(id).orElseThrow().reactions().contains(reaction)) return false;
        edited(id, old -> {
            var more = new TreeSet<>(old.reactions());
            more.add(reaction);
            // GitLab takes a reaction for a change of the comment (app/models/note.rb, bump_updated_at).
            return settings().dialect() == ForgeDialect.GITLAB
                    ? old.with(more).saying(old.body(), now())
                    : old.with(more);
        });
        return true;
    }

    private Note edited(long id, UnaryOperator<Note> change) {
        var note = change.apply(note(id).orElseThrow());
        notes.put(id, note);
        return note;
    }

    Optional<Note> note(long id) {
        return Optional.ofNullable(notes.get(id));
    }

    List<Note> notes(long pull) {
        return notes.values().stream().filter(note -> note.pull() == pull).toList();
    }

    Status report(Status status) {
        statuses.add(status);
        return status;
    }

    Status replace(Status old, Status status) {
        statuses.set(statuses.indexOf(old), status);
        return status;
    }

    /** All statuses of a commit, newest first. */
    List<Status> statuses(String commit) {
        return statuses.stream()
                .filter(status -> status.commit().equals(commit))
                .toList()
                .reversed();
    }

    /** The newest status of each context. */
    List<Status> newest(String commit) {
        var newest = new LinkedHashMap<String, Status>();
        statuses(commit).forEach(status -> newest.putIfAbsent(status.context(), status));
        return List.copyOf(newest.values());
    }

    /** GitLab takes no second approval of the same account ({@code eligible_for_approval_by?} of its models/concerns/approvable). */
    Opinion review(String by, long number, Opinion.Verdict verdict) {
        var pull = pull(number).orElseThrow();
        if (settings.dialect() == ForgeDialect.GITLAB
                && verdict == Opinion.Verdict.APPROVE
                && opinions(number).stream()
                        .anyMatch(one -> one.author().equals(by)
                                && one.verdict() == Opinion.Verdict.APPROVE
                                && !one.dismissed()))
            throw new IllegalStateException("it is approved by " + by + " until that is revoked");
        var opinion = new Opinion(++last, number, by, verdict, pull.head(), now(), false, "");
        opinions.add(opinion);
        untold.add(new Happening.Reviewed(by, pull, opinion));
        return opinion;
    }

    /** A review is taken back, or that is undone. Inferred: Gitea tells nobody. */
    Opinion dismiss(String by, long id, boolean dismissed) {
        var old = opinions.stream().filter(one -> one.id() == id).findFirst().orElseThrow();
        var opinion = old.with(dismissed);
        opinions.set(opinions.indexOf(old), opinion);
        if (settings.dialect() != ForgeDialect.GITEA)
            untold.add(new Happening.Reviewed(by, pull(old.pull()).orElseThrow(), opinion));
        return opinion;
    }

    /** A review that says neither yes nor no. */
    Opinion remark(String by, Pull pull, String body, String commit) {
        var opinion = new Opinion(++last, pull.number(), by, Opinion.Verdict.COMMENT, commit, now(), false, body);
        opinions.add(opinion);
        untold.add(new Happening.Reviewed(by, pull, opinion));
        return opinion;
    }

    /** A review goes, with everything that belongs to it. */
    void withdraw(Opinion opinion) {
        opinions.remove(opinion);
        beside.removeOf(opinion.id());
    }

    Beside beside() {
        return beside;
    }

    /** Somebody comments on a line; GitLab tells of that as of any comment. */
    LineNote comment(String by, Pull pull, long review, String path, int line, String commit, String body) {
        var note = beside.put(new LineNote(++last, pull.number(), review, by, path, line, commit, body, now()));
        if (settings.dialect() == ForgeDialect.GITLAB)
            untold.add(new Happening.Commented(by, pull, note.note(), "created"));
        return note;
    }

    /** Somebody answers a comment on a line; on Gitea the answer belongs to the same review. */
    LineNote reply(String by, long note, String body) {
        var to = beside.note(note).orElseThrow();
        long review = settings.dialect() == ForgeDialect.GITEA ? to.review() : 0;
        return comment(by, pull(to.pull()).orElseThrow(), review, to.path(), to.line(), to.commit(), body);
    }

    /** Whether a pull request shows that line of {@code commit} as one that it adds or changes. */
    boolean isInDifference(Pull pull, String commit, String path, int line) {
        return branch(pull.base())
                .filter(base -> commits.changes(base, commit, path, line))
                .isPresent();
    }

    List<Opinion> opinions(long pull) {
        return opinions.stream().filter(opinion -> opinion.pull() == pull).toList();
    }

    long number() {
        return ++last;
    }

    Instant now() {
        return settings.clock().instant();
    }
}
