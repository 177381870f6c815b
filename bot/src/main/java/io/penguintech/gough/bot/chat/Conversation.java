package io.penguintech.gough.bot.chat;

import io.penguintech.gough.bot.rollout.Actor;
import io.penguintech.gough.bot.rollout.HealthSummary;
import io.penguintech.gough.bot.rollout.HostDecisions;
import io.penguintech.gough.bot.rollout.HostStatus;
import io.penguintech.gough.bot.rollout.RepositoryStatus;
import io.penguintech.gough.bot.rollout.Rollout;
import io.penguintech.gough.bot.rollout.RolloutId;
import io.penguintech.gough.bot.rollout.Rollouts;
import io.penguintech.gough.bot.rollout.Scope;
import io.penguintech.gough.bot.rollout.SharedCause;
import io.penguintech.gough.bot.rollout.Verdict;
import io.penguintech.gough.bot.source.RepositoryId;
import io.penguintech.gough.reconcile.Health;
import io.penguintech.gough.reconcile.Plan;
import io.penguintech.gough.schema.Repository.Person;
import io.penguintech.gough.schema.Repository.Role;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What Gough answers to words. Who speaks is a Slack user id, looked up in the rules in force at each word; what they may not
 * do, help does not offer. Every answer is Slack mrkdwn.
 */
final class Conversation {
    private static final int ANSWER = 2900;
    private static final int NEWEST = 10;
    private static final int REQUESTS = 3;
    private static final int SICK = 5;
    private static final Set<Word> NAMING_DIGESTS = Set.of(Word.APPROVE, Word.REJECT, Word.EARLY, Word.OVERRULE);

    /** What they are about may be of another repository than the one whose channel it is. */
    private static final Set<Word> NAMING_ONE = Set.of(
            Word.PULLS,
            Word.PLAN,
            Word.APPROVE,
            Word.REJECT,
            Word.REVERT,
            Word.RETRY,
            Word.CANCEL,
            Word.EARLY,
            Word.OVERRULE);

    /** Who may say these, gough.yaml says by itself; what is refused goes to the record. */
    private static final Set<Word> QUESTIONS = Set.of(Word.ASK, Word.QUERY);

    private final Rollouts rollouts;
    private final Resolutions resolutions;
    private final Requesting requesting;
    private final Questioning questioning;
    private final Alerting alerting;
    private final PullAnswers pulls;
    private final BranchAnswers branches;
    private final RevertAnswers reverts;
    private final String version;

    Conversation(Desk.Asked asked, HostDecisions decisions, String version) {
        rollouts = asked.rollouts();
        resolutions = new Resolutions(rollouts, decisions);
        requesting = new Requesting(rollouts, decisions);
        questioning = new Questioning(asked.questions());
        alerting = asked.alerting();
        pulls = asked.pulls();
        branches = asked.branches();
        reverts = asked.reverts();
        this.version = version;
    }

    /** Answers {@code line}, said by {@code user} at that moment where people speak about {@code repository}. */
    Reply answer(RepositoryId repository, String user, Instant at, String line) {
        var actor = new Actor.SlackUser(user);
        var words = Arrays.stream(line.strip().split("\\s+"))
                .filter(w -> !w.isEmpty())
                .toList();
        if (words.isEmpty()) return Reply.of(help(repository, actor));
        var word = Word.of(words.getFirst());
        if (word.isEmpty()) return Reply.of(unknown(words.getFirst()));
        var rest = words.subList(1, words.size());
        var refusal = refusal(about(repository, word.get(), rest), actor, word.get());
        if (refusal.isPresent()) return Reply.of(refusal.get());
        // Line breaks and blanks mean something in SQL.
        if (QUESTIONS.contains(word.get()))
            return questioning.say(
                    repository,
                    actor,
                    word.get(),
                    line.strip().substring(words.getFirst().length()).strip());
        if (word.get() == Word.PLAN && !rest.isEmpty() && !PullAnswers.isNamedBy(rest.getFirst()))
            return branches.plan(repository, rest.getFirst());
        if (word.get() == Word.REVERT) return revert(actor, rest);
        return Reply.of(say(repository, actor, at, word.get(), rest));
    }

    private String say(RepositoryId repository, Actor actor, Instant at, Word word, List<String> rest) {
        return switch (word) {
            case HELP -> help(repository, actor);
            case VERSION -> "Gough " + version;
            case STATUS -> status(actor);
            case ROLLOUTS -> newest(repository);
            case PULLS -> pulls.waiting(repository, actor);
            case PLAN -> rest.isEmpty() ? word.usage() : pulls.plan(repository, rest.getFirst());
            case LINK -> link(repository, actor);
            case DRIFT -> findings(repository);
            case HOST -> rest.isEmpty() ? word.usage() : host(repository, rest.getFirst());
            case RECONCILE -> spoken(rollouts.reconcile(repository, actor));
            case STOP -> stop(repository, actor, rest);
            case RESUME -> resume(repository, actor, rest);
            case CONFIRM, ACCEPT, REOPEN, CONFIRM_LOST -> resolutions.say(repository, actor, word, rest);
            case ALERTS, ACK, SILENCE, UNSILENCE -> alerting.say(repository, actor, word, rest);
            case ASK, QUERY, REVERT -> word.usage(); // answered before
            case POWER, TEST, REINSTALL, WITHDRAW, MAINTENANCE -> requesting.say(repository, actor, word, rest);
            case APPROVE, REJECT ->
                rest.size() > 1 && PullAnswers.isNamedBy(rest.getFirst())
                        ? spoken(onPull(repository, actor, at, word, rest))
                        : onRollout(actor, word, rest);
            case RETRY, CANCEL, EARLY, OVERRULE -> onRollout(actor, word, rest);
        };
    }

    /** Git and the forge take longer than Slack waits. */
    private Reply revert(Actor actor, List<String> rest) {
        if (rest.isEmpty()) return Reply.of(Word.REVERT.usage());
        var id = number(rest.getFirst());
        return id.isEmpty()
                ? Reply.of(noRollout(rest.getFirst()))
                : Reply.then(":hourglass: Taking %s back …".formatted(id.get()), () -> reverts.revert(id.get(), actor));
    }

    private static String noRollout(String typed) {
        return Mrkdwn.words(typed) + " is no rollout: they are called r1, r2, …";
    }

    private String stop(RepositoryId repository, Actor actor, List<String> rest) {
        if (reason(rest).isEmpty()) return "Say why, for the people who will ask: " + Word.STOP.usage();
        try {
            return spoken(rollouts.stop(scope(repository, rest), actor, reason(rest)));
        } catch (IllegalArgumentException e) {
            return spoken(new Verdict.Refused(String.valueOf(e.getMessage())));
        }
    }

    private String resume(RepositoryId repository, Actor actor, List<String> rest) {
        if (!rest.isEmpty() && !isScope(rest.getFirst())) return Word.RESUME.usage();
        try {
            return spoken(rollouts.resume(scope(repository, rest), actor));
        } catch (IllegalArgumentException e) {
            return spoken(new Verdict.Refused(String.valueOf(e.getMessage())));
        }
    }

    private static boolean isScope(String word) {
        return word.matches("(zone|pool|label|maas|fleet):.+");
    }

    /** The part of the repository that the first word names, else all of it. */
    private static Scope scope(RepositoryId repository, List<String> rest) {
        if (rest.isEmpty() || !isScope(rest.getFirst())) return Scope.whole(Optional.of(repository));
        return Scope.parse(Optional.of(repository), rest.getFirst());
    }

    /** What follows the scope, if one is named. */
    private static String reason(List<String> rest) {
        int from = !rest.isEmpty() && isScope(rest.getFirst()) ? 1 : 0;
        return String.join(" ", rest.subList(from, rest.size()));
    }

    private String onRollout(Actor actor, Word word, List<String> rest) {
        boolean namesDigest = NAMING_DIGESTS.contains(word);
        if (rest.size() < (namesDigest ? 2 : 1)) return word.usage() + (namesDigest ? digestHint(word) : "");
        var id = number(rest.getFirst());
        if (id.isEmpty()) return noRollout(rest.getFirst()) + pullHint(word);
        var verdict = switch (word) {
            case APPROVE -> approve(id.get(), actor, rest);
            case REJECT -> rollouts.reject(id.get(), actor, rest.get(1), reason(rest, 2), "slack");
            case CANCEL -> rollouts.cancel(id.get(), actor, reason(rest, 1));
            case OVERRULE -> rollouts.overrule(id.get(), actor, rest.get(1), said(rest, 2));
            case EARLY -> rollouts.early(id.get(), actor, rest.get(1), said(rest, 2));
            default -> rest.size() > 1 ? rollouts.retry(id.get(), actor, rest.get(1)) : rollouts.retry(id.get(), actor);
        };
        return spoken(verdict);
    }

    private Verdict onPull(RepositoryId repository, Actor actor, Instant at, Word word, List<String> rest) {
        if (word == Word.REJECT) return pulls.reject(repository, rest.getFirst(), actor, rest.get(1), reason(rest, 2));
        return destroying(rest, number -> pulls.approve(repository, rest.getFirst(), actor, rest.get(1), number, at));
    }

    private Verdict approve(RolloutId id, Actor actor, List<String> rest) {
        return destroying(rest, number -> rollouts.approve(id, actor, rest.get(1), number, "slack"));
    }

    /** With how many destroyed hosts were typed, if that is a number. */
    private static Verdict destroying(List<String> rest, Function<OptionalInt, Verdict> yes) {
        if (rest.size() < 3) return yes.apply(OptionalInt.empty());
        if (!rest.get(2).matches("[0-9]{1,9}"))
            return new Verdict.Refused("How many hosts are destroyed is a number: /gough approve ID DIGEST NUMBER.");
        return yes.apply(OptionalInt.of(Integer.parseInt(rest.get(2))));
    }

    private static String pullHint(Word word) {
        return word == Word.APPROVE || word == Word.REJECT ? " Pull requests are called pr-1, pr-2, …" : "";
    }

    private static String digestHint(Word word) {
        if (word == Word.OVERRULE)
            return "\nThe digest is that of the change itself; the message that says what its guards hold names it.";
        return "\nThe digest is at the foot of its message; twelve digits of it will do.";
    }

    private static String reason(List<String> rest, int from) {
        var said = said(rest, from);
        return said.isEmpty() ? "no reason given" : said;
    }

    private static String said(List<String> rest, int from) {
        return String.join(" ", rest.subList(Math.min(from, rest.size()), rest.size()));
    }

    private static Optional<RolloutId> number(String text) {
        return text.matches("r?[1-9][0-9]{0,17}") ? Optional.of(RolloutId.parse(text)) : Optional.empty();
    }

    /** A verdict in words. */
    static String spoken(Verdict verdict) {
        return switch (verdict) {
            case Verdict.Accepted(var text) -> ":white_check_mark: " + Mrkdwn.words(text);
            case Verdict.Refused(var text) -> ":no_entry: " + Mrkdwn.words(text);
        };
    }

    /** Whoever changes gough.yaml links accounts, by a commit that others look at: nobody does it for themselves here. */
    private String link(RepositoryId repository, Actor actor) {
        var id = actor.account().replace("slack:", "");
        var known = pulls.together(repository).stream()
                .flatMap(one -> rollouts.person(one, actor).stream()
                        .map(person -> ":link: You are *%s* in %s, with the roles %s."
                                .formatted(
                                        Mrkdwn.words(person.name()),
                                        Mrkdwn.words(one.value()),
                                        person.roles().stream()
                                                .map(role -> low(role.name()))
                                                .sorted()
                                                .collect(Collectors.joining(", ")))))
                .toList();
        if (!known.isEmpty()) return String.join("\n", known);
        return "Gough does not know you. Add `slack: %s` to your entry under `people` of gough.yaml, or an entry, in a pull request; it counts once that is merged and accepted."
                .formatted(Mrkdwn.words(id));
    }

    private String help(RepositoryId repository, Actor actor) {
        var lines = new ArrayList<String>();
        lines.add("*Gough* — hosts, templates and queries from git, for " + Mrkdwn.words(repository.value()));
        for (var word : Word.values()) {
            boolean may = !QUESTIONS.contains(word) || questioning.may(repository, actor);
            if (may && refusal(about(repository, word, List.of()), actor, word).isEmpty()) lines.add(word.help());
        }
        if (rollouts.person(repository, actor).isEmpty())
            lines.add("Gough does not know you. To be known, put your Slack user id `%s` into gough.yaml."
                    .formatted(Mrkdwn.words(actor.account().replace("slack:", ""))));
        return String.join("\n", lines);
    }

    /** Whose rules say who may: several repositories may speak in a channel, and what is named is of one of them, or of none. */
    private List<RepositoryId> about(RepositoryId here, Word word, List<String> rest) {
        if (!NAMING_ONE.contains(word)) return List.of(here);
        if (rest.isEmpty()) return pulls.together(here);
        if (PullAnswers.isNamedBy(rest.getFirst())) return pulls.meant(here, rest.getFirst());
        return number(rest.getFirst())
                .flatMap(rollouts::find)
                .map(rollout -> List.of(rollout.repository()))
                .orElseGet(() -> pulls.together(here));
    }

    /** Why this is not for whoever says it; who may do it in one of the repositories is told there whether they may do this. */
    private Optional<String> refusal(List<RepositoryId> repositories, Actor actor, Word word) {
        if (word.role().isEmpty()) return Optional.empty();
        var role = word.role().get();
        var people = repositories.stream()
                .flatMap(repository -> rollouts.person(repository, actor).stream())
                .toList();
        if (people.stream().anyMatch(person -> person.may(role))) return Optional.empty();
        return Optional.of(people.stream()
                .findFirst()
                .map(Person::name)
                .map(name -> ":no_entry: %s, `%s` needs the role %s."
                        .formatted(Mrkdwn.words(name), word.text(), low(role.name())))
                .orElse(":no_entry: Gough does not know you: your Slack user id stands in no gough.yaml in force."));
    }

    private static String unknown(String typed) {
        var near = Word.near(typed)
                .map(w -> " Did you mean `/gough " + w.text() + "`?")
                .orElse("");
        return "I do not know %s.%s `/gough help` lists what you may say."
                .formatted(Mrkdwn.code(Mrkdwn.cut(typed, 40)), near);
    }

    /** Of the repositories whose rules let this person see them. */
    private String status(Actor actor) {
        var lines = new ArrayList<String>();
        for (var status : rollouts.status()) {
            var person = rollouts.person(status.repository(), actor);
            if (person.filter(p -> p.may(Role.VIEWER)).isPresent()) lines.addAll(status(status));
        }
        return Mrkdwn.lines(lines, ANSWER);
    }

    private static List<String> status(RepositoryStatus status) {
        var lines = new ArrayList<String>();
        lines.add("*%s* %s, mode %s, at %s"
                .formatted(
                        Mrkdwn.words(status.repository().value()),
                        Mrkdwn.words(status.branch()),
                        status.mode().word(),
                        status.revision().map(r -> Mrkdwn.code(r.brief())).orElse("no revision yet")));
        status.stopped().ifPresent(why -> lines.add(":octagonal_sign: *stopped*: " + Mrkdwn.words(why)));
        status.stops().stream()
                .filter(stop -> !stop.scope().word().isEmpty())
                .forEach(stop -> lines.add(":octagonal_sign: " + Mrkdwn.words(stop.words())));
        for (var backend : status.backends())
            backend.problem()
                    .ifPresent(why -> lines.add(":warning: %s: %s%s"
                            .formatted(
                                    Mrkdwn.words(backend.name()),
                                    Mrkdwn.words(Mrkdwn.cut(why, 200)),
                                    backend.observedAt()
                                            .map(at -> " Known " + asOf(at))
                                            .orElse(""))));
        status.latest().ifPresent(rollout -> {
            lines.add(line(rollout));
            rollout.waits().ifPresent(waits -> lines.add(":hourglass: " + Mrkdwn.words(Mrkdwn.cut(waits.why(), 400))));
        });
        for (var blocked : status.blocked())
            lines.add(":no_entry_sign: %s — %s%s"
                    .formatted(
                            Mrkdwn.code(blocked.subject().text()),
                            Mrkdwn.words(Mrkdwn.cut(blocked.why(), 200)),
                            Mrkdwn.line(status.deed(blocked.subject(), Instant.now()))));
        lines.addAll(health(status.health()));
        status.requests().stream()
                .filter(request -> request.ended().isEmpty())
                .forEach(request -> lines.add(Requesting.line(request)));
        if (!status.findings().isEmpty())
            lines.add(":mag: %d findings: `/gough drift`"
                    .formatted(status.findings().size()));
        return lines;
    }

    /** How many are unhealthy or unknown, and the first few of them; nothing when all is well. */
    private static List<String> health(HealthSummary health) {
        int unhealthy = health.count(Health.State.UNHEALTHY);
        int unknown = health.count(Health.State.UNKNOWN);
        if (unhealthy + unknown == 0) return List.of();
        var lines = new ArrayList<String>();
        lines.add(":stethoscope: health of %d hosts: %d healthy, %d unhealthy, %d unknown"
                .formatted(
                        health.counts().values().stream()
                                .mapToInt(Integer::intValue)
                                .sum(),
                        health.count(Health.State.HEALTHY),
                        unhealthy,
                        unknown));
        health.lines(SICK).forEach(line -> lines.add("• " + Mrkdwn.words(Mrkdwn.cut(line, 250))));
        return lines;
    }

    private String newest(RepositoryId repository) {
        var all = rollouts.list(repository, Optional.empty(), NEWEST);
        if (all.isEmpty()) return "No rollout yet.";
        return Mrkdwn.lines(all.stream().map(Conversation::line).toList(), ANSWER);
    }

    private static String line(Rollout rollout) {
        return "*%s* %s %s %s%s"
                .formatted(
                        rollout.id(),
                        rollout.state().word(),
                        Mrkdwn.code(rollout.revision().brief()),
                        Mrkdwn.line(Mrkdwn.cut(rollout.subject(), 80)),
                        rollout.plan()
                                .map(p -> " — " + new PlanBlocks(p).verdict())
                                .orElse(""));
    }

    private String findings(RepositoryId repository) {
        var lines = rollouts.status().stream()
                .filter(status -> status.repository().equals(repository))
                .flatMap(status -> Stream.concat(
                        status.causes().stream().map(Conversation::cause),
                        status.singleFindings().stream().map(finding -> finding(status, finding))))
                .toList();
        var none = lines.isEmpty() ? Stream.of("No drift that waits for a decision.") : lines.stream();
        return Mrkdwn.lines(Stream.concat(none, accepted(repository).stream()).toList(), ANSWER);
    }

    private static String cause(SharedCause cause) {
        return "• *%s* (%s) — %s `/gough accept all %s REASON`"
                .formatted(
                        Mrkdwn.words(cause.who()),
                        cause.kind(),
                        Mrkdwn.words(Mrkdwn.cut(cause.what(), 700)),
                        cause.digest().substring(0, 12));
    }

    private static String finding(RepositoryStatus status, Plan.Finding finding) {
        return "• %s (%s) — %s%s"
                .formatted(
                        Mrkdwn.code(finding.subject().text()),
                        finding.kind(),
                        Mrkdwn.words(Mrkdwn.cut(finding.what(), 500)),
                        Mrkdwn.line(status.deed(finding.subject(), Instant.now())));
    }

    /** A moment in the reader's own time zone. */
    private static String asOf(Instant at) {
        return "as of <!date^%d^{date_short_pretty} {time}|%s>".formatted(at.getEpochSecond(), at);
    }

    private List<String> accepted(RepositoryId repository) {
        return rollouts.status().stream()
                .filter(status -> status.repository().equals(repository))
                .flatMap(status -> status.acceptedFindings().stream())
                .map(Resolutions::line)
                .toList();
    }

    private String host(RepositoryId repository, String name) {
        return rollouts.hosts(repository).stream()
                .filter(host -> host.name().value().equalsIgnoreCase(name))
                .findFirst()
                .map(Conversation::host)
                .orElseGet(() -> "No host %s is declared.".formatted(Mrkdwn.code(Mrkdwn.cut(name, 64))));
    }

    private static String host(HostStatus host) {
        var lines = new ArrayList<String>();
        if (!host.detail().isEmpty()) lines.add(Mrkdwn.words(host.detail()));
        lines.add(health(host.health()));
        host.deed().ifPresent(deed -> lines.add(":bust_in_silhouette: " + Mrkdwn.line(deed.words(Instant.now()))));
        host.findings()
                .forEach(f -> lines.add(":mag: finding %s (%s)"
                        .formatted(f.kind(), Mrkdwn.code(f.digest().substring(0, 12)))));
        host.acceptedFindings().forEach(accepted -> lines.add(Resolutions.line(accepted)));
        host.requests().stream().limit(REQUESTS).forEach(request -> lines.add(Requesting.line(request)));
        var detail = lines.isEmpty() ? "" : "\n" + Mrkdwn.lines(lines, ANSWER - 600);
        return "*%s* — %s\ngoal %s, machine %s %s%s, zone %s, pool %s, declared at %s%s"
                .formatted(
                        host.name(),
                        host.sync(),
                        host.goal(),
                        host.systemId().map(id -> Mrkdwn.code(id.value())).orElse("(none)"),
                        Mrkdwn.words(host.status()),
                        host.observedAt().map(at -> " " + asOf(at)).orElse(""),
                        Mrkdwn.words(host.zone()),
                        Mrkdwn.words(host.pool()),
                        Mrkdwn.code(host.place()),
                        detail);
    }

    private static String health(Health health) {
        return "%s %s%s%s"
                .formatted(
                        switch (health.state()) {
                            case HEALTHY -> ":green_heart:";
                            case UNHEALTHY -> ":broken_heart:";
                            case UNKNOWN -> ":grey_question:";
                            case NOT_EXPECTED -> ":zzz:";
                        },
                        health.state().word().replace('-', ' '),
                        health.reasons().isEmpty() ? "" : ": " + Mrkdwn.words(Mrkdwn.cut(health.words(), 500)),
                        health.asOf().map(at -> " (" + asOf(at) + ")").orElse(""));
    }

    private static String low(String text) {
        return text.toLowerCase(Locale.ROOT);
    }
}
