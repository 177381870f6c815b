package io.penguintech.gough.templates.cloudinit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PeerMergeTest {
    @Test
    void mergesMapsAndAppendsListsInOrder() {
        var infra = two("ntp: {enabled: true}\npackages: [b]", "packages: [a]\nntp: {servers: [x]}");
        assertThat(infra.masked()).isEqualTo("""
                        #cloud-config
                        ntp:
                          enabled: true
                          servers:
                            - x
                        packages:
                          - b
                          - a
                        """);
    }

    @Test
    void refusesTwoScalarsForOneKeyAndNamesBothPlaces() {
        assertThat(two("ntp:\n  enabled: true", "ntp:\n  enabled: 1").problems())
                .singleElement()
                .asString()
                .startsWith("templates/b.yaml:2:12: error: Templates disagree. \"ntp.enabled\" is 1 here and true at"
                        + " templates/a.yaml:2:12.")
                .contains("\"=enabled:\"");
    }

    @Test
    void tellsEveryDisagreementAtOnce() {
        assertThat(two("locale: a\ntimezone: b\nntp: {x: 1}", "locale: c\ntimezone: d\nntp: [1]")
                        .problems())
                .hasSize(3);
    }

    @Test
    void acceptsTheSameScalarTwice() {
        assertThat(two("timezone: Etc/UTC", "timezone: \"Etc/UTC\"").masked())
                .isEqualTo("#cloud-config\ntimezone: Etc/UTC\n");
    }

    @Test
    void tellsATextFromTheNumberItLooksLike() {
        assertThat(two("x: 1", "x: '1'").problems()).singleElement().asString().contains("is \"1\" here and 1 at");
    }

    @Test
    void appendsWithPlusAsWithout() {
        assertThat(two("packages: [a]", "+packages: [b]").masked())
                .isEqualTo("#cloud-config\npackages:\n  - a\n  - b\n");
    }

    @Test
    void replacesWithAnEqualsSign() {
        assertThat(two("packages: [a]\ntimezone: A", "=packages: [b]\n=timezone: B")
                        .masked())
                .isEqualTo("#cloud-config\npackages:\n  - b\ntimezone: B\n");
    }

    @Test
    void replacesAMapByAList() {
        assertThat(two("x: {a: 1}", "=x: [1]").masked()).isEqualTo("#cloud-config\nx:\n  - 1\n");
    }

    @Test
    void removesWithNull() {
        assertThat(two("packages: [a]\nntp: {a: 1, b: 2}", "packages: null\nntp: {a: null}")
                        .masked())
                .isEqualTo("#cloud-config\nntp:\n  b: 2\n");
    }

    @Test
    void obeysSignsAlsoWhereNothingStoodBefore() {
        assertThat(two("+packages: [a]\nntp: {=servers: [x], pools: null}", "locale: C")
                        .masked())
                .isEqualTo("#cloud-config\npackages:\n  - a\nntp:\n  servers:\n    - x\nlocale: C\n");
    }

    @Test
    void leavesSignsAndNullsInsideListsAlone() {
        assertThat(two("users: [{+name: a, passwd: null}]", "locale: C").masked())
                .isEqualTo("#cloud-config\nusers:\n  - \"+name\": a\n    passwd: null\nlocale: C\n");
    }

    @Test
    void combinesAListThatAPlaceholderBrings() {
        var infra = new Infra()
                .template("a", "packages: [a]")
                .template("b", "packages: ${{ values.more }}")
                .host("h", "more: [b, c]", "a", "b");
        assertThat(infra.masked()).isEqualTo("#cloud-config\npackages:\n  - a\n  - b\n  - c\n");
    }

    @Test
    void comparesSecretsByReference() {
        assertThat(two("password: \"${{ secret('a#b') }}\"", "password: \"${{ secret('a#b') }}\"")
                        .problems())
                .isEmpty();
        assertThat(two("password: \"${{ secret('a#b') }}\"", "password: \"${{ secret('a#c') }}\"")
                        .problems())
                .singleElement()
                .asString()
                .contains("<secret a#c>", "<secret a#b>");
    }

    private static Infra two(String first, String second) {
        return new Infra().template("a", first).template("b", second).host("h", "", "a", "b");
    }
}
