package io.penguintech.gough.templates.cloudinit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CloudInitSchemaTest {
    private static final String SMALL = """
            {"$schema": "http://json-schema.org/draft-04/schema#",
             "$defs": {
               "cc_packages": {"type": "object", "properties": {
                 "packages": {"type": "array", "minItems": 1, "items": {"type": "string"}},
                 "package_update": {"type": "boolean"}}},
               "cc_password": {"type": "object", "properties": {
                 "password": {"type": "string", "pattern": "^[a-z]+$"},
                 "chpasswd": {"type": "object", "additionalProperties": false,
                              "properties": {"expire": {"type": "boolean"}}}}}},
             "allOf": [{"$ref": "#/$defs/cc_packages"}, {"$ref": "#/$defs/cc_password"}]}
            """;

    private static UserDataRenderer renderer;

    @BeforeAll
    static void read() {
        renderer = new UserDataRenderer(new UserDataRenderer.Settings(8 << 20, Optional.of(SMALL)));
    }

    @Test
    void acceptsWhatTheSchemaAccepts() {
        assertThat(one("packages: [a]\npackage_update: yes\noutput: {all: x}").problems(renderer))
                .isEmpty();
    }

    @Test
    void tellsEachRefusalAtItsPlaceInTheTemplate() {
        assertThat(one("packages:\n- a\n- 5\npackage_update: maybe").problems(renderer))
                .hasSize(2)
                .anySatisfy(p -> assertThat(p)
                        .startsWith("templates/a.yaml:3:3: error: Refused by cloud-init's schema. packages[1]:")
                        .contains("string expected"))
                .anySatisfy(
                        p -> assertThat(p).startsWith("templates/a.yaml:4:17:").contains("boolean expected"));
    }

    @Test
    void tellsTheTemplateThatIsWrongAmongSeveral() {
        var infra = new Infra()
                .template("a", "packages: [a]")
                .template("b", "packages: [1]")
                .host("h", "", "a", "b");
        assertThat(infra.problems(renderer)).singleElement().asString().startsWith("templates/b.yaml:1:12:");
    }

    @Test
    void namesAnUnknownKeyInsideAMap() {
        assertThat(one("chpasswd:\n  expires: true").problems(renderer))
                .singleElement()
                .asString()
                .contains("expires");
    }

    @Test
    void warnsOfAnUnknownTopLevelKeyAndSuggestsTheNearest() {
        var rendered = one("pacakges: [a]").render(renderer);
        assertThat(rendered).isInstanceOf(Rendered.Valid.class);
        assertThat(one("pacakges: [a]").problems(renderer))
                .singleElement()
                .asString()
                .startsWith("templates/a.yaml:1:1: warning: Unknown cloud-config key.")
                .contains("did you mean \"packages\"?");
    }

    @Test
    void judgesNoSecretByItsMaskedForm() {
        assertThat(one("password: \"${{ secret('a#b') }}\"").problems(renderer)).isEmpty();
        assertThat(one("password: NO").problems(renderer)).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "no json", "[]", "{\"$ref\": \"https://example.invalid/schema.json\"}"})
    void refusesATextThatIsNoSchemaOrNeedsTheNetwork(String text) {
        var settings = new UserDataRenderer.Settings(8 << 20, Optional.of(text));
        assertThatThrownBy(() -> new UserDataRenderer(settings))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("cloud-init's schema");
    }

    @Test
    void checksAgainstTheSchemaOfCloudInitItself() throws IOException {
        assumeThat(CloudInit.isUnpacked()).as(CloudInit.HOW).isTrue();
        var real = CloudInit.renderer();
        assertThat(one("packages: [htop]\nruncmd:\n- [ls]\n- ls\npackage_update: yes")
                        .problems(real))
                .isEmpty();
        assertThat(one("packages: htop\nruncmd: [1]\ntimezone: [x]").problems(real))
                .hasSize(3);
    }

    private static Infra one(String template) {
        return new Infra().template("a", template).host("h", "", "a");
    }
}
