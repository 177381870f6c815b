package io.penguintech.gough.simulators.git;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.treewalk.TreeWalk;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A running stand-in with one empty repository, and ways to look into what was pushed. */
abstract class GitFixture {

    static final Person ANN = new Person("Ann Author", "ann@example.org");
    static final Person CARL = new Person("Carl Committer", "carl@example.org");

    @TempDir
    Path folder;

    GitStandIn git;

    @BeforeEach
    void start() {
        git = GitStandIn.start(GitSettings.in(folder));
        if (!git.hasRepository("infra")) {
            git.createRepository("infra");
        }
    }

    @AfterEach
    void stop() {
        git.close();
    }

    int git(Path where, String... arguments) throws Exception {
        var command = new ArrayList<>(List.of("git"));
        command.addAll(List.of(arguments));
        var builder = new ProcessBuilder(command)
                .directory(where.toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("git.log").toFile());
        builder.environment().put("GIT_TERMINAL_PROMPT", "0");
        builder.environment().put("GIT_CONFIG_GLOBAL", "/dev/null");
        Process process;
        try {
            process = builder.start();
        } catch (IOException e) {
            return Assumptions.abort("git is not installed");
        }
        if (!process.waitFor(30, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError("git took too long");
        }
        return process.exitValue();
    }

    void pushOneCommit() {
        try (var ann = git.workbench("infra", ANN)) {
            ann.commit("Start", Edit.write("a", "1"));
            ann.push();
        }
    }

    Git cloned(String name) throws Exception {
        return Git.cloneRepository()
                .setURI(git.cloneUrl("infra"))
                .setBare(true)
                .setDirectory(folder.resolve("test-" + name).toFile())
                .call();
    }

    static String head(Git clone) throws IOException {
        return clone.getRepository().resolve("HEAD").name();
    }

    static ObjectId tree(Git clone, String revision) throws IOException {
        return clone.getRepository().resolve(revision + "^{tree}");
    }

    static Map<String, FileMode> modes(Git clone, String revision) throws IOException {
        var modes = new TreeMap<String, FileMode>();
        try (var walk = new TreeWalk(clone.getRepository())) {
            walk.addTree(tree(clone, revision));
            walk.setRecursive(true);
            while (walk.next()) {
                modes.put(walk.getPathString(), walk.getFileMode());
            }
        }
        return modes;
    }

    static Map<String, String> files(Git clone, String revision) throws IOException {
        var files = new TreeMap<String, String>();
        try (var walk = new TreeWalk(clone.getRepository())) {
            walk.addTree(tree(clone, revision));
            walk.setRecursive(true);
            while (walk.next()) {
                if (walk.getFileMode() != FileMode.GITLINK) {
                    var bytes = clone.getRepository().open(walk.getObjectId(0)).getBytes();
                    files.put(walk.getPathString(), new String(bytes, StandardCharsets.UTF_8));
                }
            }
        }
        return files;
    }

    static HttpResponse<String> get(String url) throws IOException, InterruptedException {
        try (var client = HttpClient.newHttpClient()) {
            var request = HttpRequest.newBuilder(URI.create(url))
                    .timeout(Duration.ofSeconds(10))
                    .build();
            return client.send(request, HttpResponse.BodyHandlers.ofString());
        }
    }
}
