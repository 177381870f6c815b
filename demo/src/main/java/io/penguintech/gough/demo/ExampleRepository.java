package io.penguintech.gough.demo;

import io.penguintech.gough.simulators.git.Edit;
import io.penguintech.gough.simulators.git.GitStandIn;
import io.penguintech.gough.simulators.git.Login;
import io.penguintech.gough.simulators.git.Person;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

/** The infra repository of the documentation ({@code docs/examples/infra}), as it is packed into this program. */
final class ExampleRepository {
    /** Its name at the git server. */
    static final String NAME = "infra";

    /** Who writes in it. */
    static final Person ADA = new Person("Ada Okafor", "ada@example.org");

    private static final String ROOT = "demo/infra/";

    private ExampleRepository() {}

    /** Makes the repository with one commit by Ada. */
    static void create(GitStandIn git, Login author, List<Edit> files) {
        git.createRepository(NAME);
        try (var clone = git.workbench(NAME, ADA, author)) {
            clone.commit("Describe our three racks", files.toArray(Edit[]::new));
            clone.push();
        }
    }

    /** Every file of the example. */
    static List<Edit> files() {
        try {
            var edits = new ArrayList<Edit>();
            for (var found : new PathMatchingResourcePatternResolver().getResources("classpath:" + ROOT + "**")) {
                if (!found.isReadable()) continue;
                var url = found.getURL().toString();
                var path = url.substring(url.lastIndexOf(ROOT) + ROOT.length());
                if (path.isEmpty() || path.endsWith("/")) continue;
                edits.add(Edit.write(path, found.getContentAsByteArray()));
            }
            if (edits.isEmpty())
                throw new IllegalStateException("the example repository is not packed into the program");
            return edits;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the example repository", e);
        }
    }

    /** One file of the example as it was at the first commit. */
    static String file(String path) {
        var name = "/" + ROOT + path;
        try (var in = ExampleRepository.class.getResourceAsStream(name)) {
            if (in == null) throw new IllegalStateException(name + " is not packed into the program");
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + name, e);
        }
    }
}
