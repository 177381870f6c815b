package io.penguintech.gough.schema;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Checks the people of {@code gough.yaml} against each other: an account belongs to one person only. */
final class PeopleChecks {
    private final Problems problems;
    private final Map<String, Place> seen = new HashMap<>();

    PeopleChecks(Problems problems) {
        this.problems = problems;
    }

    void check(Document document) {
        var spec = new Fields(document.spec());
        for (var person : spec.items("people")) if (person instanceof Tree.Mapping map) person(new Fields(map));
        if (problems.anyErrorIn(document.place().file())) return;
        enoughApprovers(RepositoryDecoder.decode(document), spec.place("people"));
        lastingApprovals(spec.inner("approvals"));
    }

    private void lastingApprovals(Fields approvals) {
        if (approvals.period("validFor").filter(Duration::isZero).isPresent())
            problems.error(
                    "Value not allowed",
                    "spec.approvals.validFor: an approval that holds no time at all can never be used.",
                    approvals.place("validFor"));
    }

    private void person(Fields person) {
        once("name", person, "name");
        once("Slack user id", person, "slack");
        for (var forge : RepositoryDecoder.FORGES) {
            once(forge + " login", person, forge);
            once(forge + " account", person, forge + RepositoryDecoder.ACCOUNT);
        }
        for (var email : person.items("emails")) once("email address", email);
    }

    private void once(String what, Fields person, String key) {
        person.map().get(key).ifPresent(tree -> once(what, tree));
    }

    private void once(String what, Tree tree) {
        Fields.text(tree).or(() -> Fields.number(tree).map(String::valueOf)).ifPresent(text -> {
            var first = seen.putIfAbsent(what + " " + text.toLowerCase(Locale.ROOT), tree.place());
            if (first != null)
                problems.error(
                        "Person declared twice",
                        "The %s \"%s\" stands at %s already; one person, one entry.".formatted(what, text, first),
                        tree.place());
        });
    }

    private void enoughApprovers(Repository repository, Place place) {
        if (repository.mode() == Repository.Mode.OBSERVE) return;
        long approvers = repository.people().stream()
                .filter(person -> person.may(Repository.Role.APPROVER))
                .count();
        var wanting = List.of(Risk.values()).stream()
                .filter(risk -> repository.approvals().needed(risk) > approvers)
                .findFirst();
        wanting.ifPresent(risk -> problems.warning(
                "Too few approvers",
                "Changes of risk %s need %d, and %d may approve. Give more people the role approver."
                        .formatted(risk.word(), repository.approvals().needed(risk), approvers),
                place));
    }
}
