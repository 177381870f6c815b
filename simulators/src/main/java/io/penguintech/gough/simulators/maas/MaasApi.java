package io.penguintech.gough.simulators.maas;

import io.penguintech.gough.simulators.fault.Answer;
import io.penguintech.gough.simulators.fault.Call;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;

/** The HTTP side of the region: which handler answers which path, who may ask, and in which order it is refused. */
final class MaasApi {
    private static final String BASE = "/MAAS/api/2.0/";
    private static final int BODY_CAP = 10 * 1024 * 1024;
    private static final Pattern OP_SUFFIX = Pattern.compile("(.*/)op-(\\w+)/?");

    /** Collections with an anonymous handler: no credentials are a wrong signature there (recorded for machines). */
    private static final Set<String> ANONYMOUS = Set.of("machines", "nodes", "files");

    /** What a real 3.4 has and this stand-in lacks. */
    private static final Set<String> NOT_MODELLED = Set.of(
            "account/prefs/sshkeys",
            "bcaches",
            "boot-sources",
            "commissioning-results",
            "commissioning-scripts",
            "describe",
            "devices",
            "dhcp-snippets",
            "discovery",
            "dnsresources",
            "dnsresourcerecords",
            "files",
            "installation-results",
            "ipaddresses",
            "ipranges",
            "license-keys",
            "networks",
            "notifications",
            "package-repositories",
            "pods",
            "rackcontrollers",
            "regioncontrollers",
            "scripts",
            "sshkeys",
            "static-routes",
            "vlans",
            "vm-clusters",
            "vm-host");

    private final Region region;
    private final OAuthCheck oauth;
    private final MachinesApi machines;
    private final Map<String, Function<Request, Answer>> handlers = new LinkedHashMap<>();

    MaasApi(Region region) {
        this.region = region;
        this.oauth = new OAuthCheck(region.accounts, InstantSource.system());
        var power = new Power(region);
        var commissioning = new Commissioning(region, power);
        var deployment = new Deployment(region, power);
        var releasing = new Releasing(region, power);
        var care = new Care(region, power, commissioning, deployment, releasing);
        this.machines = new MachinesApi(region, power, commissioning, releasing, new Allocation(region, deployment));
        register(new MachineApi(region, power, commissioning, deployment, releasing, care));
    }

    /** Keys are the first path segment and how many segments there are. */
    private void register(MachineApi machine) {
        var tags = new TagsApi(region);
        var places = new PlacesApi(region);
        var whole = new RegionApi(region);
        handlers.put("machines 2", machine::answer);
        handlers.put("nodes 2", machine::answer);
        handlers.put("nodes 3 interfaces", whole::interfaces);
        handlers.put("tags 1", tags::all);
        handlers.put("tags 2", tags::one);
        handlers.put("zones 1", places::zones);
        handlers.put("zones 2", places::zone);
        handlers.put("resourcepools 1", places::pools);
        handlers.put("resourcepool 2", places::pool);
        handlers.put("domains 1", places::domains);
        handlers.put("events 1", new EventsApi(region)::answer);
        handlers.put("users 1", whole::users);
        handlers.put("users 2", whole::user);
        handlers.put("account 1", whole::account);
        handlers.put("maas 1", whole::settings);
        handlers.put("boot-resources 1", whole::images);
        handlers.put("fabrics 1", RegionApi::fabrics);
        handlers.put("subnets 1", RegionApi::subnets);
        handlers.put("spaces 1", RegionApi::spaces);
        handlers.put("vm-hosts 1", RegionApi::vmHosts);
    }

    /** The answer and what it cost; the caller waits for the cost outside the region's monitor. */
    MachinesApi.Priced answer(Call call) {
        try {
            return answerOrRefuse(call);
        } catch (Refusal refusal) {
            return new MachinesApi.Priced(refusal.answer(), Duration.ZERO);
        }
    }

    private MachinesApi.Priced answerOrRefuse(Call call) {
        if (call.body().size() > BODY_CAP) {
            throw new Refusal(Answer.of(
                    413, "text/html", "<html><head><title>413 Request Entity Too Large</title></head></html>"));
        }
        if (call.path().equals("/MAAS/api/version/")) {
            return new MachinesApi.Priced(Answer.text(200, "2.0"), Duration.ZERO);
        }
        var suffix = OP_SUFFIX.matcher(call.path());
        var path = suffix.matches() ? suffix.group(1) : call.path();
        var segments = segments(call, path);
        if (segments.equals(List.of("version"))) {
            return new MachinesApi.Priced(RegionApi.version(), Duration.ZERO);
        }
        var handler = handler(call, segments);
        var op = suffix.matches() ? Optional.of(suffix.group(2)) : op(call);
        var user = oauth.user(call).orElseThrow(() -> noCredentials(call, segments, op));
        return locked(handler, new Request(call, user, segments, op, fields(call)));
    }

    private MachinesApi.Priced locked(Function<Request, MachinesApi.Priced> handler, Request request) {
        synchronized (region) {
            region.begin();
            if (!request.call().method().equals("GET")) {
                region.counters.write();
            }
            return handler.apply(request);
        }
    }

    private Function<Request, MachinesApi.Priced> handler(Call call, List<String> segments) {
        if (segments.equals(List.of("machines"))) {
            return machines::answer;
        }
        var key = segments.getFirst() + " " + segments.size();
        var handler = handlers.get(segments.size() == 3 ? key + " " + segments.get(2) : key);
        if (handler == null) {
            throw notHere(call, segments);
        }
        return request -> new MachinesApi.Priced(handler.apply(request), Duration.ZERO);
    }

    private static Refusal notHere(Call call, List<String> segments) {
        var known = NOT_MODELLED.contains(segments.getFirst())
                || NOT_MODELLED.contains(String.join("/", segments))
                || segments.getFirst().equals("nodes")
                || segments.getFirst().equals("boot-resources");
        return known ? Refusal.notModelled(String.join("/", segments) + "/") : unknownEndpoint(call);
    }

    /** The trailing slash is needed (recorded). */
    private static List<String> segments(Call call, String path) {
        if (path.startsWith("/MAAS/api/1.0/")) {
            throw new Refusal(Answer.text(410, "The 1.0 API is no longer available."));
        }
        if (!path.startsWith(BASE) || !path.endsWith("/") || path.length() == BASE.length()) {
            throw unknownEndpoint(call);
        }
        var inside = new Call("GET", path.substring(BASE.length()), "", Map.of(), Map.of(), call.body()).segments();
        if (inside.isEmpty()) {
            throw unknownEndpoint(call);
        }
        return inside;
    }

    private static Refusal unknownEndpoint(Call call) {
        return new Refusal(Answer.text(404, "Unknown API endpoint: " + call.path() + "."));
    }

    private static Optional<String> op(Call call) {
        return call.queryValue("op")
                .or(() -> call.form().getOrDefault("op", List.of()).stream().findFirst());
    }

    private static Refusal noCredentials(Call call, List<String> segments, Optional<String> op) {
        return segments.size() == 1 && ANONYMOUS.contains(segments.getFirst())
                ? Refusal.noSuchOperation(call.method(), op.orElse("None"))
                : new Refusal(Answers.known(401, "text/plain", "Forbidden"));
    }

    /** Handlers of POST and PUT read the form, of the rest the query (source code). */
    private static Map<String, List<String>> fields(Call call) {
        var fields = new LinkedHashMap<String, List<String>>();
        boolean form = call.method().equals("POST") || call.method().equals("PUT");
        (form ? call.form() : call.query()).forEach((name, values) -> fields.put(name, new ArrayList<>(values)));
        fields.remove("op");
        return fields;
    }
}
