package io.penguintech.gough.demo;

import io.penguintech.gough.simulators.forge.ForgeDialect;
import io.penguintech.gough.simulators.git.Edit;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** Which forge the demo plays with, and what it calls things. */
enum DemoForge {
    /** Its reviews name the commit that was seen. */
    GITHUB("GitHub", "pull request", "", "acme/infra"),
    /** An approval stands, whatever is pushed, until it is revoked. */
    GITLAB("GitLab", "merge request", "!", "acme/metal/infra"),
    /** As GitHub, and Forgejo as Gitea. */
    GITEA("Gitea", "pull request", "", "acme/infra");

    private static final String RULES = "gough.yaml";

    private final String title;
    private final String request;
    private final String sign;
    private final String project;

    DemoForge(String title, String request, String sign, String project) {
        this.title = title;
        this.request = request;
        this.sign = sign;
        this.project = project;
    }

    /** The one of this word. */
    static Optional<DemoForge> of(String word) {
        return Arrays.stream(values())
                .filter(forge -> forge.word().equals(word))
                .findFirst();
    }

    /** Which there are, as words of a sentence. */
    static String all() {
        var words = Arrays.stream(values()).map(DemoForge::word).toList();
        return words.stream().limit(words.size() - 1L).collect(Collectors.joining(", ")) + " or " + words.getLast();
    }

    /** Its word in settings, addresses and {@code gough.yaml}. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Its name. */
    String title() {
        return title;
    }

    /** What is proposed there: a pull request, or a merge request. */
    String request() {
        return request;
    }

    /** The same of this number, as people there call it. */
    String request(long number) {
        return "%s %s%d".formatted(request, sign, number);
    }

    /** The same at the beginning of a sentence. */
    String capital(long number) {
        var words = request(number);
        return words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1);
    }

    /** What stands before the number of one. */
    String sign() {
        return sign.isEmpty() ? "#" : sign;
    }

    /** The infra repository. */
    String project() {
        return project;
    }

    /** Whether somebody's approval stands until they revoke it, so that there is no second one. */
    boolean keepsApprovals() {
        return this == GITLAB;
    }

    ForgeDialect dialect() {
        return switch (this) {
            case GITHUB -> ForgeDialect.GITHUB;
            case GITLAB -> ForgeDialect.GITLAB;
            case GITEA -> ForgeDialect.GITEA;
        };
    }

    /** A new secret of its webhooks, the best kind it has. */
    String newWebhookSecret() {
        return this == GITLAB ? Credentials.signingToken() : Credentials.random();
    }

    /** The example names accounts on GitHub; people have the same ones here. */
    Edit fitted(Edit edit) {
        return edit instanceof Edit.Write(var path, var content) && path.equals(RULES)
                ? Edit.write(path, fitted(new String(content, StandardCharsets.UTF_8)))
                : edit;
    }

    private String fitted(String rules) {
        return rules.replace(GITHUB.word(), word());
    }

    /** The example's rules, as they would stand in a repository on this forge. */
    String rules() {
        return fitted(ExampleRepository.file(RULES));
    }
}
