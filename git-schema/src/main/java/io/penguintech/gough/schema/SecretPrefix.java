package io.penguintech.gough.schema;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Paths of secrets, and the hosts that may refer to them.
 *
 * @param path matched by whole steps: {@code bmc} holds {@code bmc/hv-01}, not {@code bmcx}
 * @param labels what the labels of a host must be; without any the prefix is not bound to hosts
 */
public record SecretPrefix(String path, SortedMap<String, String> labels) {
    private static final String FORM = "Write a path such as prod/, or prod/ for env=production role=db";
    private static final Pattern PATH = Pattern.compile("[A-Za-z0-9_@.+-]+(/[A-Za-z0-9_@.+-]+)*/?");
    private static final Pattern CONDITION = Pattern.compile("([^=,;]+)=([^=,;]+)");

    /** Keeps an unmodifiable copy; the path without its closing slash. */
    public SecretPrefix {
        path = path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
        labels = Collections.unmodifiableSortedMap(new TreeMap<>(labels));
    }

    /**
     * Reads {@code PATH/} or {@code PATH/ for KEY=VALUE KEY=VALUE}: all of these labels, spelled exactly so.
     *
     * @throws IllegalArgumentException for any other spelling; the message says what to write
     */
    public static SecretPrefix parse(String text) {
        var words = List.of(text.strip().split("\\s+"));
        var path = words.getFirst();
        if (path.isEmpty())
            throw new IllegalArgumentException("is empty, which would allow every secret. %s.".formatted(FORM));
        if (!PATH.matcher(path).matches() || List.of(path.split("/")).stream().anyMatch(step -> step.matches("\\.+")))
            throw new IllegalArgumentException("\"%s\" is no path of secrets. %s.".formatted(path, FORM));
        if (words.size() == 1) return new SecretPrefix(path, new TreeMap<>());
        if (!words.get(1).equals("for") || words.size() == 2)
            throw new IllegalArgumentException("\"%s\": after the path stands nothing, or the word for and labels. %s."
                    .formatted(text.strip(), FORM));
        return new SecretPrefix(path, labels(text.strip(), words.subList(2, words.size())));
    }

    private static SortedMap<String, String> labels(String text, List<String> conditions) {
        var labels = new TreeMap<String, String>();
        for (var condition : conditions) {
            var parts = CONDITION.matcher(condition);
            if (!parts.matches())
                throw new IllegalArgumentException(
                        "\"%s\": \"%s\" is no label such as env=production; several stand with spaces between them. %s."
                                .formatted(text, condition, FORM));
            if (labels.putIfAbsent(parts.group(1), parts.group(2)) != null)
                throw new IllegalArgumentException(
                        ("\"%s\" names label %s twice, and no host has two values of it. For hosts with either value write"
                                        + " an entry for each.")
                                .formatted(text, parts.group(1)));
        }
        return labels;
    }

    /** Whether {@code ref} lies below the path. */
    boolean holds(SecretRef ref) {
        return ref.path().equals(path) || ref.path().startsWith(path + "/");
    }

    /** Whether a host with these labels may refer to what lies below the path. */
    boolean isFor(Map<String, String> host) {
        return labels.entrySet().stream().allMatch(label -> label.getValue().equals(host.get(label.getKey())));
    }

    /** The labels as they are written: {@code env=production role=db}. */
    String condition() {
        return labels.entrySet().stream()
                .map(label -> label.getKey() + "=" + label.getValue())
                .collect(Collectors.joining(" "));
    }

    /** As it is written, without the closing slash. */
    @Override
    public String toString() {
        return labels.isEmpty() ? path : path + " for " + condition();
    }
}
