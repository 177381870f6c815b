package io.penguintech.gough.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SecretPrefixesTest {
    private static final SecretPrefixes BOUND =
            SecretPrefixes.only(List.of("bmc/", "prod/ for env=production", "prod/db for env=production role=db"));

    @Test
    void theLongestPrefixThatHoldsAPathDecides() {
        assertThat(allowed(BOUND, "bmc/x", Map.of())).isTrue();
        assertThat(allowed(BOUND, "prod/x", Map.of())).isFalse();
        assertThat(allowed(BOUND, "prod/x", Map.of("env", "production"))).isTrue();
        assertThat(allowed(BOUND, "prod/db/x", Map.of("env", "production"))).isFalse();
        assertThat(allowed(BOUND, "prod/db/x", Map.of("env", "production", "role", "db")))
                .isTrue();
        assertThat(allowed(BOUND, "prod/dbx", Map.of("env", "production"))).isTrue();
        var opened = SecretPrefixes.only(List.of("prod/ for env=production", "prod/public/"));
        assertThat(allowed(opened, "prod/public/x", Map.of())).isTrue();
        assertThat(allowed(opened, "prod/x", Map.of())).isFalse();
    }

    @Test
    void twoEntriesForOnePathAreForHostsOfEitherKind() {
        var either = SecretPrefixes.only(List.of("prod for env=production", "prod for env=staging"));
        assertThat(allowed(either, "prod/x", Map.of("env", "staging"))).isTrue();
        assertThat(allowed(either, "prod/x", Map.of("env", "production"))).isTrue();
        assertThat(allowed(either, "prod/x", Map.of("env", "test"))).isFalse();
    }

    @Test
    void everyUnclearSpellingIsNamedAtOnceWithItsNumberAndTheFix() {
        var problems = SecretPrefixes.problems(List.of(
                "bmc/",
                " ",
                "/etc",
                "a/../b",
                "prod/*",
                "prod/ env=production",
                "prod/ for",
                "prod/ for production",
                "prod/ for env=",
                "prod/ for env=a,role=db",
                "prod/ for env=a env=b",
                "ok/ for env=a",
                "ok",
                "bmc for env=a"));
        assertThat(problems.keySet()).containsExactly(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 13);
        assertThat(problems)
                .hasEntrySatisfying(1, text -> assertThat(text).contains("every secret", "Write a path such as"))
                .hasEntrySatisfying(4, text -> assertThat(text).contains("\"prod/*\" is no path"))
                .hasEntrySatisfying(5, text -> assertThat(text).contains("the word for"))
                .hasEntrySatisfying(9, text -> assertThat(text).contains("\"env=a,role=db\" is no label"))
                .hasEntrySatisfying(10, text -> assertThat(text).contains("names label env twice", "an entry for each"))
                .hasEntrySatisfying(
                        12, text -> assertThat(text).contains("\"ok for env=a\" and \"ok\" contradict each other"))
                .hasEntrySatisfying(13, text -> assertThat(text).contains("contradict"));
        assertThatThrownBy(() -> SecretPrefixes.only(List.of("/etc", "")))
                .hasMessageContainingAll("\"/etc\" is no path", "is empty");
    }

    @Test
    void aHostWithoutTheLabelsMayNotReferToABoundSecretInDocumentProfileOrTemplate() {
        var repo = Repo.create()
                .with("templates/t.yaml", "#cloud-config\npassword: ${{ secret('prod/web#token') }}\n")
                .with("templates/unused.yaml", "#cloud-config\npassword: ${{ secret('prod/web#token') }}\n")
                .withProfile("p", "values: {a: {secret: prod/a#b}}")
                .withHost("h1", "profiles: [p]\ntemplates: [t]\ndescription: \"${{ values.c }}\"\nvalues: {c: c}")
                .withHost("h2", "values: {b: \"token ${{ secret('prod/db/x#y') }}\"}")
                .with(
                        "hosts/h3.yaml",
                        Repo.host("h3", "profiles: [p]\ntemplates: [t]\nvalues: {b: {secret: prod/db/x#y}}")
                                .replace("role: web", "role: db, env: production"));
        assertThat(errors(repo))
                .containsExactly(
                        "hosts/h2.yaml:6:15: error: Secret not allowed. Host h2 may not refer to <secret prod/db/x#y>:"
                                + " paths under prod/db are for hosts with env=production role=db only (server"
                                + " settings), and it has no label env and role=web. Refer to another secret; or"
                                + " correct its labels.",
                        "profiles/p.yaml:5:15: error: Secret not allowed. Host h1 may not refer to <secret prod/a#b>:"
                                + " paths under prod are for hosts with env=production only (server settings), and it"
                                + " has no label env. Refer to another secret; or correct its labels.",
                        "templates/t.yaml:2:11: error: Secret not allowed. Host h1 may not refer to <secret"
                                + " prod/web#token>: paths under prod are for hosts with env=production only (server"
                                + " settings), and it has no label env. Refer to another secret; or correct its"
                                + " labels.");
    }

    @Test
    void goughYamlMayReferToNoBoundSecretBecauseItsValuesReachEveryHost() {
        var repo = Repo.empty()
                .with("gough.yaml", Repo.GOUGH.replace("{}", "{values: {token: {secret: prod/x#y}}}"))
                .with(
                        "hosts/a.yaml",
                        Repo.host("a", "values: {t: \"${{ repository.token }}\"}")
                                .replace("role: web", "env: production"));
        assertThat(errors(repo))
                .singleElement()
                .asString()
                .startsWith("gough.yaml:4:24: error: Secret not allowed. gough.yaml may not refer to <secret prod/x#y>:"
                        + " paths under prod are for hosts with env=production only");
    }

    private static boolean allowed(SecretPrefixes prefixes, String path, Map<String, String> labels) {
        return prefixes.judge(new SecretRef(path, "key"), labels) instanceof SecretPrefixes.Verdict.Allowed;
    }

    private static List<String> errors(Repo repo) {
        return switch (new InventoryLoader(Limits.DEFAULT, BOUND).load(repo.tree())) {
            case Loaded.Valid valid -> List.of();
            case Loaded.Invalid(var diagnostics) ->
                diagnostics.stream()
                        .filter(d -> d.severity() == Diagnostic.Severity.ERROR)
                        .map(Diagnostic::toString)
                        .toList();
        };
    }
}
