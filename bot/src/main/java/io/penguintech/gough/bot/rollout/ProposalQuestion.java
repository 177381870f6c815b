package io.penguintech.gough.bot.rollout;

import io.penguintech.gough.bot.rollout.Proposal.Standing;
import io.penguintech.gough.reconcile.Change;
import io.penguintech.gough.schema.Repository;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * How far people are with a pull request, judged at one moment by the rules in force, as {@link Situation} does it for a
 * rollout. Pure.
 */
final class ProposalQuestion {
    private static final Comparator<ProposalRow.Revoked> OLDEST =
            Comparator.comparing(ProposalRow.Revoked::at).thenComparing(ProposalRow.Revoked::why);

    private final ProposalRow row;
    private final List<ProposalRow.Yes> yeses;
    private final List<ProposalRow.No> noes;
    private final ApprovalRules rules;
    private final Toll toll;
    private final Instant now;

    /**
     * @param yeses every yes that was ever said to it
     * @param toll how many hosts a rollout of it may destroy
     */
    ProposalQuestion(
            ProposalRow row,
            List<ProposalRow.Yes> yeses,
            List<ProposalRow.No> noes,
            ApprovalRules rules,
            Toll toll,
            Instant now) {
        this.row = row;
        this.yeses = List.copyOf(yeses);
        this.noes = List.copyOf(noes);
        this.rules = rules;
        this.toll = toll;
        this.now = now;
    }

    Proposal proposal() {
        return new Proposal(
                row.repository(),
                row.number(),
                row.title(),
                row.author(),
                Optional.of(URI.create(row.page())),
                row.head(),
                row.base(),
                row.plan(),
                row.plannedAt(),
                row.expires(),
                row.shownAt(),
                standing(),
                approvals(),
                voided(),
                isTyped(),
                replaced());
    }

    // ---- what is asked

    /** The changes that people are asked about. */
    List<Change> asked() {
        return row.plan().changes().stream()
                .filter(change -> rules.needed(change) > 0)
                .toList();
    }

    /** Whether a yes takes typing how many hosts are destroyed. */
    private boolean isTyped() {
        return toll.needsNumber(asked());
    }

    private Standing standing() {
        return switch (row.state()) {
            case MERGED -> new Standing.Merged(row.rollout());
            case CLOSED -> new Standing.Closed();
            case RETRACTED -> new Standing.Retracted(row.why());
            case PLANNED -> planned();
        };
    }

    private Standing planned() {
        if (row.plan().changes().isEmpty()) return new Standing.Free("It changes nothing that Gough brings about.");
        if (rules.mode() == Repository.Mode.OBSERVE)
            return new Standing.Free("The mode is observe: this is what Gough would do; nothing is written.");
        var asked = asked();
        if (asked.isEmpty()) return new Standing.Free("Nothing of it needs an approval.");
        var no = asked.stream().flatMap(this::noes).findFirst();
        if (no.isPresent())
            return new Standing.Declined(no.get().person(), no.get().why());
        var open = asked.stream().filter(change -> !isCovered(change)).toList();
        if (open.isEmpty()) return new Standing.Approved(until(asked));
        if (!now.isBefore(row.expires())) return new Standing.Expired();
        var needs = PathNeeds.of(rules, open.stream().map(this::lack).toList());
        int missing = open.stream().mapToInt(this::missing).max().orElse(0);
        return new Standing.Asked(
                asked.stream().mapToInt(rules::needed).max().orElse(0),
                Math.max(missing, needs.missing()),
                eligible(open),
                needs.each());
    }

    /** Those that stand against a change. Of who may not approve any more nobody could take one back. */
    private Stream<ProposalRow.No> noes(Change change) {
        return noes.stream()
                .filter(no -> no.digest().equals(change.digest()))
                .filter(no -> rules.rules().people().stream()
                        .anyMatch(person -> person.name().equals(no.person()) && person.may(Repository.Role.APPROVER)));
    }

    /** Whether {@code person} said no to anything that is asked. */
    boolean declined(Repository.Person person) {
        return asked().stream().flatMap(this::noes).anyMatch(no -> no.person().equals(person.name()));
    }

    /** Whether nobody's yes counts for a change because somebody said no to it. */
    boolean isDeclined(Change change) {
        return noes(change).findAny().isPresent();
    }

    private boolean isCovered(Change change) {
        boolean numbered = change.destroysHost() && toll.exceedsOwn(asked());
        return numbered
                ? rules.typed(change, to(change), Toll.destroying(asked()).size(), now)
                : rules.judge(change, to(change), now) instanceof ApprovalRules.Answer.Covered;
    }

    private int missing(Change change) {
        int needed = rules.needed(change);
        return rules.judge(change, to(change), now) instanceof ApprovalRules.Answer.Asked(var all, var by)
                ? all - by.size()
                : needed; // enough said yes, and did not type the number
    }

    private List<String> eligible(List<Change> open) {
        var names = new TreeSet<String>();
        open.forEach(change -> names.addAll(candidates(change)));
        return List.copyOf(names);
    }

    private PathNeeds.Lack lack(Change change) {
        return new PathNeeds.Lack(change, missing(change), candidates(change));
    }

    private SortedSet<String> candidates(Change change) {
        var names = new TreeSet<>(rules.eligible(change));
        if (isTyped()) return names;
        to(change).stream()
                .filter(yes -> now.isBefore(yes.expires()))
                .map(ApprovalStore.Yes::person)
                .forEach(names::remove);
        return names;
    }

    /** When the first yes that it takes is over. */
    private Instant until(List<Change> asked) {
        return asked.stream()
                .flatMap(change -> to(change).stream())
                .map(ApprovalStore.Yes::expires)
                .filter(now::isBefore)
                .min(Comparator.naturalOrder())
                .orElse(row.expires());
    }

    /** The yeses to a change that are not void; expired ones too. */
    private List<ApprovalStore.Yes> to(Change change) {
        var digest = change.digest();
        return yeses.stream()
                .flatMap(yes -> yes.changes().stream()
                        .filter(said -> said.voided().isEmpty()
                                && said.change().digest().equals(digest))
                        .map(yes::to))
                .toList();
    }

    // ---- what people are shown

    private List<Approval> approvals() {
        var digests = row.plan().changes().stream().map(Change::digest).collect(Collectors.toSet());
        return yeses.stream()
                .filter(yes -> now.isBefore(yes.expires()))
                .filter(yes -> yes.changes().stream()
                        .anyMatch(said -> said.voided().isEmpty()
                                && digests.contains(said.change().digest())))
                .map(ProposalRow.Yes::approval)
                .toList();
    }

    private List<Proposal.Voided> voided() {
        return yeses.stream()
                .flatMap(yes -> yes.changes().stream()
                        .flatMap(said -> said.voided().stream())
                        .collect(Collectors.groupingBy(why -> why, () -> new TreeMap<>(OLDEST), Collectors.counting()))
                        .entrySet()
                        .stream()
                        .map(one -> new Proposal.Voided(
                                yes.person(),
                                Math.toIntExact(one.getValue()),
                                one.getKey().why(),
                                one.getKey().at())))
                .sorted(Comparator.comparing(Proposal.Voided::at))
                .toList();
    }

    /** What was approved last of the same subject, where that is not what is asked about now. */
    private SortedMap<String, Rollout.Approved> replaced() {
        var replaced = new TreeMap<String, Rollout.Approved>();
        for (var change : asked())
            if (!isCovered(change)) version(change).ifPresent(before -> replaced.put(change.digest(), before));
        return replaced;
    }

    private Optional<Rollout.Approved> version(Change change) {
        var last = yeses.reversed().stream()
                .flatMap(yes -> yes.changes().stream().map(ProposalRow.Said::change))
                .filter(one -> one.subject().equals(change.subject()))
                .findFirst()
                .filter(one -> !one.digest().equals(change.digest()));
        return last.map(one -> {
            var by = yeses.stream()
                    .filter(yes -> yes.changes().stream()
                            .anyMatch(said -> said.change().digest().equals(one.digest())))
                    .toList();
            return new Rollout.Approved(
                    one,
                    by.stream().map(ProposalRow.Yes::person).distinct().sorted().toList(),
                    by.getLast().at());
        });
    }

    /** When people are otherwise with it although nobody does anything. */
    Optional<Instant> wakes() {
        return wakes(row, yeses, now);
    }

    static Optional<Instant> wakes(ProposalRow row, List<ProposalRow.Yes> yeses, Instant now) {
        return Stream.concat(Stream.of(row.expires()), yeses.stream().map(ProposalRow.Yes::expires))
                .filter(now::isBefore)
                .filter(when -> row.state() == ProposalRow.State.PLANNED)
                .min(Comparator.naturalOrder());
    }

    // ---- what people say

    /**
     * Why somebody's no to {@code digest} is not about what is planned; empty when it is. A yes may count longer than the
     * question stands, and while there is no plan for the moment: as long as that is so, a no can be said.
     */
    Optional<String> wrongNo(String digest) {
        return switch (row.state()) {
            case MERGED, CLOSED -> wrongQuestion(digest);
            case PLANNED, RETRACTED -> wrongDigest(digest);
        };
    }

    /** Why what somebody says of {@code digest} is not about what is asked now; empty when it is. */
    Optional<String> wrongQuestion(String digest) {
        var what = "Pull request %d".formatted(row.number());
        return switch (row.state()) {
            case MERGED -> Optional.of(what + " was merged: what still needs approval is asked about in its rollout.");
            case CLOSED -> Optional.of(what + " was closed.");
            case RETRACTED ->
                Optional.of("There is no plan of pull request %d now. %s".formatted(row.number(), row.why()));
            case PLANNED -> {
                if (!now.isBefore(row.expires()))
                    yield Optional.of(
                            "The question of pull request %d expired at %s. Have it planned again: gough plan."
                                    .formatted(row.number(), row.expires()));
                yield wrongDigest(digest);
            }
        };
    }

    private Optional<String> wrongDigest(String digest) {
        var named = digest.toLowerCase(Locale.ROOT);
        var plan = row.plan().digest();
        if (!DigestName.is(named))
            return Optional.of("A plan is named by at least 12 hexadecimal digits of its digest, here %s."
                    .formatted(Decisions.brief(plan)));
        return plan.startsWith(named)
                ? Optional.empty()
                : Optional.of("Pull request %d has plan %s now, not %s. Look at the comment with the plan."
                        .formatted(row.number(), Decisions.brief(plan), Decisions.brief(named)));
    }

    /** Why the person cannot have seen what they say yes to; empty when they can. */
    Optional<String> unseen(Proposals.Yes yes) {
        if (yes.head().isEmpty() && yes.at().isEmpty())
            return Optional.of("It is not known of which commit this was said.");
        if (yes.head().filter(head -> !head.equals(row.head())).isPresent())
            return Optional.of("This was said of %s; the newest commit of pull request %d is %s."
                    .formatted(
                            yes.head().get().brief(), row.number(), row.head().brief()));
        if (yes.at().isEmpty()) return Optional.empty();
        return row.shownAt().filter(shown -> !yes.at().get().isBefore(shown)).isPresent()
                ? Optional.empty()
                : Optional.of("This was said before the plan of %s stood in the comment. Read it, and say it again."
                        .formatted(row.head().brief()));
    }

    /** What {@code person}'s yes counts for. */
    Decisions.Decision yes(Repository.Person person, OptionalInt destroys) {
        if (rules.mode() == Repository.Mode.OBSERVE)
            return new Decisions.Decision.Refused(
                    "The mode is observe: nothing is written, so nothing can be approved.");
        var asked = asked();
        var counting = asked.stream()
                .filter(change -> objection(person, change).isEmpty())
                .toList();
        if (counting.isEmpty())
            return new Decisions.Decision.Refused(asked.stream()
                    .flatMap(change -> objection(person, change).stream())
                    .findFirst()
                    .orElse("Nothing of this plan needs an approval."));
        var number = wrongNumber(asked, destroys);
        if (number.isPresent()) return new Decisions.Decision.Refused(number.get());
        if (counting.stream().allMatch(change -> isSaid(person, change, destroys)))
            return new Decisions.Decision.Refused(
                    "%s said yes to this plan already; it waits for somebody else.".formatted(person.name()));
        return new Decisions.Decision.Counts(counting, note(person, asked, counting));
    }

    private Optional<String> objection(Repository.Person person, Change change) {
        return rules.objection(person, change)
                .or(() -> noes(change)
                        .filter(no -> !no.person().equals(person.name()))
                        .findFirst()
                        .map(no -> "%s said no to it (%s). That stands until %s says yes, or the plan is another one."
                                .formatted(no.person(), no.why(), no.person())));
    }

    /** Says how to find the number, never what it is. */
    private Optional<String> wrongNumber(List<Change> asked, OptionalInt destroys) {
        boolean needed = toll.needsNumber(asked);
        if (!needed && destroys.isEmpty()) return Optional.empty();
        if (destroys.isPresent()
                && destroys.getAsInt() == Toll.destroying(asked).size()) return Optional.empty();
        var why = needed
                ? "This plan destroys more hosts than rollout.maxDestroyed or maxDestroyedPercent of gough.yaml or the"
                        + " server's limit for 24 hours allows."
                : "That is not how many hosts this plan destroys.";
        return Optional.of(
                "%s Count in the plan the hosts that are released, reinstalled or deployed after they were lost, and say how many: gough approve %s NUMBER."
                        .formatted(why, Decisions.brief(row.plan().digest())));
    }

    private boolean isSaid(Repository.Person person, Change change, OptionalInt destroys) {
        return !isDeclined(change)
                && to(change).stream()
                        .anyMatch(yes -> yes.person().equals(person.name())
                                && (destroys.isEmpty() || yes.counted(destroys.getAsInt()))
                                && now.isBefore(yes.expires()));
    }

    private String note(Repository.Person person, List<Change> asked, List<Change> counting) {
        var notes = new ArrayList<String>();
        asked.stream()
                .filter(change -> !counting.contains(change))
                .findFirst()
                .ifPresent(change -> notes.add(" It does not count for %d of %d changes, such as %s %s: %s"
                        .formatted(
                                asked.size() - counting.size(),
                                asked.size(),
                                change.verb(),
                                change.subject().text(),
                                objection(person, change).orElse(""))));
        if (toll.exceedsDay(asked))
            notes.add(
                    " The server lets a backend lose %d hosts in 24 hours; the rest follows by itself as that time passes."
                            .formatted(rules.ceiling().maxDestroyedPerDay()));
        return String.join("", notes);
    }
}
