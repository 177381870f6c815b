package io.penguintech.gough.schema;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Which secrets a repository may refer to, and for which of its hosts. A setting of the server, never of the repository.
 * Of several prefixes that hold a path the longest decide; of equally long ones each.
 *
 * @param allowed the prefixes
 * @param everything whether every path is allowed
 */
public record SecretPrefixes(List<SecretPrefix> allowed, boolean everything) {
    /** Every path: for looking at a repository without a server. */
    public static final SecretPrefixes ANY = new SecretPrefixes(List.of(), true);

    /** Keeps a copy. */
    public SecretPrefixes {
        allowed = List.copyOf(allowed);
    }

    /** What the settings say of one reference. */
    public sealed interface Verdict {
        /** It may be used. */
        record Allowed() implements Verdict {}

        /** No prefix holds it: nothing in the repository may refer to it. */
        record Outside() implements Verdict {}

        /**
         * Only hosts with other labels may refer to it.
         *
         * @param to the prefixes that hold it, at least one
         */
        record Bound(List<SecretPrefix> to) implements Verdict {
            /** Keeps a copy. */
            public Bound {
                to = List.copyOf(to);
            }

            /** The rule: {@code paths under prod are for hosts with env=production only}. */
            public String rule() {
                return "paths under %s are for hosts with %s only"
                        .formatted(
                                to.getFirst().path(),
                                to.stream().map(SecretPrefix::condition).collect(Collectors.joining(", or ")));
            }
        }
    }

    /**
     * Only what lies under these prefixes; none at all when the list is empty.
     *
     * @throws IllegalArgumentException when {@link #problems} finds any
     */
    public static SecretPrefixes only(List<String> prefixes) {
        var problems = problems(prefixes);
        if (!problems.isEmpty()) throw new IllegalArgumentException(String.join("; ", problems.values()));
        return new SecretPrefixes(prefixes.stream().map(SecretPrefix::parse).toList(), false);
    }

    /** What is wrong with prefixes as they stand in the settings, by their number from 0. */
    public static Map<Integer, String> problems(List<String> prefixes) {
        var problems = new LinkedHashMap<Integer, String>();
        var read = new ArrayList<SecretPrefix>();
        for (int i = 0; i < prefixes.size(); i++) {
            try {
                var prefix = SecretPrefix.parse(prefixes.get(i));
                var contradiction = contradicted(prefix, read);
                if (contradiction.isPresent()) problems.put(i, contradiction.get());
                read.add(prefix);
            } catch (IllegalArgumentException e) {
                problems.put(i, String.valueOf(e.getMessage()));
            }
        }
        return problems;
    }

    private static Optional<String> contradicted(SecretPrefix prefix, List<SecretPrefix> before) {
        return before.stream()
                .filter(other -> other.path().equals(prefix.path()))
                .filter(other -> other.labels().isEmpty() != prefix.labels().isEmpty())
                .findFirst()
                .map(other ->
                        ("\"%s\" and \"%s\" contradict each other: the one is for every host, the other for some. Keep"
                                        + " one of the two.")
                                .formatted(other, prefix));
    }

    /**
     * What the settings say of {@code ref}.
     *
     * @param labels those of the host that refers to it; none for what belongs to no host
     */
    public Verdict judge(SecretRef ref, Map<String, String> labels) {
        if (everything) return new Verdict.Allowed();
        var holding = allowed.stream().filter(prefix -> prefix.holds(ref)).toList();
        if (holding.isEmpty()) return new Verdict.Outside();
        int longest = holding.stream()
                .mapToInt(prefix -> prefix.path().length())
                .max()
                .orElseThrow();
        var deciding = holding.stream()
                .filter(prefix -> prefix.path().length() == longest)
                .toList();
        return deciding.stream().anyMatch(prefix -> prefix.isFor(labels))
                ? new Verdict.Allowed()
                : new Verdict.Bound(deciding);
    }
}
