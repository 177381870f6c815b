package io.penguintech.gough.bot.edge;

import io.penguintech.gough.bot.rollout.Actor;
import io.penguintech.gough.bot.rollout.Approval;
import io.penguintech.gough.bot.rollout.Proposal;
import io.penguintech.gough.bot.rollout.Proposal.Standing;
import io.penguintech.gough.bot.rollout.Proposals;
import io.penguintech.gough.bot.rollout.Verdict;
import io.penguintech.gough.bot.source.RepositoryId;
import io.penguintech.gough.schema.Repository.Person;
import io.penguintech.gough.schema.Repository.Role;
import io.penguintech.gough.schema.Revision;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

/** Proposals in memory, with rules just large enough to be refused by: what the edges say is tested, not the engine. */
final class FakeProposals implements Proposals {
    private final Map<String, Proposal> known = new ConcurrentHashMap<>();
    /** Every yes and no that was taken, in words. */
    final List<String> deeds = new CopyOnWriteArrayList<>();

    void clear() {
        known.clear();
        deeds.clear();
    }

    void put(Proposal proposal) {
        known.put(key(proposal.repository(), proposal.number()), proposal);
    }

    private static String key(RepositoryId repository, long number) {
        return repository + "/" + number;
    }

    @Override
    public Optional<Proposal> find(RepositoryId repository, long number) {
        return Optional.ofNullable(known.get(key(repository, number)));
    }

    @Override
    public List<Proposal> waiting(RepositoryId repository) {
        return known.values().stream()
                .filter(one -> one.repository().equals(repository) && one.standing() instanceof Standing.Asked)
                .sorted(Comparator.comparing(Proposal::plannedAt).thenComparing(Proposal::number))
                .toList();
    }

    @Override
    public Verdict approve(RepositoryId repository, long number, Actor actor, Yes yes) {
        var refusal = refusal(repository, number, actor, yes.digest());
        if (refusal.isPresent()) return refusal.get();
        var proposal = find(repository, number).orElseThrow();
        if (yes.head().isEmpty() && yes.at().isEmpty()) return new Verdict.Refused("Name the head you saw.");
        if (yes.head().filter(head -> !head.equals(proposal.head())).isPresent())
            return new Verdict.Refused("There is a newer head than the one you saw: %s."
                    .formatted(proposal.head().brief()));
        if (yes.at()
                .filter(at ->
                        proposal.shownAt().filter(shown -> !at.isBefore(shown)).isEmpty())
                .isPresent()) return new Verdict.Refused("The plan of this head did not stand in the comment yet.");
        if (proposal.typed() && yes.destroys().orElse(-1) != 1)
            return new Verdict.Refused("Count the hosts it destroys, and type how many.");
        return taken(proposal, actor, yes);
    }

    private Verdict taken(Proposal proposal, Actor actor, Yes yes) {
        var name = person(actor).map(Person::name).orElseThrow();
        var typed = yes.destroys().isPresent() ? " " + yes.destroys().getAsInt() : "";
        deeds.add("approve %s %s at %s%s by %s over %s"
                .formatted(
                        key(proposal.repository(), proposal.number()),
                        yes.digest().substring(0, 12),
                        yes.head().map(Revision::brief).orElse("that moment"),
                        typed,
                        name,
                        yes.via()));
        var yeses = new ArrayList<>(proposal.approvals());
        yeses.add(new Approval(name, yes.digest(), proposal.head(), Samples.NOW, PullSamples.UNTIL, yes.via()));
        put(PullSamples.approved(proposal, yeses));
        return new Verdict.Accepted("Recorded: %s says yes to pull request %d.".formatted(name, proposal.number()));
    }

    @Override
    public Verdict reject(RepositoryId repository, long number, Actor actor, String digest, String why, String via) {
        var refusal = refusal(repository, number, actor, digest);
        if (refusal.isPresent()) return refusal.get();
        var name = person(actor).map(Person::name).orElseThrow();
        deeds.add("reject %s %s: %s by %s over %s"
                .formatted(key(repository, number), digest.substring(0, 12), why, name, via));
        put(PullSamples.standing(find(repository, number).orElseThrow(), new Standing.Declined(name, why)));
        return new Verdict.Accepted("Recorded: %s says no to pull request %d.".formatted(name, number));
    }

    private Optional<Verdict> refusal(RepositoryId repository, long number, Actor actor, String digest) {
        var proposal = find(repository, number);
        if (proposal.isEmpty()) return refused("There is no such pull request.");
        if (person(actor).filter(one -> FakeRollouts.isOf(repository, one)).isEmpty())
            return refused("Gough does not know you as an approver of " + repository + ".");
        if (digest.length() < 12 || !proposal.get().digest().startsWith(digest))
            return refused("The plan has changed since: it is %s now."
                    .formatted(proposal.get().digest().substring(0, 12)));
        return Optional.empty();
    }

    private static Optional<Verdict> refused(String why) {
        return Optional.of(new Verdict.Refused(why));
    }

    private static Optional<Person> person(Actor actor) {
        if (!(actor instanceof Actor.SlackUser(var id))) return Optional.empty();
        return Stream.of(FakeRollouts.ANN, FakeRollouts.BOB, FakeRollouts.CAROL, FakeRollouts.OSCAR)
                .filter(person -> person.slack().filter(id::equals).isPresent())
                .filter(person -> person.may(Role.APPROVER))
                .findFirst();
    }

    @Override
    public Optional<Proposal> propose(Proposed proposed) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void retract(RepositoryId repository, long number, Revision head, String why) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void shown(RepositoryId repository, long number, Revision head, String digest, Instant at) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void closed(RepositoryId repository, long number) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void merged(Merged merged) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void takeBack(RepositoryId repository, long number, String person, String via, String why) {
        throw new UnsupportedOperationException();
    }
}
