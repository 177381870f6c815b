package io.penguintech.gough.simulators.git;

import io.penguintech.gough.simulators.fault.Faults;
import jakarta.servlet.http.HttpServlet;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BiConsumer;
import org.apache.catalina.Context;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.startup.Tomcat;
import org.jspecify.annotations.Nullable;

/**
 * A git server over smart HTTP (the protocol itself is JGit's) whose repositories live in a folder, with basic
 * authentication if wished, counters, and faults by rule on method and path.
 *
 * <p>A rule's target is matched against path and query, for example {@code /git/infra\.git/info/refs}. Listens on the
 * loopback address only.
 */
public final class GitStandIn implements AutoCloseable {

    private static final String MOUNT = "/git";

    private final GitSettings settings;
    private final Repositories repositories;
    private final GitJournal journal = new GitJournal();
    private final Faults faults;
    private final FaultValve valve;
    private final Tomcat tomcat = new Tomcat();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    private GitStandIn(GitSettings settings) {
        this.settings = settings;
        this.repositories = new Repositories(settings.folder());
        this.faults = new Faults(settings.seed());
        this.valve = new FaultValve(faults);
    }

    /** Starts; returns when the port is open. */
    public static GitStandIn start(GitSettings settings) {
        var standIn = new GitStandIn(settings);
        try {
            standIn.startContainer();
        } catch (LifecycleException e) {
            standIn.close();
            throw new IllegalStateException("the git stand-in cannot listen on port " + settings.port(), e);
        }
        return standIn;
    }

    private void startContainer() throws LifecycleException {
        tomcat.setSilent(true);
        tomcat.setBaseDir(folder("container").toString());
        var connector = new Connector();
        connector.setPort(settings.port());
        connector.setProperty("address", "127.0.0.1");
        connector.setThrowOnFailure(true);
        connector.getProtocolHandler().setExecutor(threads);
        tomcat.setConnector(connector);
        Context context = tomcat.addContext("", null);
        context.getPipeline().addValve(valve);
        Tomcat.addServlet(context, "git", servlet()).addMapping(MOUNT + "/*");
        tomcat.start();
    }

    /** Where it listens, without a slash at the end. */
    public String url() {
        return "http://127.0.0.1:" + tomcat.getConnector().getLocalPort();
    }

    /** The address to clone a repository from. */
    public String cloneUrl(String repository) {
        return url() + MOUNT + "/" + repository + ".git";
    }

    /**
     * A servlet over the same repositories, logins and counters for another container, to be mounted at
     * {@code /git/*}. Faults do not befall what goes through it.
     */
    public HttpServlet servlet() {
        return new GuardedGitServlet(repositories, journal, settings.logins(), settings.clock());
    }

    /** Makes an empty bare repository whose HEAD is {@code main}, and answers its clone address. */
    public String createRepository(String name) {
        repositories.create(name);
        return cloneUrl(name);
    }

    /** Whether there is such a repository. */
    public boolean hasRepository(String name) {
        return repositories.has(Repositories.nameOf(name));
    }

    /** Where a bare repository is on this machine, for a stand-in forge that is built on it. */
    public Path location(String name) {
        return repositories.location(name);
    }

    /** Deletes a repository with all its history. */
    public void deleteRepository(String name) {
        repositories.delete(name);
    }

    /** A clone for {@code person}, over HTTP, without signing in. */
    public Workbench workbench(String repository, Person person) {
        return workbench(repository, person, null);
    }

    /** A clone for {@code person}, over HTTP, signed in. */
    public Workbench workbench(String repository, Person person, @Nullable Login login) {
        try {
            var folder = Files.createTempDirectory(folder("workbenches"), repository + "-");
            return Workbench.clone(cloneUrl(repository), folder, person, login, settings.clock());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot make a folder for a workbench", e);
        }
    }

    /** What a repository was asked for since the start. */
    public GitTraffic traffic(String repository) {
        return journal.traffic(repository);
    }

    /** Every branch and tag moved by a push since the start, oldest first. */
    public List<Push> pushes(String repository) {
        return journal.pushes(repository);
    }

    /** Tells {@code hook} the repository and what moved, after each push and before whoever pushed hears that it went well. */
    public void onPush(BiConsumer<String, Push> hook) {
        journal.tell(hook);
    }

    /** The faults in force; changes work from the next request on. */
    public Faults faults() {
        return faults;
    }

    /** Pulls the plug: until {@link #up()} every connection is cut without an answer. */
    public void down() {
        faults.down();
    }

    /** Puts the plug back. */
    public void up() {
        faults.up();
    }

    /** Stops serving. Repositories stay in their folder. */
    @Override
    public void close() {
        valve.release();
        try {
            tomcat.stop();
            tomcat.destroy();
        } catch (LifecycleException e) {
            throw new IllegalStateException("the git stand-in cannot be stopped", e);
        } finally {
            threads.close();
        }
    }

    private Path folder(String name) {
        try {
            return Files.createDirectories(settings.folder().resolve("." + name));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot make " + settings.folder(), e);
        }
    }
}
