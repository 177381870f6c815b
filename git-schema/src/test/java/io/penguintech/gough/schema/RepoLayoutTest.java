package io.penguintech.gough.schema;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RepoLayoutTest {
    @Test
    void bothYamlEndingsAreReadAtAnyDepth() {
        var repo = Repo.create()
                .with("hosts/a.yaml", Repo.host("a", ""))
                .with("hosts/rack/b.yml", Repo.host("b", "") + "---\n" + Repo.host("c", ""));
        assertThat(repo.valid().hosts().keySet().stream().map(HostName::value)).containsExactly("a", "b", "c");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                ".github/x.yaml",
                "hosts/.old/x.yaml",
                "hosts/.x.yaml",
                ".gitignore",
                "docs/x.yaml",
                "README.md",
                "hosts/README.md"
            })
    void whatBeginsWithADotOrBelongsToNobodyIsLeftAlone(String path) {
        assertThat(Repo.create().with(path, "a: [").said()).isEmpty();
    }

    @Test
    void linksSubmodulesAndUnreadableFilesAreErrorsWhereFilesAreRead() {
        assertThat(Repo.create()
                        .with("hosts/passwd.yaml", new RepoTree.Entry.Symlink())
                        .with("queries", new RepoTree.Entry.Symlink())
                        .with("templates/lib", new RepoTree.Entry.Submodule())
                        .with("profiles/p.yaml", new RepoTree.Entry.Unreadable("Permission denied."))
                        .with("hosts/big.yaml", new RepoTree.Entry.TooLarge(2_000_000))
                        .said())
                .containsExactly(
                        "hosts/big.yaml: error: File too large. hosts/big.yaml has 2,000,000 bytes; at most 1,048,576 are read. Split"
                                + " it, or raise the limit in the server settings.",
                        "hosts/passwd.yaml: error: Symbolic link. Links are never followed. Put the file itself here.",
                        "profiles/p.yaml: error: File cannot be read. Permission denied.",
                        "queries: error: Symbolic link. Links are never followed. Put the file itself here.",
                        "templates/lib: error: Submodule. Submodules are never fetched. Put the files themselves here.");
    }

    @Test
    void elsewhereTheyAreWarningsOrNothing() {
        assertThat(Repo.create()
                        .with("docs/link", new RepoTree.Entry.Symlink())
                        .with("vendor", new RepoTree.Entry.Submodule())
                        .with("video.mp4", new RepoTree.Entry.TooLarge(2_000_000))
                        .said())
                .containsExactly(
                        "docs/link: warning: Symbolic link. Links are never followed. Put the file itself here.",
                        "vendor: warning: Submodule. Submodules are never fetched. Put the files themselves here.");
    }

    @Test
    void tooManyFilesAreRefusedAsAWhole() {
        var repo = Repo.create();
        IntStream.range(0, 10).forEach(i -> repo.with("hosts/" + i + ".yaml", "{"));
        var loader = new InventoryLoader(new Limits(1000, 10, 10, 10));
        var invalid = (Loaded.Invalid) loader.load(repo.tree());
        assertThat(invalid.diagnostics().getFirst().toString())
                .isEqualTo(
                        ".: error: Too many files. The repository has 11 files; at most 10 are read. Raise the limit in the"
                                + " server settings.");
        assertThat(new InventoryLoader(new Limits(1000, 11, 10, 10))
                        .load(repo.tree())
                        .toString())
                .contains("YAML syntax error");
    }

    @Test
    void pathsThatCannotBeUsedAreErrorsAndPrintable() {
        assertThat(Repo.create()
                        .with("hosts/a\nb\u001b.yaml", "")
                        .with("hosts/../x.yaml", "")
                        .with("hosts//y.yaml", "")
                        .with("templates/b@d.sh", "#!/bin/sh\n")
                        .said())
                .containsExactlyInAnyOrder(
                        "hosts/a\\x0Ab\\x1B.yaml: error: Unusable path. The name of this file holds control characters. Rename it.",
                        "hosts/../x.yaml: error: Unusable path. A step of this path is empty, . or .. .",
                        "hosts//y.yaml: error: Unusable path. A step of this path is empty, . or .. .",
                        "templates/b@d.sh: error: Unusable path. \"b@d\" is not a template name (the path below templates/ without"
                                + " its ending). Rename the file.");
    }

    @Test
    void pathsThatDifferOnlyByCaseAreErrors() {
        assertThat(Repo.create()
                        .with("hosts/A.yaml", Repo.host("a", ""))
                        .with("hosts/a.yaml", Repo.host("b", ""))
                        .with("docs/A", "")
                        .with("docs/a", "")
                        .said())
                .containsExactly(
                        "hosts/a.yaml: error: Paths differ only by case. hosts/A.yaml and hosts/a.yaml are one file on some"
                                + " machines. Rename one of them.");
    }

    @Test
    void filesOfAnotherKindInOurFoldersAreNotices() {
        assertThat(Repo.create()
                        .with("hosts/x.json", "{}")
                        .with("queries/x.YAML", "{}")
                        .with("templates/notes.md", "hello")
                        .said())
                .containsExactly(
                        "hosts/x.json: notice: File is not read. In hosts/ only .yaml and .yml are read.",
                        "queries/x.YAML: notice: File is not read. In queries/ only .yaml and .yml are read.",
                        "templates/notes.md: notice: File is not read. A template does not end in .md, .txt or .adoc.");
    }

    @Test
    void emptyFilesAndTemplatesAreWarnings() {
        assertThat(Repo.create()
                        .with("hosts/x.yaml", "# nothing yet\n")
                        .with("templates/t.yaml", "#cloud-config\n# nothing yet\n")
                        .withHost("a", "templates: [t]")
                        .said())
                .containsExactly(
                        "hosts/x.yaml: warning: Empty file. It holds no document.",
                        "templates/t.yaml:1:1: warning: Empty template. It holds nothing but comments.");
    }

    @Test
    void templatesAreNamedByTheirPathWithoutEnding() {
        var repo = Repo.create()
                .with("templates/a/b.c.yaml", "#cloud-config  \nx: 1\n")
                .with("templates/script", "#!/bin/sh\n")
                .with("templates/bom.sh", "\uFEFF#!/bin/sh\n")
                .withHost("h", "templates: [a/b.c, script, bom]");
        var templates = repo.valid().templates();
        assertThat(templates.keySet().stream().map(TemplateName::value)).containsExactly("a/b.c", "bom", "script");
        assertThat(templates.get(new TemplateName("bom")).body()).isEqualTo(new Template.Body.Script("#!/bin/sh\n"));
        assertThat(templates.get(new TemplateName("a/b.c")).place()).isEqualTo(new Place("templates/a/b.c.yaml", 1, 1));
        assertThat(templates.get(new TemplateName("a/b.c")).body())
                .isInstanceOfSatisfying(
                        Template.Body.CloudConfig.class,
                        body -> assertThat(body.tree().plain()).isEqualTo(java.util.Map.of("x", 1L)));
    }

    @Test
    void whatIsWrongInsideATemplateIsSaidOfItsLine() {
        assertThat(Repo.create()
                        .with("templates/a.yaml", "#cloud-config\na: 1\na: 2\n")
                        .with("templates/b.sh", "\uFEFF#!/bin/sh\necho ${{ 1 + 1 }}\n")
                        .with("templates/c.yaml", "#cloud-config\na: ${{ 1 + 1 }}\n\"${{ host.name }}\": 1\n")
                        .with("templates/.hidden.sh", "nothing")
                        .with("templates/d/.sh", "nothing")
                        .said())
                .satisfiesExactly(
                        e -> assertThat(e).startsWith("templates/a.yaml:3:1: error: Duplicate key."),
                        e -> assertThat(e)
                                .startsWith("templates/b.sh:1:1: warning: File begins with a byte order mark."),
                        e -> assertThat(e).startsWith("templates/b.sh:2:6: error: Malformed placeholder."),
                        e -> assertThat(e).startsWith("templates/c.yaml:2:4: error: Malformed placeholder."),
                        e -> assertThat(e).startsWith("templates/c.yaml:3:1: error: Placeholder in a key."));
    }

    @Test
    void aBinaryTemplateAndTwoDocumentsAreErrors() {
        var bytes = new byte[] {'#', '!', (byte) 0xFF};
        assertThat(Repo.create()
                        .with("templates/bin", new RepoTree.Entry.Blob(bytes))
                        .with("templates/two.yaml", "#cloud-config\na: 1\n---\nb: 2\n")
                        .errors())
                .satisfiesExactly(
                        e -> assertThat(e).startsWith("templates/bin:1:3: error: File is not UTF-8 text."),
                        e -> assertThat(e).startsWith("templates/two.yaml:4:1: error: Cloud-config is not one map."));
    }

    @Test
    void whatIsNeitherOursNorFleetsIsNamedAsWhatItLacks() {
        assertThat(Repo.create()
                        .with("queries/a.yml", "- 1\n")
                        .with("queries/b.yml", "metadata: {}\n")
                        .errors())
                .containsExactly(
                        "queries/a.yml:1:1: error: Document is not a map. A document begins with apiVersion: gough.io/v1 and kind.",
                        "queries/b.yml:1:1: error: Missing key. apiVersion must be given: Always gough.io/v1.",
                        "queries/b.yml:1:1: error: Missing key. kind must be given: What the document declares.");
        assertThat(Repo.create().with("hosts/a.yml", "queries: []\n").errors())
                .contains(
                        "hosts/a.yml:1:1: error: Unknown key. \"queries\" is no key of the document; known are apiVersion, kind,"
                                + " metadata, spec.");
        assertThat(Repo.create().with("queries/a.yml", "[]\n").errors())
                .singleElement()
                .asString()
                .contains("not a map");
        assertThat(Repo.create()
                        .with("queries/a.yml", "apiVersion: gough.io/v1\nqueries: []\n")
                        .errors())
                .anySatisfy(e -> assertThat(e).contains("kind must be given"));
    }

    @Test
    void documentsAfterASyntaxErrorAreStillChecked() {
        var text = Repo.host("a", "zone: [") + "---\n" + Repo.host("b", "zonne: x") + "---\n"
                + Repo.host("c", "pool: \"open");
        assertThat(Repo.create().with("hosts/h.yaml", text).errors())
                .satisfiesExactly(
                        e -> assertThat(e).startsWith("hosts/h.yaml:7:1: error: YAML syntax error."),
                        e -> assertThat(e).startsWith("hosts/h.yaml:13:3: error: Unknown key. \"zonne\""),
                        e -> assertThat(e).startsWith("hosts/h.yaml:20:9: error: YAML syntax error."));
    }

    @Test
    void strayDocumentsOfOursAreWarnings() {
        assertThat(Repo.create()
                        .with("host/a.yaml", "# one\n" + Repo.host("a", ""))
                        .with("ci.yaml", "x: gough.io/v1")
                        .said())
                .containsExactly(
                        "host/a.yaml:2:1: warning: Document is not read. Documents are read from gough.yaml, profiles/,"
                                + " hosts/, templates/, queries/ and region/ only. Move the file.");
    }

    @Test
    void aRepositoryOfGarbageEndsSoonWithDiagnostics() {
        var repo = Repo.create();
        var random = new byte[50_000];
        new java.util.Random(7).nextBytes(random);
        var garbage = new ArrayList<byte[]>();
        garbage.add(random);
        garbage.add("x".repeat(10_000_000).getBytes(UTF_8));
        garbage.add(("a: &a x\nb: [" + "*a,".repeat(100_000) + "]").getBytes(UTF_8));
        garbage.add("[".repeat(5_000).getBytes(UTF_8));
        garbage.add("a\0b".getBytes(UTF_8));
        for (int i = 0; i < garbage.size(); i++) {
            repo.with("hosts/" + i + ".yaml", new RepoTree.Entry.Blob(garbage.get(i)));
            repo.with("templates/" + i + ".yaml", new RepoTree.Entry.Blob(garbage.get(i)));
        }
        repo.with("hosts/passwd.yaml", new RepoTree.Entry.Symlink()).with("hosts/sub", new RepoTree.Entry.Submodule());
        Work.isDoneWithin(Duration.ofSeconds(5), () -> assertThat(repo.errors()).hasSizeGreaterThanOrEqualTo(12));
    }
}
