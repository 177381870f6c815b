package io.penguintech.gough.bot.importing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.penguintech.gough.bot.rollout.Declarations;
import io.penguintech.gough.bot.rollout.RenderedDeclarations;
import io.penguintech.gough.schema.DirectoryTree;
import io.penguintech.gough.schema.Limits;
import io.penguintech.gough.schema.RepoTree;
import io.penguintech.gough.schema.SecretPrefixes;
import io.penguintech.gough.templates.cloudinit.UserDataRenderer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** Two revisions of an infra repository are told apart by what they declare, and not by where it stands. */
class PlacelessTest {
    private final Declarations declarations =
            new RenderedDeclarations(Limits.DEFAULT, new UserDataRenderer(UserDataRenderer.Settings.DEFAULT));
    private final RepoTree infra = infra();

    private static RepoTree infra() {
        try {
            return DirectoryTree.read(Path.of("../docs/examples/infra"), Limits.DEFAULT);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private DeclaredThings declared(String folder, UnaryOperator<String> edit) {
        var entries = new TreeMap<>(infra.entries());
        entries.replaceAll((path, entry) -> entry instanceof RepoTree.Entry.Blob(var bytes) && path.startsWith(folder)
                ? new RepoTree.Entry.Blob(edit.apply(new String(bytes, UTF_8)).getBytes(UTF_8))
                : entry);
        var declared = declarations.declare(new RepoTree(Optional.empty(), entries), SecretPrefixes.ANY);
        assertThat(declared).isInstanceOf(Declarations.Declared.Valid.class);
        return new DeclaredThings((Declarations.Declared.Valid) declared);
    }

    private DeclaredThings asItIs() {
        return declared("", UnaryOperator.identity());
    }

    @Test
    void linesThatMoveAreNoDifference() {
        assertThat(asItIs().otherwiseIn(declared("hosts/", text -> "\n# moved\n" + text)))
                .isEmpty();
        assertThat(asItIs().otherwiseIn(declared("profiles/", text -> "\n# moved\n" + text)))
                .isEmpty();
        assertThat(asItIs().otherwiseIn(declared("queries/", text -> "\n# moved\n" + text)))
                .isEmpty();
        assertThat(asItIs().otherwiseIn(declared("gough.yaml", text -> "\n# moved\n" + text)))
                .isEmpty();
    }

    @Test
    void whatIsDeclaredOtherwiseIsNamed() {
        assertThat(asItIs().otherwiseIn(declared(
                        "queries/security.yaml", text -> text.replaceFirst("interval: \\S+", "interval: 17m"))))
                .singleElement()
                .asString()
                .startsWith("query default/");
        assertThat(asItIs().otherwiseIn(declared("gough.yaml", text -> text.replace("mode: apply", "mode: observe"))))
                .containsExactly("gough.yaml");
    }
}
