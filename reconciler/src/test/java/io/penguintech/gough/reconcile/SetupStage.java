package io.penguintech.gough.reconcile;

import io.penguintech.gough.reconcile.Journey.Kind;
import io.penguintech.gough.reconcile.Journey.Next;
import io.penguintech.gough.reconcile.Journey.Taken;
import io.penguintech.gough.reconcile.http.CallListener;
import io.penguintech.gough.reconcile.http.Credential;
import io.penguintech.gough.reconcile.maas.MaasHttp;
import io.penguintech.gough.reconcile.maas.MaasSettings;
import io.penguintech.gough.schema.Host;
import io.penguintech.gough.schema.HostName;
import io.penguintech.gough.schema.InventoryLoader;
import io.penguintech.gough.schema.Limits;
import io.penguintech.gough.schema.Loaded;
import io.penguintech.gough.schema.RepoTree;
import io.penguintech.gough.simulators.maas.MaasDurations;
import io.penguintech.gough.simulators.maas.MaasStandIn;
import io.penguintech.gough.simulators.maas.MaasStandInSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * From a document to the stand-in over HTTP: loads, sweeps, plans, and follows one change at a time, journal first. Can
 * die at every step once before its call and once after it; what it journalled and remembered survives.
 */
final class SetupStage implements AutoCloseable {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final TypeReference<Map<String, Object>> PARAMETERS = new TypeReference<>() {};
    private static final Duration LOOK = Duration.ofSeconds(60);

    final MaasStandIn standIn =
            MaasStandIn.start(MaasStandInSettings.defaults().withDurations(MaasDurations.all(Duration.ZERO)));
    final List<String> stuck = new ArrayList<>();
    /** Every word that was started, as journalled. */
    final List<String> words = new ArrayList<>();
    /** The digests of the changes that were started. */
    final List<Change> started = new ArrayList<>();

    boolean mortal;

    private final MaasHttp maas = new MaasHttp(
            Given.REGION,
            MaasSettings.of(URI.create(standIn.url()), new Credential(standIn.apiKey())),
            CallListener.NONE,
            Clock.systemUTC(),
            new Random());
    private final HttpClient http = HttpClient.newHttpClient();
    private final TreeMap<HostName, Records.HostRecord> hosts = new TreeMap<>();
    private final List<Taken> taken = new ArrayList<>();
    private final Set<String> deaths = new HashSet<>();
    private Optional<Change.OfHost> flight = Optional.empty();
    private Desired desired = Given.desired(new HostDraft[0]);
    private Instant now = Given.NOON;

    /** Declares one host, hv-01, by the lines of its spec. */
    SetupStage declare(String spec) {
        var text = """
                apiVersion: gough.io/v1
                kind: Host
                metadata: {name: hv-01}
                spec:
                """ + spec.indent(2);
        var rules = "apiVersion: gough.io/v1\nkind: Repository\nmetadata: {name: infra}\nspec: {mode: apply}\n";
        var files = new TreeMap<String, RepoTree.Entry>();
        files.put("gough.yaml", new RepoTree.Entry.Blob(rules.getBytes(StandardCharsets.UTF_8)));
        files.put("hosts/hv-01.yaml", new RepoTree.Entry.Blob(text.getBytes(StandardCharsets.UTF_8)));
        desired = switch (new InventoryLoader(Limits.DEFAULT).load(new RepoTree(Optional.empty(), files))) {
            case Loaded.Invalid(var diagnostics) -> throw new AssertionError(diagnostics);
            case Loaded.Valid(var inventory, var _) -> {
                var releasable = new TreeSet<HostName>();
                inventory.hosts().values().stream()
                        .filter(host -> !host.protect())
                        .forEach(h -> releasable.add(h.name()));
                yield new Desired(inventory, new TreeMap<>(), releasable, Given.REPOSITORY_ID);
            }
        };
        return this;
    }

    Plan plan() {
        var regions = new TreeMap<io.penguintech.gough.schema.BackendName, Observed.Region>();
        regions.put(Given.REGION, got(maas.sweep()));
        return Planner.plan(
                desired,
                new Observed(regions, new TreeMap<>()),
                new Records(hosts, new TreeMap<>()),
                Rules.of(desired.inventory().repository()));
    }

    private static <T> T got(Reading<T> reading) {
        return switch (reading) {
            case Reading.Got<T>(var value) -> value;
            case Reading.Missed<T>(var failure) -> throw new AssertionError(failure);
        };
    }

    /** Looks until nothing is under way and nothing is to be done. */
    SetupStage run() {
        for (int looks = 0; looks < 2000; looks++) {
            if (flight.isEmpty()) {
                var changes = plan().changes();
                if (changes.isEmpty()) return this;
                flight = Optional.of((Change.OfHost) changes.getFirst());
                started.add(changes.getFirst());
                taken.clear();
            }
            if (!look(flight.get())) return this;
        }
        throw new AssertionError("no end: " + words);
    }

    private boolean look(Change.OfHost change) {
        now = now.plus(LOOK);
        var seen = new Seen<>(machine(change), now);
        var course = new Course(Given.REPOSITORY_ID, "admin", "rev1", Journey.Patience.DEFAULT, now);
        var host = change.subject().host();
        Journey.remember(change, seen, taken, Optional.ofNullable(hosts.get(host)), course)
                .ifPresent(record -> hosts.put(host, record));
        return switch (Journey.next(change, seen, taken, course)) {
            case Next.Start(var kind) -> {
                take(kind);
                yield true;
            }
            case Next.Wait _ -> true;
            case Next.Arrived _ -> {
                flight = Optional.empty();
                yield true;
            }
            case Next.Stuck(var why) -> {
                stuck.add(why);
                flight = Optional.empty();
                yield false;
            }
        };
    }

    private Optional<Machine> machine(Change.OfHost change) {
        return switch (change.machine()) {
            case Change.Identity.Known(var id) ->
                Optional.ofNullable(got(maas.look(Set.of(id))).get(id));
            case Change.Identity.Virtual _ -> throw new AssertionError("nothing is made here");
            case Change.Identity.Absent(var macs) ->
                got(maas.find(macs)).stream().findFirst();
        };
    }

    /** A death leaves the intent without an outcome. */
    private void take(Kind kind) {
        words.add(kind.word());
        taken.add(new Taken(kind.word(), now, Optional.empty()));
        if (dies("before " + kind.word())) return;
        var outcome = maas.start(step(kind));
        if (dies("after " + kind.word())) return;
        taken.set(taken.size() - 1, new Taken(kind.word(), now, Optional.of(outcome)));
    }

    private boolean dies(String point) {
        return mortal && deaths.add(point);
    }

    private Step.OnMachine step(Kind kind) {
        return switch (kind) {
            case Kind.Plain(Step.OnMachine step) -> step;
            case Kind.Plain(var other) -> throw new AssertionError(other);
            case Kind.Compose _ -> throw new AssertionError("nothing is made here");
            case Kind.TellVmHost _ -> throw new AssertionError("no hypervisor is here");
            case Kind.RegisterVmHost _ -> throw new AssertionError("no hypervisor is here");
            case Kind.Register _ -> throw new AssertionError("nothing is registered here");
            case Kind.Enlist() -> new Step.Enlist(host(), ref -> "secret");
            case Kind.Power(var id, var cleared) -> new Step.SetPower(id, host(), cleared, ref -> "secret");
            case Kind.Deploy(var id) ->
                new Step.Deploy(id, "noble", Optional.empty(), Optional.empty(), ref -> "secret");
        };
    }

    private Host host() {
        return desired.inventory().hosts().firstEntry().getValue();
    }

    /** Starts a step that no journey asked for. */
    Outcome start(Step.OnMachine step) {
        return maas.start(step);
    }

    // ---- what people do past Gough

    /** As somebody with MAAS's own client; answers the body of a success. */
    JsonNode post(String path, String... form) {
        return send("POST", path, form);
    }

    JsonNode get(String path) {
        return send("GET", path);
    }

    JsonNode send(String method, String path, String... form) {
        var pairs = new ArrayList<String>();
        for (int i = 0; i < form.length; i += 2)
            pairs.add(form[i] + "=" + URLEncoder.encode(form[i + 1], StandardCharsets.UTF_8));
        var key = standIn.apiKey().split(":");
        var request = HttpRequest.newBuilder(URI.create(standIn.url() + "/api/2.0/" + path))
                .method(method, BodyPublishers.ofString(String.join("&", pairs)))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .header(
                        "Authorization",
                        "OAuth oauth_version=\"1.0\", oauth_signature_method=\"PLAINTEXT\", oauth_consumer_key=\"%s\", oauth_token=\"%s\", oauth_signature=\"%%26%s\", oauth_nonce=\"%s\", oauth_timestamp=\"%d\""
                                .formatted(
                                        key[0],
                                        key[1],
                                        key[2],
                                        UUID.randomUUID(),
                                        Instant.now().getEpochSecond()))
                .build();
        try {
            var answer = http.send(request, BodyHandlers.ofString());
            if (answer.statusCode() / 100 != 2)
                throw new AssertionError(path + ": " + answer.statusCode() + " " + answer.body());
            return JSON.readTree(answer.body().isEmpty() ? "null" : answer.body());
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stopped);
        }
    }

    /** The machine as MAAS shows it. */
    JsonNode shown() {
        return get("machines/" + id() + "/");
    }

    String id() {
        return standIn.machine("hv-01").orElseThrow().systemId();
    }

    /** The number of an interface by its name. */
    String nic(String name) {
        return shownNic(name).path("id").asString();
    }

    /** The fabric that an interface is in, by its name. */
    String fabric(String name) {
        return shownNic(name).path("vlan").path("fabric").asString();
    }

    private JsonNode shownNic(String name) {
        return get("nodes/" + id() + "/interfaces/")
                .valueStream()
                .filter(nic -> nic.path("name").asString().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no interface " + name));
    }

    /** Every interface in one line: name, type, parents, VLAN, what was set, links. */
    List<String> interfaces() {
        var lines = new ArrayList<String>();
        for (var nic : get("nodes/" + id() + "/interfaces/")) {
            var links = nic.path("links")
                    .valueStream()
                    .map(SetupStage::link)
                    .sorted()
                    .toList();
            var line = "%s %s %s of %s in %s %s with %s links %s"
                    .formatted(
                            nic.path("name").asString(),
                            nic.path("type").asString(),
                            nic.path("mac_address").asString(),
                            texts(nic.path("parents")),
                            nic.path("vlan").path("vid").asString("none"),
                            texts(nic.path("tags")),
                            new TreeMap<String, Object>(JSON.convertValue(nic.path("params"), PARAMETERS)),
                            links);
            lines.add(line);
        }
        return lines.stream().sorted().toList();
    }

    private static String link(JsonNode link) {
        return (link.path("mode").asString() + " "
                        + (link.path("mode").asString().equals("static")
                                ? link.path("ip_address").asString("") + " "
                                : "")
                        + link.path("subnet").path("cidr").asString(""))
                .strip();
    }

    private static List<String> texts(JsonNode list) {
        return list.valueStream().map(JsonNode::asString).sorted().toList();
    }

    @Override
    public void close() {
        maas.close();
        http.close();
        standIn.close();
    }
}
