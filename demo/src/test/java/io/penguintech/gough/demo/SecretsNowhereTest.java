package io.penguintech.gough.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.penguintech.gough.bot.cli.Gough;
import io.penguintech.gough.simulators.fault.Fault;
import io.penguintech.gough.simulators.fault.FaultRule;
import io.penguintech.gough.simulators.git.Edit;
import io.penguintech.gough.simulators.maas.MaasDurations;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A rollout with failures that echo secrets; afterwards none is to be found where people or files would show it. */
class SecretsNowhereTest {
    private static final List<String> PAGES = List.of(
            "/",
            "/hosts",
            "/rollouts",
            "/drift",
            "/api/openapi.json",
            "/api/v1/status",
            "/api/v1/hosts",
            "/api/v1/hosts/hv-01",
            "/api/v1/rollouts",
            "/api/v1/drift",
            "/api/v1/snapshot",
            "/actuator/health",
            "/actuator/prometheus");

    /** MAAS does not know it until Gough enlists it, with the password of its BMC. */
    private static final String ENLISTED = "hv-09";

    @TempDir
    Path folder;

    @Test
    void noSecretShowsAnywhereButAtTheMachinesTheyAreFor() throws Exception {
        var printed = new ByteArrayOutputStream();
        var out = System.out;
        var err = System.err;
        try (var all = new PrintStream(printed, true, StandardCharsets.UTF_8)) {
            System.setOut(all);
            System.setErr(all);
            var settings =
                    new DemoSettings(0, folder, true, MaasDurations.all(Duration.ofMillis(200)), DemoForge.GITHUB);
            try (var demo = Demo.start(settings, withoutLibrary(), new Progress(all))) {
                var secrets = secrets(demo);
                play(demo, secrets);
                var seen = seen(demo);
                seen.putAll(said(demo));
                seen.put("what was printed", printed.toString(StandardCharsets.UTF_8));
                theMachineHasWhatItNeeds(demo, secrets);
                itsBmcIsReachable(demo, secrets);
                assertThat(seen.get("Slack")).contains("maas default cannot be read");
                for (var place : seen.entrySet()) secrets.forEach((what, secret) -> absent(what, secret, place));
            }
        } finally {
            System.setOut(out);
            System.setErr(err);
        }
    }

    /** The example but for most of its queries and its policies, which hold no secret. */
    private static StandIns.Furniture withoutLibrary() {
        var example = StandIns.Furniture.example();
        var files = new ArrayList<>(example.files());
        files.removeIf(file ->
                file.path().startsWith("queries/policies/") || file.path().equals("queries/security.yaml"));
        return new StandIns.Furniture(example.machines(), files);
    }

    /** MAAS refuses readings and a write, and says our key, its secret part and a password while it does. */
    private static void play(Demo demo, Map<String, String> secrets) {
        var maas = demo.standIns().maas();
        var echo = Fault.Status.of(401, "Not for " + String.join(" or ", secrets.values()));
        var refusal = Fault.Status.of(400, "{\"power_parameters\": [\"" + secrets.get("a BMC's password") + "\"]}");
        try (var controls = new Controls()) {
            var watching = new Watching(demo.addresses(), demo.credentials().apiToken(), controls);
            var channel = new Channel(demo.addresses().slack(), controls, watching);
            maas.faults().add(FaultRule.once("POST", "op=deploy", echo));
            maas.faults().add(FaultRule.once("POST", "op=commission", refusal));
            var id = watching.rollout(
                            "the first question",
                            r -> r.path("state").asString("").equals("awaiting-approval"))
                    .path("id")
                    .asString("");
            channel.approve(Cast.BEN, id);
            channel.approve(Cast.CHI, id);
            watching.until("hosts to run", () -> maas.received("deploy") > 5);
            watching.until(
                    ENLISTED + " to be enlisted", () -> maas.machine(ENLISTED).isPresent());
            long rule = maas.faults().add(FaultRule.always("*", "/MAAS/api", echo));
            watching.until(
                    "the alert about MAAS",
                    () -> demo.standIns().slack().messages(StandIns.CHANNEL).stream()
                            .anyMatch(message -> message.text().contains("maas default")));
            maas.faults().remove(rule);
            watching.until(
                    "the rollout to rest",
                    () -> List.of("done", "stalled", "awaiting-approval")
                            .contains(watching.byId(id).path("state").asString("")));
            propose(demo, watching);
        }
    }

    /** The comment tells of user data that holds a secret, and of a machine that has one. */
    private static void propose(Demo demo, Watching watching) {
        var pull = new AdasClone(demo.standIns(), demo.addresses().clone(ExampleRepository.NAME))
                .propose("add-dk-10", "Add dk-10", Edit.write("hosts/dk-10.yaml", ExampleEdits.newcomer("staging")));
        var shown = new PullRequests(demo.standIns(), watching).planned(pull.number());
        assertThat(shown.plan()).contains("1 deploy");
    }

    private static void theMachineHasWhatItNeeds(Demo demo, Map<String, String> secrets) {
        var told = demo.standIns().maas().machines().stream()
                .map(machine ->
                        demo.standIns().maas().userData(machine.hostname()).orElse(""))
                .map(sent -> new String(Base64.getDecoder().decode(sent), StandardCharsets.UTF_8))
                .filter(text -> text.contains(secrets.get("Fleet's enrolment secret")))
                .count();
        assertThat(told).as("machines whose user data has the secret").isPositive();
    }

    /** MAAS has the password in the machine's power parameters, and that is the only place. */
    private static void itsBmcIsReachable(Demo demo, Map<String, String> secrets) throws Exception {
        var maas = demo.standIns().maas();
        var key = secrets.get("maas-key").split(":", 3);
        var authorization = ("OAuth oauth_version=\"1.0\", oauth_signature_method=\"PLAINTEXT\","
                        + " oauth_consumer_key=\"%s\", oauth_token=\"%s\", oauth_signature=\"%%26%s\","
                        + " oauth_nonce=\"1\", oauth_timestamp=\"%d\"")
                .formatted(key[0], key[1], key[2], maas.clock().instant().getEpochSecond());
        var id = maas.machine(ENLISTED).orElseThrow().systemId();
        var stored = text(
                HttpRequest.newBuilder(URI.create(maas.url() + "/api/2.0/machines/" + id + "/?op=power_parameters"))
                        .header("Authorization", authorization));
        assertThat(stored).contains("200", secrets.get("a BMC's password"));
    }

    /** What the command line says of the same service, in every form, and what it writes. */
    private Map<String, String> said(Demo demo) throws IOException {
        var token = folder.resolve("run/secrets/own/api-token").toString();
        var snapshot = folder.resolve("snapshot.json");
        var server = List.of("--server", demo.addresses().service().toString(), "--token-file", token);
        var infra = Path.of("../docs/examples/infra").toString();
        var said = new LinkedHashMap<String, String>();
        said.put("gough snapshot", gough(server, "snapshot", snapshot.toString()) + Files.readString(snapshot));
        for (var form : List.of("text", "json", "markdown")) {
            said.put("gough plan -o " + form, gough(server, "plan", infra, "-o", form));
            said.put(
                    "gough plan --against -o " + form,
                    gough(List.of("--against", snapshot.toString()), "plan", infra, "-o", form));
        }
        for (var command : List.of("status", "rollouts")) said.put("gough " + command, gough(server, command));
        said.put("gough render", gough(List.of(), "render", "hv-01", "--dir", infra));
        said.put("gough explain", gough(List.of(), "explain", "hv-01", "--dir", infra));
        assertThat(said.get("gough plan -o text"))
                .as("the library is not there")
                .contains(" create");
        assertThat(said.get("gough render")).contains("<secret fleet/enroll#secret>");
        return said;
    }

    /** Runs a command as the launcher does; everything it printed. */
    private static String gough(List<String> more, String... command) {
        var printed = new ByteArrayOutputStream();
        var out = System.out;
        var err = System.err;
        try (var all = new PrintStream(printed, true, StandardCharsets.UTF_8)) {
            System.setOut(all);
            System.setErr(all);
            var words = new ArrayList<>(List.of(command));
            words.addAll(more);
            var exit = Gough.run(words.toArray(String[]::new), settings -> 2);
            assertThat(exit).as(String.join(" ", words) + ": " + printed).isLessThan(2);
        } finally {
            System.setOut(out);
            System.setErr(err);
        }
        return printed.toString(StandardCharsets.UTF_8);
    }

    private Map<String, String> secrets(Demo demo) throws IOException {
        var own = folder.resolve("run/secrets/own");
        var mounted = folder.resolve("run/secrets/mounted/bmc/" + ENLISTED);
        var secrets = new LinkedHashMap<String, String>();
        secrets.put("Fleet's enrolment secret", demo.credentials().enrollSecret());
        secrets.put("a BMC's password", Files.readString(mounted).replaceAll("(?s).*\"(.*)\".*", "$1"));
        for (var name : List.of(
                "fleet-token",
                "slack-token",
                "slack-signing-secret",
                "api-token",
                "git-password",
                "forge-token",
                "webhook-secret"))
            secrets.put(name, Files.readString(own.resolve(name)).strip());
        var key = Files.readString(own.resolve("maas-key")).strip();
        secrets.put("maas-key", key);
        secrets.put("the secret part of maas-key", key.substring(key.lastIndexOf(':') + 1));
        secrets.put("the database's password", value(demo, 2));
        return secrets;
    }

    private static String value(Demo demo, int index) {
        var setting = demo.database().settings().get(index);
        return setting.substring(setting.indexOf('=') + 1);
    }

    private static Map<String, String> seen(Demo demo) throws Exception {
        var seen = new LinkedHashMap<String, String>();
        seen.put("the database", rows(demo));
        try (var controls = new Controls()) {
            seen.put("Slack", controls.text(demo.addresses().slack() + "/state"));
            var page = controls.text(demo.addresses().page() + "/state");
            assertThat(page).contains("Gough: 1 deploy", "gough/approval");
            seen.put("the forge and all else that the demo's page shows", page);
            var cookie = session(demo);
            for (var path : pages(demo, controls)) {
                seen.put(
                        path,
                        page(
                                demo,
                                path,
                                "Authorization",
                                "Bearer " + demo.credentials().apiToken()));
                if (!path.startsWith("/api") && !path.startsWith("/actuator"))
                    seen.put(path + " in a browser", page(demo, path, "Cookie", cookie));
            }
        }
        return seen;
    }

    private static List<String> pages(Demo demo, Controls controls) {
        var pages = new ArrayList<>(PAGES);
        controls.get(
                        demo.addresses().service() + "/api/v1/rollouts",
                        demo.credentials().apiToken())
                .path("rollouts")
                .forEach(rollout -> {
                    pages.add("/rollouts/" + rollout.path("id").asString(""));
                    pages.add("/api/v1/rollouts/" + rollout.path("id").asString(""));
                    pages.add("/api/v1/plans/" + rollout.path("digest").asString(""));
                });
        return pages;
    }

    private static String page(Demo demo, String path, String header, String value)
            throws IOException, InterruptedException {
        var answer = text(HttpRequest.newBuilder(URI.create(demo.addresses().service() + path))
                .header(header, value));
        if (path.equals("/")) assertThat(answer).startsWith("200");
        return answer;
    }

    /** A session, which can only look. */
    private static String session(Demo demo) throws IOException, InterruptedException {
        var answer = text(HttpRequest.newBuilder(URI.create(demo.addresses().service() + "/sign-in"))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString("token=" + demo.credentials().apiToken())));
        assertThat(answer).doesNotContain(demo.credentials().apiToken());
        return answer.replaceAll("(?s).*(gough=[^;]+);.*", "$1");
    }

    private static String text(HttpRequest.Builder request) throws IOException, InterruptedException {
        try (var client = HttpClient.newHttpClient()) {
            var answer = client.send(request.build(), BodyHandlers.ofString());
            return answer.statusCode() + " " + answer.headers().map() + " " + answer.body();
        }
    }

    private static String rows(Demo demo) throws SQLException {
        var text = new StringBuilder();
        try (var connection = DriverManager.getConnection(value(demo, 0), value(demo, 1), value(demo, 2));
                var tables = connection.createStatement();
                var names = tables.executeQuery(
                        "select table_name from information_schema.tables where table_schema = 'public'")) {
            while (names.next()) {
                try (var statement = connection.createStatement();
                        var rows = statement.executeQuery(
                                "select cast(t as text) from \"" + names.getString(1) + "\" t")) {
                    while (rows.next()) text.append(rows.getString(1)).append('\n');
                }
            }
        }
        assertThat(text.toString()).as("rows of the database").contains("hv-01");
        return text.toString();
    }

    private static void absent(String what, String secret, Map.Entry<String, String> place) {
        var bytes = secret.getBytes(StandardCharsets.UTF_8);
        for (var form : List.of(
                secret,
                HexFormat.of().formatHex(bytes),
                Base64.getEncoder().withoutPadding().encodeToString(bytes)))
            assertThat(place.getValue().contains(form))
                    .as(() -> what + " shows in " + place.getKey() + ": " + around(place.getValue(), form))
                    .isFalse();
    }

    private static String around(String text, String form) {
        int at = text.indexOf(form);
        return text.substring(Math.max(0, at - 200), Math.min(text.length(), at + form.length() + 50));
    }
}
