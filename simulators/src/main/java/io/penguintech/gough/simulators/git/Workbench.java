package io.penguintech.gough.simulators.git;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.api.PushCommand;
import org.eclipse.jgit.api.TransportCommand;
import org.eclipse.jgit.api.errors.GitAPIException;
import org.eclipse.jgit.lib.CommitBuilder;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.RefUpdate;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.transport.PushResult;
import org.eclipse.jgit.transport.RefSpec;
import org.eclipse.jgit.transport.RemoteRefUpdate;
import org.eclipse.jgit.transport.UsernamePasswordCredentialsProvider;
import org.jspecify.annotations.Nullable;

/**
 * One person's clone of a repository: commits, pushes, rewinds. A bare clone, so that a commit may hold any entry a tree
 * can hold. Not for use by two threads.
 */
public final class Workbench implements AutoCloseable {

    private static final int SECONDS = 30;

    private final Git git;
    private final Repository repository;
    private final Person person;
    private final @Nullable Login login;
    private final Clock clock;
    private String branch = "main";

    private Workbench(Git git, Person person, @Nullable Login login, Clock clock) {
        this.git = git;
        this.repository = git.getRepository();
        this.person = person;
        this.login = login;
        this.clock = clock;
    }

    /**
     * Clones {@code url} into {@code folder}, which must be new or empty; an empty repository is welcome.
     *
     * @throws IllegalStateException when the server refuses or cannot be reached
     */
    public static Workbench clone(String url, Path folder, Person person, @Nullable Login login, Clock clock) {
        try {
            var command = Git.cloneRepository()
                    .setURI(url)
                    .setBare(true)
                    .setMirror(true)
                    .setDirectory(folder.toFile())
                    .setTimeout(SECONDS);
            return new Workbench(signedIn(command, login).call(), person, login, clock);
        } catch (GitAPIException e) {
            throw new IllegalStateException("cannot clone " + url + ": " + e.getMessage(), e);
        }
    }

    /** Works on branch {@code name} from here on; a new one starts at the commit worked on so far. */
    public void switchTo(String name) {
        var from = tip();
        branch = name;
        if (tip().isEmpty()) {
            from.ifPresent(this::move);
        }
    }

    /** Commits {@code edits} as the workbench's person, author and committer in one. No edit makes an empty commit. */
    public String commit(String message, Edit... edits) {
        return commit(person, person, message, edits);
    }

    /**
     * Commits {@code edits} on the present branch and answers the full commit id. Nothing is pushed.
     *
     * @param author who is said to have written it: git believes anyone
     * @param committer who is said to have committed it
     */
    public String commit(Person author, Person committer, String message, Edit... edits) {
        try (ObjectInserter inserter = repository.newObjectInserter()) {
            var parent = tip();
            var commit = new CommitBuilder();
            commit.setTreeId(new TreeWriter(repository)
                    .write(parent.isPresent() ? treeOf(parent.get()) : null, Arrays.asList(edits), inserter));
            parent.ifPresent(commit::setParentId);
            commit.setAuthor(author.at(clock.instant()));
            commit.setCommitter(committer.at(clock.instant()));
            commit.setMessage(message);
            var id = inserter.insert(commit);
            inserter.flush();
            move(id);
            return id.name();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot commit to " + branch, e);
        }
    }

    /** Moves the present branch {@code commits} back along first parents, here only: {@link #forcePush} publishes it. */
    public String rewind(int commits) {
        try (RevWalk walk = new RevWalk(repository)) {
            RevCommit commit = walk.parseCommit(tip().orElseThrow());
            for (int i = 0; i < commits; i++) {
                if (commit.getParentCount() == 0) {
                    throw new IllegalArgumentException(
                            "cannot rewind " + branch + " by " + commits + ": it has only " + (i + 1) + " commits");
                }
                commit = walk.parseCommit(commit.getParent(0));
            }
            move(commit);
            return commit.name();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot rewind " + branch, e);
        }
    }

    /** Forgets the history of the present branch: the next commit is a root, as when a repository was replaced. */
    public void startOver() {
        try {
            RefUpdate update = repository.updateRef(Constants.R_HEADS + branch);
            update.setForceUpdate(true);
            update.delete();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot drop " + branch, e);
        }
    }

    /**
     * Publishes the present branch.
     *
     * @throws IllegalStateException when the server says no, for instance to a push that is not a fast-forward
     */
    public void push() {
        push("");
    }

    /** Publishes the present branch over whatever the server has. */
    public void forcePush() {
        push("+");
    }

    /** Takes over every branch as the server has it now; what was not pushed is lost. */
    public void pull() {
        try {
            signedIn(git.fetch(), login)
                    .setTimeout(SECONDS)
                    .setRefSpecs(new RefSpec("+refs/heads/*:refs/heads/*"))
                    .call();
        } catch (GitAPIException e) {
            throw new IllegalStateException("cannot pull: " + e.getMessage(), e);
        }
    }

    /** The full commit id the present branch points at; empty before the first commit. */
    public Optional<String> head() {
        return tip().map(ObjectId::name);
    }

    @Override
    public void close() {
        git.close();
    }

    private void push(String force) {
        var ref = Constants.R_HEADS + branch;
        PushCommand command = signedIn(git.push(), login)
                .setTimeout(SECONDS)
                .setRemote(Constants.DEFAULT_REMOTE_NAME)
                .setRefSpecs(new RefSpec(force + ref + ":" + ref));
        try {
            for (PushResult result : command.call()) {
                result.getRemoteUpdates().forEach(Workbench::requireAccepted);
            }
        } catch (GitAPIException e) {
            throw new IllegalStateException("cannot push " + branch + ": " + e.getMessage(), e);
        }
    }

    private static void requireAccepted(RemoteRefUpdate update) {
        var accepted = List.of(RemoteRefUpdate.Status.OK, RemoteRefUpdate.Status.UP_TO_DATE);
        if (!accepted.contains(update.getStatus())) {
            throw new IllegalStateException("push of " + update.getSrcRef() + " was refused: " + update.getStatus());
        }
    }

    private static <C extends TransportCommand<C, ?>> C signedIn(C command, @Nullable Login login) {
        return login == null
                ? command
                : command.setCredentialsProvider(
                        new UsernamePasswordCredentialsProvider(login.user(), login.password()));
    }

    private ObjectId treeOf(ObjectId commit) throws IOException {
        try (RevWalk walk = new RevWalk(repository)) {
            return walk.parseCommit(commit).getTree().getId();
        }
    }

    private Optional<ObjectId> tip() {
        try {
            return Optional.ofNullable(repository.resolve(Constants.R_HEADS + branch));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + branch, e);
        }
    }

    private void move(ObjectId commit) {
        try {
            RefUpdate update = repository.updateRef(Constants.R_HEADS + branch);
            update.setNewObjectId(commit);
            update.setForceUpdate(true);
            update.update();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot move " + branch, e);
        }
    }
}
