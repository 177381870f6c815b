package io.penguintech.gough.bot.rollout;

import io.penguintech.gough.bot.source.InfraRepo;
import io.penguintech.gough.schema.RepoTree;
import io.penguintech.gough.schema.Revision;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;

/** A pull request of a {@link Scene}: what was written there and not pushed, as the forge and git would show it. */
final class Pull {
    static final Actor.ForgeAccount ADA = new Actor.ForgeAccount("github", 101, "ada");
    static final Actor.ForgeAccount SOMEBODY = new Actor.ForgeAccount("github", 999, "somebody");

    private static int heads = 0xfeed;

    private final Scene scene;
    private Revision base;
    final long number;
    Actor.ForgeAccount opener = SOMEBODY;
    MemoryRepo.Author author = Scene.ADA;
    Revision head = newHead();

    /** Opened on top of what was pushed last. */
    Pull(Scene scene, long number) {
        this.scene = scene;
        this.number = number;
        rebase();
    }

    /** The branch moved: from now on it is planned with that. */
    Pull rebase() {
        base = ((InfraRepo.Head.At) scene.repo.head()).revision();
        return this;
    }

    static Revision newHead() {
        return new Revision("%040x".formatted(++heads));
    }

    /** Somebody pushes another head. */
    Pull push() {
        head = newHead();
        return this;
    }

    /** Plans what was written so far, and has it shown. */
    Proposal propose() {
        var proposal = scene.service.proposals().propose(proposed()).orElseThrow();
        scene.service.proposals().shown(Scene.REPOSITORY, number, head, proposal.digest(), scene.time.instant());
        return proposal;
    }

    Proposals.Proposed proposed() {
        var before = scene.repo.tree(base);
        var preview = scene.service.previews().of(Scene.REPOSITORY, before, files());
        if (!(preview instanceof Preview.Planned planned)) throw new AssertionError(preview);
        return new Proposals.Proposed(
                Scene.REPOSITORY,
                number,
                "Change something",
                page(),
                head,
                base,
                planned.plan(),
                commits(),
                opener,
                planned.origins());
    }

    private List<InfraRepo.Commit> commits() {
        return List.of(new InfraRepo.Commit(
                head,
                author.name(),
                author.email(),
                author.name(),
                author.email(),
                Instant.EPOCH,
                "Change something",
                author.signs() ? Optional.of(author.email()) : Optional.empty()));
    }

    RepoTree files() {
        var entries = new TreeMap<String, RepoTree.Entry>();
        scene.files.forEach(
                (path, text) -> entries.put(path, new RepoTree.Entry.Blob(text.getBytes(StandardCharsets.UTF_8))));
        return new RepoTree(Optional.empty(), entries);
    }

    Proposal now() {
        return scene.service.proposals().find(Scene.REPOSITORY, number).orElseThrow();
    }

    Verdict approve(Actor actor) {
        return approve(actor, OptionalInt.empty());
    }

    Verdict approve(Actor actor, OptionalInt destroys) {
        return say(actor, new Proposals.Yes(now().digest(), Optional.of(head), Optional.empty(), destroys, "slack"));
    }

    Verdict reject(Actor actor) {
        return scene.service
                .proposals()
                .reject(Scene.REPOSITORY, number, actor, now().digest(), "wrong host", "comment");
    }

    Verdict say(Actor actor, Proposals.Yes yes) {
        return scene.service.proposals().approve(Scene.REPOSITORY, number, actor, yes);
    }

    /** The branch gets what was written so far as one commit of {@code who}; Gough notices, the forge says nothing yet. */
    Revision squash(MemoryRepo.Author who) {
        var commit = scene.repo.commit(who, "Change something (#%d)".formatted(number), scene.files);
        scene.service.requests().look(Scene.REPOSITORY, "push");
        return commit;
    }

    /** The forge says that it was merged. */
    Pull merged(Revision commit) {
        scene.service.proposals().merged(merge(commit, true, Optional.empty()));
        return this;
    }

    Proposals.Merged merge(Revision commit, boolean ours, Optional<String> unheard) {
        return new Proposals.Merged(
                Scene.REPOSITORY,
                number,
                "Change something",
                page(),
                ours,
                head,
                Optional.of(commit),
                opener,
                commits(),
                unheard);
    }

    private URI page() {
        return URI.create("https://forge.example.org/pulls/" + number);
    }
}
