package io.penguintech.gough.bot.source;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.penguintech.gough.bot.source.InfraRepo.Pushed;
import io.penguintech.gough.schema.Limits;
import io.penguintech.gough.schema.RepoTree;
import io.penguintech.gough.schema.Revision;
import io.penguintech.gough.simulators.git.Edit;
import io.penguintech.gough.simulators.git.GitSettings;
import io.penguintech.gough.simulators.git.GitStandIn;
import io.penguintech.gough.simulators.git.Person;
import io.penguintech.gough.simulators.git.Workbench;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What came in is taken back on a branch of its own, at a real git server. */
class RevertTest {
    private static final Instant AT = Instant.parse("2026-11-28T12:00:00Z");
    private static final String LINES = "one\ntwo\nthree\nfour\nfive\nsix\nseven\n";

    @TempDir
    Path folder;

    private GitStandIn server;
    private Workbench ada;
    private GitInfraRepo repo;
    private Revision first;

    @BeforeEach
    void serve() {
        server = GitStandIn.start(GitSettings.in(folder.resolve("server")));
        server.createRepository("infra");
        ada = server.workbench("infra", new Person("Ada", "ada@example.com"));
        first = push(Edit.write("a.yaml", LINES), Edit.write("old.yaml", "old\n"));
        repo = GitInfraRepo.open(
                new RepositoryId("main"),
                RepositorySettings.of(server.cloneUrl("infra"), "main"),
                folder.resolve("clones"),
                new Limits(1000, 1000, 64, 200));
        repo.fetch();
    }

    @AfterEach
    void stop() {
        repo.close();
        ada.close();
        server.close();
    }

    private Revision push(Edit... edits) {
        ada.switchTo("main");
        var commit = ada.commit("On main", edits);
        ada.push();
        return new Revision(commit);
    }

    private Pushed revert(Revision onto, Revision before, Revision after) {
        return repo.revert(new Reversal("gough/revert-r2-x", onto, before, after, "Revert it\n", AT));
    }

    private Map<String, String> files(Revision revision) {
        return repo.tree(revision).entries().entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, file -> new String(((RepoTree.Entry.Blob) file.getValue()).bytes(), UTF_8)));
    }

    @Test
    void whatCameInIsTakenBackAndWhatCameLaterIsKept() {
        push(Edit.write("a.yaml", LINES.replace("two", "2")), Edit.write("new.yaml", "new\n"));
        var second = push(Edit.delete("old.yaml"));
        var third = push(Edit.write("a.yaml", LINES.replace("two", "2").replace("six", "6")));

        var pushed = revert(third, first, second);

        assertThat(pushed).isInstanceOf(Pushed.Done.class);
        var revision = ((Pushed.Done) pushed).revision();
        assertThat(server.pushes("infra").getLast())
                .returns("refs/heads/gough/revert-r2-x", push -> push.ref())
                .returns(revision.id(), push -> push.after());
        assertThat(files(revision)).isEqualTo(Map.of("a.yaml", LINES.replace("six", "6"), "old.yaml", "old\n"));
        assertThat(repo.relation(third, revision)).isEqualTo(InfraRepo.Relation.FORWARD);
        assertThat(repo.head()).isEqualTo(new InfraRepo.Head.At(third));
    }

    @Test
    void twiceIsOnceAlsoForAProcessThatKnowsNothingOfTheFirst() {
        var second = push(Edit.write("a.yaml", LINES.replace("two", "2")));
        var once = revert(second, first, second);
        int pushes = server.pushes("infra").size();
        try (var other = GitInfraRepo.open(
                new RepositoryId("main"),
                RepositorySettings.of(server.cloneUrl("infra"), "main"),
                folder.resolve("other"),
                Limits.DEFAULT)) {
            assertThat(other.revert(new Reversal("gough/revert-r2-x", second, first, second, "Revert it\n", AT)))
                    .isEqualTo(once);
        }
        assertThat(server.pushes("infra")).hasSize(pushes);
    }

    @Test
    void whatLaterCommitsChangedTooIsLeftToPeople() {
        var second = push(Edit.write("a.yaml", LINES.replace("two", "2")));
        var third = push(Edit.write("a.yaml", LINES.replace("two", "II")));
        int pushes = server.pushes("infra").size();
        assertThat(revert(third, first, second))
                .isInstanceOfSatisfying(
                        Pushed.Refused.class,
                        refused -> assertThat(refused.why())
                                .isEqualTo("Later commits changed the same places of a.yaml. Take it back by hand."));
        assertThat(server.pushes("infra")).hasSize(pushes);
    }

    @Test
    void whatWasTakenBackByHandIsNotTakenBackAgain() {
        var second = push(Edit.write("a.yaml", LINES.replace("two", "2")));
        var third = push(Edit.write("a.yaml", LINES));
        assertThat(revert(third, first, second)).isEqualTo(new Pushed.Refused("Nothing of it is left to take back."));
    }

    @Test
    void aRewrittenHistoryTellsNothing() {
        var second = push(Edit.write("a.yaml", LINES.replace("two", "2")));
        repo.fetch();
        ada.rewind(1);
        ada.forcePush();
        var other = push(Edit.write("b.yaml", "b\n"));
        assertThat(revert(other, first, second))
                .isInstanceOfSatisfying(
                        Pushed.Refused.class,
                        refused -> assertThat(refused.why()).contains("rewritten", "by hand"));
        assertThat(revert(other, new Revision("0".repeat(39) + "1"), first)).isInstanceOf(Pushed.Refused.class);
    }
}
