package io.penguintech.gough.templates.view;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A plan for people. All texts are masked and as they are: the views escape them.
 *
 * @param repository its name
 * @param revision full commit id
 * @param digest 64 hexadecimal digits; what an approval names
 * @param expires until when an approval can be given, when the plan is asked about
 * @param changes in the order they are started
 * @param blocked what nothing is done to
 * @param findings what only a decision can end
 * @param unchanged how many subjects are as declared
 */
public record PlanView(
        String repository,
        String revision,
        String digest,
        Optional<Moment> expires,
        List<Change> changes,
        List<BlockedRow> blocked,
        List<FindingRow> findings,
        int unchanged) {
    private static final List<String> ALWAYS_COUNTED = List.of("deploy", "reinstall", "release");
    private static final List<String> RISKS = List.of("destructive", "disruptive", "notice", "none");

    /** Keeps copies. */
    public PlanView {
        changes = List.copyOf(changes);
        blocked = List.copyOf(blocked);
        findings = List.copyOf(findings);
    }

    /**
     * A change.
     *
     * @param subject what it is about, such as {@code host hv-01}
     * @param verb deploy, prepare, release, reinstall, adopt, amend, restore, create, update, delete, rules
     * @param risk none, notice, disruptive, destructive
     * @param from what is there now, such as {@code Deployed (noble)}; may be empty
     * @param to what will be there; may be empty
     * @param because why, one sentence
     * @param digest 64 hexadecimal digits
     * @param dependsOn subjects of the changes that come first
     * @param fields what it alters
     */
    public record Change(
            String subject,
            String verb,
            String risk,
            String from,
            String to,
            String because,
            String digest,
            List<String> dependsOn,
            List<Field> fields) {
        /** Keeps copies. */
        public Change {
            dependsOn = List.copyOf(dependsOn);
            fields = List.copyOf(fields);
        }

        /** Whether something is lost by it. */
        public boolean isDestructive() {
            return risk.equals("destructive");
        }

        /** The verb as it is shown: in capitals when something is lost. */
        public String shownVerb() {
            return isDestructive() ? verb.toUpperCase(Locale.ROOT) : verb;
        }
    }

    /**
     * A field that a change alters.
     *
     * @param name its name as files spell it
     * @param before its value now; empty when there is none
     * @param after its value then; empty when there will be none
     */
    public record Field(String name, Optional<String> before, Optional<String> after) {}

    /** What is counted: {@code 3 deploy, 1 REINSTALL, 0 release, 996 unchanged}. */
    public String headline() {
        var verbs = new LinkedHashMap<String, Integer>();
        for (var verb : ALWAYS_COUNTED) verbs.put(verb, 0);
        for (var change : changes) verbs.merge(change.verb(), 1, Integer::sum);
        var counted = verbs.entrySet().stream().map(this::counted).collect(Collectors.joining(", "));
        var held = blocked.isEmpty() ? "" : ", " + count(blocked.size(), "blocked");
        return counted + held + ", " + count(unchanged, "unchanged");
    }

    private String counted(Map.Entry<String, Integer> verb) {
        boolean destroys =
                changes.stream().anyMatch(c -> c.isDestructive() && c.verb().equals(verb.getKey()));
        var word = destroys ? verb.getKey().toUpperCase(Locale.ROOT) : verb.getKey();
        return count(verb.getValue(), word);
    }

    private static String count(long number, String what) {
        return String.format(Locale.ROOT, "%,d %s", number, what);
    }

    /** The worst risk of its changes. */
    public String risk() {
        return RISKS.stream()
                .filter(risk -> changes.stream().anyMatch(c -> c.risk().equals(risk)))
                .findFirst()
                .orElse("none");
    }

    /** How many changes have each risk, the worst first, those without any left out: {@code 1 destructive, 3 none}. */
    public String riskCounts() {
        var counts = new ArrayList<String>();
        for (var risk : RISKS) {
            long count = changes.stream().filter(c -> c.risk().equals(risk)).count();
            if (count > 0) counts.add(count(count, risk));
        }
        return counts.isEmpty() ? "no change" : String.join(", ", counts);
    }

    /** Changes by which something is lost. */
    public List<Change> destructive() {
        return changes.stream().filter(Change::isDestructive).toList();
    }

    /** All other changes. */
    public List<Change> others() {
        return changes.stream().filter(change -> !change.isDestructive()).toList();
    }

    /** The digest as people say it: its first 12 digits. */
    public String shortDigest() {
        return digest.substring(0, Math.min(12, digest.length()));
    }

    /** The revision as people say it: its first 12 digits. */
    public String shortRevision() {
        return revision.substring(0, Math.min(12, revision.length()));
    }

    /** Whether there is nothing to do and nothing in the way. */
    public boolean inSync() {
        return changes.isEmpty() && blocked.isEmpty();
    }
}
