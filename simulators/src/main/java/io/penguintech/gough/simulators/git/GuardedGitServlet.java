package io.penguintech.gough.simulators.git;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.eclipse.jgit.errors.RepositoryNotFoundException;
import org.eclipse.jgit.http.server.GitServlet;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.transport.ReceiveCommand;
import org.eclipse.jgit.transport.ReceivePack;
import org.eclipse.jgit.transport.UploadPack;

/** Smart HTTP over the repositories: asks who is there, counts, and otherwise leaves everything to JGit. */
final class GuardedGitServlet extends GitServlet {

    private static final long serialVersionUID = 1L;

    private static final List<String> HIDDEN = List.of("refs/pull/", "refs/merge-requests/");

    private final transient Repositories repositories;
    private final transient GitJournal journal;
    private final transient List<Login> logins;
    private final transient Clock clock;

    GuardedGitServlet(Repositories repositories, GitJournal journal, List<Login> logins, Clock clock) {
        this.repositories = repositories;
        this.journal = journal;
        this.logins = logins;
        this.clock = clock;
        setRepositoryResolver((request, path) -> open(path));
        setUploadPackFactory(this::uploadPack);
        setReceivePackFactory(this::receivePack);
        // dumb HTTP would let a client read files past the counters
        setAsIsFileService(org.eclipse.jgit.http.server.resolver.AsIsFileService.DISABLED);
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response)
            throws ServletException, IOException {
        if (user(request).isEmpty()) {
            response.setHeader("WWW-Authenticate", "Basic realm=\"git\"");
            response.sendError(HttpServletResponse.SC_UNAUTHORIZED);
            return;
        }
        var path = Optional.ofNullable(request.getPathInfo()).orElse("");
        if (path.endsWith("/info/refs") && "git-upload-pack".equals(request.getParameter("service"))) {
            journal.lookedUp(repositoryName(path));
        }
        super.service(request, response);
    }

    /** The name of who is signed in, empty text where nobody needs to be, nothing for a stranger. */
    private Optional<String> user(HttpServletRequest request) {
        if (logins.isEmpty()) {
            return Optional.of("");
        }
        var given = request.getHeader("Authorization");
        return logins.stream()
                .filter(login -> login.header().equals(given))
                .map(Login::user)
                .findFirst();
    }

    private Repository open(String path) throws RepositoryNotFoundException {
        var name = Repositories.nameOf(path);
        if (!repositories.has(name)) {
            throw new RepositoryNotFoundException(path);
        }
        try {
            return repositories.open(name);
        } catch (IOException e) {
            throw new RepositoryNotFoundException(path, e);
        }
    }

    private UploadPack uploadPack(HttpServletRequest request, Repository repository) {
        var upload = new UploadPack(repository);
        var protocol = request.getHeader("Git-Protocol");
        if (protocol != null) {
            upload.setExtraParameters(List.of(protocol.split(":", -1)));
        }
        var name = nameOf(repository);
        upload.setPostUploadHook(statistics -> journal.fetched(name));
        return upload;
    }

    private ReceivePack receivePack(HttpServletRequest request, Repository repository) {
        var receive = new ReceivePack(repository);
        var name = nameOf(repository);
        var user = user(request).orElse("");
        receive.setPreReceiveHook((pack, commands) -> commands.forEach(GuardedGitServlet::refuseHidden));
        receive.setPostReceiveHook((pack, commands) -> record(name, user, commands));
        return receive;
    }

    /** What a forge keeps for pull requests nobody pushes to (git: receive.hideRefs). */
    private static void refuseHidden(ReceiveCommand command) {
        if (HIDDEN.stream().anyMatch(command.getRefName()::startsWith))
            command.setResult(ReceiveCommand.Result.REJECTED_OTHER_REASON, "deny updating a hidden ref");
    }

    private void record(String repository, String user, Collection<ReceiveCommand> commands) {
        for (ReceiveCommand command : commands) {
            if (command.getResult() == ReceiveCommand.Result.OK) {
                journal.pushed(
                        repository,
                        new Push(
                                user,
                                command.getRefName(),
                                command.getOldId().name(),
                                command.getNewId().name(),
                                clock.instant()));
            }
        }
    }

    private static String nameOf(Repository repository) {
        return Repositories.nameOf(repository.getDirectory().getName());
    }

    private static String repositoryName(String path) {
        return Repositories.nameOf(path.substring(1, path.length() - "/info/refs".length()));
    }
}
