package io.penguintech.gough.reconcile.http;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Takes known secrets out of texts that came back from a server: servers echo what they were sent, and worse. Prints
 * nothing of what it knows.
 */
public final class Redaction {
    /** Shorter secrets would take single letters out of every word; a text that holds one is withheld as a whole. */
    private static final int SHORT = 4;

    private static final String MASK = "•••";
    private static final String WITHHELD = "(the message is withheld: it may hold a secret)";
    /** Base64 of user data: no server needs to repeat that much of it to be understood. */
    private static final Pattern LONG_RUN = Pattern.compile("[A-Za-z0-9+/=]{32,}");

    private final List<String> longest;
    private final Set<String> tiny;

    private Redaction(Set<String> secrets) {
        this.longest = secrets.stream()
                .filter(secret -> secret.length() >= SHORT)
                .sorted(Comparator.comparingInt(String::length).reversed())
                .toList();
        this.tiny = Set.copyOf(
                secrets.stream().filter(secret -> secret.length() < SHORT).toList());
    }

    /** Knows these secrets, each line of them, and how they look in a form, in JSON and in base64. */
    public static Redaction of(Stream<String> secrets) {
        var all = new HashSet<String>();
        secrets.flatMap(secret ->
                        Stream.concat(Stream.of(secret), secret.lines().map(String::strip)))
                .filter(secret -> !secret.isBlank())
                .forEach(secret -> {
                    all.add(secret);
                    all.add(URLEncoder.encode(secret, StandardCharsets.UTF_8));
                    all.add(secret.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n"));
                    all.add(Base64.getEncoder().encodeToString(secret.getBytes(StandardCharsets.UTF_8)));
                });
        return new Redaction(all);
    }

    /** {@code text} with every known secret and every long run of base64 replaced. */
    public String clean(String text) {
        if (tiny.stream().anyMatch(text::contains)) return WITHHELD;
        var cleaned = text;
        for (var secret : longest) cleaned = cleaned.replace(secret, MASK);
        return LONG_RUN.matcher(cleaned).replaceAll(MASK);
    }

    @Override
    public String toString() {
        return "Redaction";
    }
}
