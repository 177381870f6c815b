package io.penguintech.gough.simulators.git;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.revwalk.RevWalk;
import org.junit.jupiter.api.Test;

class WorkbenchTest extends GitFixture {

    @Test
    void whatOnePersonPushesAnotherClones() throws Exception {
        try (var ann = git.workbench("infra", ANN)) {
            ann.commit("Add two hosts", Edit.write("hosts/a.yaml", "a"), Edit.write("hosts/b.yaml", "b"));
            var revision = ann.commit(ANN, CARL, "Replace b by c", Edit.delete("hosts/b.yaml"), Edit.write("c", "see"));
            ann.push();

            try (var clone = cloned("clone")) {
                assertThat(head(clone)).isEqualTo(revision);
                assertThat(files(clone, revision))
                        .containsExactly(Map.entry("c", "see"), Map.entry("hosts/a.yaml", "a"));
                try (var walk = new RevWalk(clone.getRepository())) {
                    var commit = walk.parseCommit(ObjectId.fromString(revision));
                    assertThat(commit.getAuthorIdent().getEmailAddress()).isEqualTo("ann@example.org");
                    assertThat(commit.getCommitterIdent().getName()).isEqualTo("Carl Committer");
                    assertThat(commit.getFullMessage()).isEqualTo("Replace b by c");
                }
            }
        }
    }

    @Test
    void aRewoundBranchIsRefusedUntilItIsForced() {
        try (var ann = git.workbench("infra", ANN)) {
            var first = ann.commit("One", Edit.write("a", "1"));
            var second = ann.commit("Two", Edit.write("a", "2"));
            ann.push();

            assertThat(ann.rewind(1)).isEqualTo(first);
            var other = ann.commit("Another two", Edit.write("a", "3"));
            assertThatThrownBy(ann::push)
                    .hasMessageContaining("refused")
                    .hasMessageContaining("REJECTED_NONFASTFORWARD");
            ann.forcePush();

            assertThat(git.pushes("infra").getLast().before()).isEqualTo(second);
            assertThat(git.pushes("infra").getLast().after()).isEqualTo(other);
        }
    }

    @Test
    void aCommitMayHoldNothingOrLinksOrSubmodules() throws Exception {
        var submodule = "0123456789012345678901234567890123456789";
        try (var ann = git.workbench("infra", ANN)) {
            var first = ann.commit("Start", Edit.write("a", "1"));
            var empty = ann.commit("Nothing at all");
            assertThat(empty).isNotEqualTo(first);
            var odd = ann.commit("Odd things", Edit.symlink("link", "/etc/passwd"), Edit.submodule("mod", submodule));
            ann.push();

            try (var clone = cloned("odd")) {
                assertThat(tree(clone, empty)).isEqualTo(tree(clone, first));
                assertThat(modes(clone, odd))
                        .containsExactly(
                                Map.entry("a", FileMode.REGULAR_FILE),
                                Map.entry("link", FileMode.SYMLINK),
                                Map.entry("mod", FileMode.GITLINK));
                assertThat(files(clone, odd)).containsEntry("link", "/etc/passwd");
            }
        }
    }

    @Test
    void aBranchStartsWhereThePersonStands() throws Exception {
        try (var ann = git.workbench("infra", ANN)) {
            var main = ann.commit("Start", Edit.write("a", "1"));
            ann.push();
            ann.switchTo("feature");
            assertThat(ann.head()).contains(main);
            var feature = ann.commit("Try", Edit.write("b", "2"));
            ann.push();
            ann.switchTo("main");
            assertThat(ann.head()).contains(main);
            assertThat(Git.lsRemoteRepository()
                            .setRemote(git.cloneUrl("infra"))
                            .callAsMap()
                            .get("refs/heads/feature"))
                    .extracting(ref -> ref.getObjectId().name())
                    .isEqualTo(feature);
        }
    }

    @Test
    void aReplacedHistoryHasANewRoot() throws Exception {
        pushOneCommit();
        try (var ann = git.workbench("infra", ANN)) {
            ann.startOver();
            var root = ann.commit("All new", Edit.write("z", "z"));
            ann.forcePush();
            try (var clone = cloned("replaced");
                    var walk = new RevWalk(clone.getRepository())) {
                assertThat(walk.parseCommit(ObjectId.fromString(root)).getParentCount())
                        .isZero();
                assertThat(files(clone, root)).containsOnlyKeys("z");
            }
        }
    }

    @Test
    void aPullTakesOverWhatOthersPushed() {
        try (var ann = git.workbench("infra", ANN);
                var carl = git.workbench("infra", CARL)) {
            var revision = ann.commit("Start", Edit.write("a", "1"));
            ann.push();
            carl.pull();
            assertThat(carl.head()).contains(revision);
        }
    }

    @Test
    void moreThanTheHistoryCannotBeRewound() {
        try (var ann = git.workbench("infra", ANN)) {
            ann.commit("One", Edit.write("a", "1"));
            assertThatThrownBy(() -> ann.rewind(1)).hasMessageContaining("it has only 1 commits");
        }
    }
}
