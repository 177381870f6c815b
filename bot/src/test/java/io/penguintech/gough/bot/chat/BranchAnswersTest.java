package io.penguintech.gough.bot.chat;

import static org.assertj.core.api.Assertions.assertThat;

import io.penguintech.gough.bot.rollout.Preview;
import io.penguintech.gough.bot.source.GitInfraRepo;
import io.penguintech.gough.bot.source.Merge;
import io.penguintech.gough.bot.source.RepositoryId;
import io.penguintech.gough.bot.source.RepositorySettings;
import io.penguintech.gough.reconcile.Plan;
import io.penguintech.gough.schema.Diagnostic;
import io.penguintech.gough.schema.Limits;
import io.penguintech.gough.schema.Place;
import io.penguintech.gough.schema.RepoTree;
import io.penguintech.gough.simulators.git.Edit;
import io.penguintech.gough.simulators.git.GitSettings;
import io.penguintech.gough.simulators.git.GitStandIn;
import io.penguintech.gough.simulators.git.Person;
import io.penguintech.gough.simulators.git.Workbench;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a branch would do, asked for in Slack, with real git. */
class BranchAnswersTest {
    private static final RepositoryId MAIN = new RepositoryId("main");

    @TempDir
    Path folder;

    private final List<Merge.Clean> planned = new ArrayList<>();
    private Preview preview = new Preview.NotYet("MAAS was not read yet.");
    private GitStandIn git;
    private Workbench ada;
    private GitInfraRepo source;
    private BranchAnswers answers;

    @BeforeEach
    void start() {
        git = GitStandIn.start(GitSettings.in(folder.resolve("server")));
        git.createRepository("infra");
        ada = git.workbench("infra", new Person("Ada", "ada@example.org"));
        ada.commit("Start", Edit.write("hosts/a.yaml", "one\n"));
        ada.push();
        source = GitInfraRepo.open(
                MAIN, RepositorySettings.of(git.cloneUrl("infra"), "main"), folder.resolve("clones"), Limits.DEFAULT);
        answers = new BranchAnswers(Map.of(MAIN, source), (repository, merge) -> {
            planned.add(merge);
            return preview;
        });
    }

    @AfterEach
    void stop() {
        source.close();
        ada.close();
        git.close();
    }

    private String pushed(String branch, Edit... edits) {
        ada.switchTo("main");
        ada.switchTo(branch);
        var commit = ada.commit("On " + branch, edits);
        ada.push();
        return commit;
    }

    /** What is said in the end. */
    private String said(String branch) {
        var reply = answers.plan(MAIN, branch);
        return reply.later().map(words -> words.get()).orElse(reply.words());
    }

    @Test
    void aBranchIsMergedAndPlannedWithoutAPullRequest() {
        var head = pushed("rack/b", Edit.write("hosts/b.yaml", "two\n"));
        preview = new Preview.Invalid(
                List.of(Diagnostic.error("Unknown key", "Did you mean <mac>?", new Place("hosts/b.yaml", 1, 1))));

        assertThat(said("rack/b")).contains("not valid", "`hosts/b.yaml:1:1` Unknown key: Did you mean &lt;mac&gt;?");
        assertThat(planned).singleElement().satisfies(merge -> {
            assertThat(merge.head().id()).isEqualTo(head);
            assertThat(merge.after().entries()).containsOnlyKeys("hosts/a.yaml", "hosts/b.yaml");
            assertThat(merge.after().entries().values()).allMatch(entry -> entry instanceof RepoTree.Entry.Blob);
        });
    }

    @Test
    void itIsSaidWhatItComesToAndWithWhatItWasMerged() {
        var head = pushed("more", Edit.write("hosts/b.yaml", "two\n"));
        preview = new Preview.Planned(
                new Plan(List.of(), List.of(), List.of(), 3),
                new Plan(List.of(), List.of(), List.of(), 3),
                List.of(),
                new TreeMap<>(),
                new Preview.Rendered(new TreeMap<>(), new TreeMap<>()),
                List.of(),
                List.of("gough.yaml itself changes."),
                Optional.empty());

        assertThat(said("more"))
                .startsWith("*no change, 3 unchanged*")
                .contains("`more` at `%s`, merged with `main`".formatted(head.substring(0, 12)))
                .contains("gough.yaml itself changes.");
    }

    @Test
    void whatCannotBePlannedIsSaidWithItsReason() {
        pushed("clash", Edit.write("hosts/a.yaml", "theirs\n"));
        ada.switchTo("main");
        ada.commit("Meanwhile", Edit.write("hosts/a.yaml", "ours\n"));
        ada.push();
        pushed("fine", Edit.write("hosts/b.yaml", "two\n"));

        assertThat(said("clash")).contains("`clash` conflicts with `main`: hosts/a.yaml");
        assertThat(said("nobody")).contains("There is no branch `nobody`");
        assertThat(said("fine")).contains("cannot be planned now: MAAS was not read yet.");
        for (var none : List.of("../main", "a..b", "-x", "a b", "refs heads", "", "x".repeat(300), "a.lock"))
            assertThat(answers.plan(MAIN, none).words()).as(none).contains("No branch is called");
        assertThat(answers.plan(new RepositoryId("other"), "fine").words()).contains("No branch is called");
    }
}
