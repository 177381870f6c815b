package io.penguintech.gough.bot.settings;

import static org.assertj.core.api.Assertions.assertThat;

import io.penguintech.gough.bot.backends.BackendSettings;
import io.penguintech.gough.bot.source.SourceSettings;
import io.penguintech.gough.bot.web.WebSettings;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.SimpleCommandLinePropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.core.io.ByteArrayResource;

class UnknownKeysTest {
    private static List<String> found(PropertySource<?>... sources) {
        var environment = new StandardEnvironment();
        environment.getPropertySources().remove(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME);
        for (var source : sources) environment.getPropertySources().addLast(source);
        var problems = new Problems();
        new UnknownKeys(List.of(SourceSettings.class, BackendSettings.class, WebSettings.class))
                .check(environment, problems);
        return problems.errors().stream().map(Problem::toString).toList();
    }

    private static List<String> inYaml(String text) throws Exception {
        var file = new ByteArrayResource(text.getBytes(java.nio.charset.StandardCharsets.UTF_8), "application.yaml");
        return found(new YamlPropertySourceLoader().load("yaml", file).toArray(PropertySource<?>[]::new));
    }

    private static List<String> inEnvironment(String... variables) {
        var values = new java.util.TreeMap<String, Object>();
        for (var variable : variables) values.put(variable, "x");
        return found(new SystemEnvironmentPropertySource("systemEnvironment", values));
    }

    @Test
    void aMisspeltKeyIsNamedWithItsLineAndWhatWasMeant() throws Exception {
        assertThat(inYaml("""
                gough:
                  repositories:
                    main:
                      url: https://forge.example.org/a.git
                      pasword-file: /etc/gough/git
                  mass:
                    default: {url: "http://maas.example.org/MAAS"}
                """))
                .satisfiesExactly(
                        first -> assertThat(first)
                                .startsWith("gough.mass.default.url: is no setting (")
                                .contains("application.yaml", "7:20", "did you mean maas?"),
                        second -> assertThat(second)
                                .startsWith("gough.repositories.main.pasword-file: is no setting (")
                                .contains("5:", "did you mean password-file?"));
    }

    @Test
    void everyWayToWriteAKeyIsKnown() throws Exception {
        assertThat(inYaml("""
                gough:
                  repositories:
                    my-infra: {url: x, passwordFile: x, ca_file: x, ceiling: {approvals: {valid-for: 1h}}}
                    "[with.dot]": {poll: 5s, secret-prefixes: [a, b]}
                    other: {secret-prefixes: "a,b"}
                  maas:
                  api:
                    tokens: [{name: a, file: b}]
                spring: {no-such-key: 1}
                management.metrics.tags.gough: x
                """)).isEmpty();
    }

    @Test
    void aWordWithoutANeighbourIsAnsweredWithWhatThereIs() throws Exception {
        assertThat(inYaml("gough: {maas: {default: {whatever: 1}}}"))
                .singleElement()
                .asString()
                .contains("; there are ")
                .contains("api-key-file");
    }

    @Test
    void aGroupIsNoValue() throws Exception {
        assertThat(inYaml("gough: {repositories: {main: https://forge.example.org/a.git}}"))
                .singleElement()
                .asString()
                .contains("it holds further settings")
                .contains("url");
        assertThat(inYaml("gough: {repositories: {main: {url: {https: 1}}}}"))
                .singleElement()
                .asString()
                .contains("nothing stands below it");
    }

    @Test
    void misspeltVariablesAreNamed() {
        assertThat(inEnvironment("GOUGH_REPOSITORIES_MAIN_PASWORDFILE"))
                .containsExactly("GOUGH_REPOSITORIES_MAIN_PASWORDFILE: is no setting (environment); did you mean"
                        + " GOUGH_REPOSITORIES_MAIN_PASSWORDFILE?");
        assertThat(inEnvironment("GOUGH_API_TOKEN_0_NAME"))
                .singleElement()
                .asString()
                .contains("did you mean GOUGH_API_TOKENS_0_NAME?");
        // An id with a hyphen cannot be written in a variable: this would quietly be another repository, called "my".
        assertThat(inEnvironment("GOUGH_REPOSITORIES_MY_INFRA_URL")).hasSize(1);
    }

    @Test
    void variablesOfOthersAreLeftAlone() {
        assertThat(inEnvironment(
                        "GOUGH_REPOSITORIES_MAIN_URL",
                        "GOUGH_REPOSITORIES_MAIN_PASSWORD_FILE",
                        "GOUGH_REPOSITORIES_MAIN_PASSWORDFILE",
                        "GOUGH_API_TOKENS_0_FILE",
                        "GOUGH_SERVER",
                        "GOUGH_TOKEN_FILE",
                        "GOUGH_JAVA_OPTS",
                        "GOUGH_IT_MAAS_URL",
                        "GOUGH_SERVICE_HOST",
                        "GOUGH_SERVICE_PORT_HTTP",
                        "GOUGH_PORT",
                        "GOUGH_PORT_8080_TCP_ADDR",
                        "GOUGH_POSTGRES_PORT_5432_TCP",
                        "SPRING_DATASOURCE_URL",
                        "PATH"))
                .isEmpty();
    }

    @Test
    void flagsAreCheckedAndJavasOwnPropertiesAreNot() {
        assertThat(found(new SimpleCommandLinePropertySource("--gough.repositories.main.ulr=x", "--spring.whatever=1")))
                .containsExactly("gough.repositories.main.ulr: is no setting (command line); did you mean url?");
        assertThat(found(new MapPropertySource("systemProperties", Map.of("gough.test.halt-at", "3"))))
                .isEmpty();
    }
}
