package io.penguintech.gough.simulators.maas;

import io.penguintech.gough.simulators.fault.Answer;
import io.penguintech.gough.simulators.fault.Call;
import io.penguintech.gough.simulators.fault.StandInClock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The region's own controls, beside those every stand-in has.
 *
 * <table>
 * <caption>Controls; {@code {m}} is a system id or a hostname, bodies are JSON</caption>
 * <tr><td>{@code GET /standin/state}</td><td>time, machines, counts, writes</td></tr>
 * <tr><td>{@code GET /standin/machines}, {@code GET /standin/machines/{m}}</td><td>machines in short</td></tr>
 * <tr><td>{@code POST /standin/machines}</td><td>adds one: {@code hostname}, and if wished {@code mac_addresses, status,
 *     owner, zone, pool, tags, description, distro_series, serial, power_type, locked}</td></tr>
 * <tr><td>{@code PATCH /standin/machines/{m}}</td><td>edits one behind everybody's back: {@code hostname, description,
 *     zone, pool, tags, owner, status, locked, annotations, power_state, mac_addresses}</td></tr>
 * <tr><td>{@code DELETE /standin/machines/{m}}</td><td>it vanishes</td></tr>
 * <tr><td>{@code GET /standin/machines/{m}/user-data}</td><td>what deploy was last sent, as it was sent</td></tr>
 * <tr><td>{@code POST /standin/machines/{m}/pull-plug}, {@code push-plug}</td><td>the power cord</td></tr>
 * <tr><td>{@code POST /standin/machines/{m}/mishap}</td><td>{@code {"kind":"deploy_fails"}}: the next time it fails; any
 *     {@link Mishap} in lower case</td></tr>
 * <tr><td>{@code GET /standin/received}</td><td>per machine and act {@code [received, accepted]}</td></tr>
 * <tr><td>{@code POST /standin/clock}</td><td>{@code {"advanceSeconds":60}} pushes the time ahead</td></tr>
 * <tr><td>{@code POST /standin/images}</td><td>{@code {"series":"noble","version":"24.04"}}: an image is synced</td></tr>
 * <tr><td>{@code POST /standin/images/publish}</td><td>{@code {"version":"20261122"}}: newer images are offered</td></tr>
 * </table>
 */
final class MaasControls {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Region region;
    private final Workbench workbench;
    private final StandInClock clock;

    MaasControls(Region region, Workbench workbench, StandInClock clock) {
        this.region = region;
        this.workbench = workbench;
        this.clock = clock;
    }

    Answer answer(Call call) {
        try {
            return answer(call, call.segments().subList(1, call.segments().size()));
        } catch (NoSuchElementException unknown) {
            return Answer.text(404, String.valueOf(unknown.getMessage()));
        } catch (IllegalArgumentException | JacksonException wrong) {
            return Answer.text(400, "This control cannot be read: " + wrong.getMessage());
        }
    }

    private Answer answer(Call call, List<String> path) {
        if (path.size() >= 2 && path.getFirst().equals("machines")) {
            return machine(call, path.get(1), path.size() == 2 ? "" : path.get(2));
        }
        return switch (call.method() + " " + String.join("/", path)) {
            case "GET state" -> json(200, state());
            case "GET machines" -> json(200, machines());
            case "GET received" -> json(200, workbench.counts());
            case "POST machines" -> json(201, Map.of("system_id", workbench.add(NewMachineJson.read(body(call)))));
            case "POST clock" -> advance(body(call));
            case "POST images" -> addImage(body(call));
            case "POST images/publish" ->
                done(() -> workbench.publishImages(body(call).path("version").asString("")));
            default -> Answer.text(404, "The MAAS stand-in has no control " + call + ".");
        };
    }

    private Answer machine(Call call, String name, String act) {
        return switch (act.isEmpty() ? call.method() : call.method() + " " + act) {
            case "GET" -> json(200, brief(workbench.machine(name).orElseThrow(() -> noMachine(name))));
            case "DELETE" -> done(() -> workbench.vanish(name));
            case "PATCH" -> done(() -> NewMachineJson.edit(workbench.edit(name), body(call)));
            case "GET user-data" -> Answer.text(200, workbench.userData(name).orElseThrow(() -> noMachine(name)));
            case "POST pull-plug" -> done(() -> workbench.plug(name, Workbench.Plug.OUT));
            case "POST push-plug" -> done(() -> workbench.plug(name, Workbench.Plug.IN));
            case "POST mishap" -> done(() -> workbench.plan(mishap(body(call)), name));
            default -> Answer.text(404, "The MAAS stand-in has no control " + call + ".");
        };
    }

    private static NoSuchElementException noMachine(String name) {
        return new NoSuchElementException("the region has nothing for " + name);
    }

    private static Mishap mishap(JsonNode body) {
        return Mishap.valueOf(body.path("kind").asString("").toUpperCase(Locale.ROOT));
    }

    private Answer advance(JsonNode body) {
        clock.advance(Duration.ofMillis(Math.round(body.path("advanceSeconds").asDouble(0) * 1000)));
        return json(200, Map.of("now", clock.instant().toString()));
    }

    private Answer addImage(JsonNode body) {
        workbench.addImage(MaasImage.ubuntu(
                body.path("series").asString(""), body.path("version").asString("")));
        return Answer.empty(204);
    }

    private Map<String, @Nullable Object> state() {
        return Json.object()
                .with("now", clock.instant().toString())
                .with("writes", workbench.writes())
                .with("machines", machines())
                .with("received", workbench.counts())
                .with("zones", names(region.catalog.zones))
                .with("pools", names(region.catalog.pools))
                .map();
    }

    private List<String> names(Map<String, ?> places) {
        synchronized (region) {
            return List.copyOf(places.keySet());
        }
    }

    private List<Map<String, @Nullable Object>> machines() {
        return workbench.machines().stream().map(MaasControls::brief).toList();
    }

    private static Map<String, @Nullable Object> brief(MachineSnapshot machine) {
        var json = Json.object()
                .with("system_id", machine.systemId())
                .with("hostname", machine.hostname())
                .with("status", machine.status().code())
                .with("status_name", machine.status().label())
                .with("owner", machine.owner().orElse(null))
                .with("locked", machine.locked())
                .with("mac_addresses", machine.macAddresses())
                .with("architecture", machine.architecture())
                .with("power_type", machine.powerType())
                .with("power_state", machine.powerState());
        return json.with("zone", machine.zone())
                .with("pool", machine.pool())
                .with("domain", machine.domain())
                .with("description", machine.description())
                .with("tags", machine.tags())
                .with("annotations", new LinkedHashMap<>(machine.annotations()))
                .with("osystem", machine.osystem())
                .with("distro_series", machine.distroSeries())
                .with("hwe_kernel", machine.hweKernel().orElse(null))
                .with("serial", machine.serial())
                .map();
    }

    private static Answer done(Runnable act) {
        act.run();
        return Answer.empty(204);
    }

    private static JsonNode body(Call call) {
        return JSON.readTree(call.body().toByteArray());
    }

    private static Answer json(int status, Object body) {
        return Answer.json(status, PyJson.line(body));
    }
}
