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

    /** What a real region has and this stand-in lacks. */
    private static final Set<String> NOT_MODELLED = Set.of(
            "commissioning-results",
            "commissioning-scripts",
            "describe",
            "devices",
            "dhcp-snippets",
            "discovery",
            "files",
            "installation-results",
            "ipaddresses",
            "license-keys",
            "networks",
            "sslkeys");

    private final Region region;
    private final OAuthCheck oauth;
    private final V3Api v3;
    private final Routes routes = new Routes();

    MaasApi(Region region) {
        this.region = region;
        this.oauth = new OAuthCheck(region.accounts, InstantSource.system());
        this.v3 = new V3Api(region);
        var power = new Power(region);
        var commissioning = new Commissioning(region, power);
        var deployment = new Deployment(region, power);
        var releasing = new Releasing(region, power);
        var care = new Care(region, power, commissioning, deployment, releasing);
        var allocation = new Allocation(region, deployment);
        var machines = new MachinesApi(region, power, commissioning, releasing, allocation);
        routes.addPriced("machines/", machines::answer);
        routes.addPriced("nodes/", machines::nodes);
        var machine = new MachineApi(region, power, commissioning, deployment, releasing, care);
        routes.add("machines/*/", machine::answer);
        routes.add("nodes/*/", machine::answer);
        addRegion();
        addNetwork();
        addStorage();
        addImages();
        addSides();
        addVmHosts(commissioning);
    }

    private void addRegion() {
        var tags = new TagsApi(region);
        var places = new PlacesApi(region);
        var whole = new RegionApi(region);
        routes.add("tags/", tags::all);
        routes.addPriced("tags/*/", tags::one);
        routes.add("zones/", places::zones);
        routes.add("zones/*/", places::zone);
        routes.add("resourcepools/", places::pools);
        routes.add("resourcepool/*/", places::pool);
        routes.add("events/", new EventsApi(region)::answer);
        routes.add("users/", whole::users);
        routes.add("users/*/", whole::user);
        routes.add("account/", whole::account);
        routes.add("maas/", whole::settings);
        routes.add("regioncontrollers/", whole::controllers);
    }

    private void addNetwork() {
        var fabrics = new FabricsApi(region);
        routes.add("fabrics/", fabrics::fabrics);
        routes.add("fabrics/*/", fabrics::oneFabric);
        routes.add("fabrics/*/vlans/", fabrics::vlans);
        routes.add("fabrics/*/vlans/*/", fabrics::vlanOfFabric);
        routes.add("vlans/*/", fabrics::vlanById);
        routes.add("spaces/", fabrics::spaces);
        routes.add("spaces/*/", fabrics::space);
        var subnets = new SubnetsApi(region);
        routes.add("subnets/", subnets::all);
        routes.add("subnets/*/", subnets::one);
        routes.add("subnets/*/*/", subnets::one); // cidr:10.0.0.0/8
        var ranges = new IpRangesApi(region);
        routes.add("ipranges/", ranges::all);
        routes.add("ipranges/*/", ranges::one);
        var staticRoutes = new StaticRoutesApi(region);
        routes.add("static-routes/", staticRoutes::all);
        routes.add("static-routes/*/", staticRoutes::one);
        if (region.settings.version().atLeast(MaasVersion.V3_7)) { // since 3.6
            var reserved = new ReservedIpsApi(region);
            routes.add("reservedips/", reserved::all);
            routes.add("reservedips/*/", reserved::one);
        }
        var domains = new DomainsApi(region);
        routes.add("domains/", domains::all);
        routes.add("domains/*/", domains::one);
        var dns = new DnsApi(region);
        routes.add("dnsresources/", dns::resources);
        routes.add("dnsresources/*/", dns::resource);
        routes.add("dnsresourcerecords/", dns::entries);
        routes.add("dnsresourcerecords/*/", dns::entry);
        var interfaces = new InterfacesApi(region);
        addPart("nodes/*/interfaces/", interfaces::all);
        addPart("nodes/*/interfaces/*/", interfaces::one);
    }

    private void addStorage() {
        var disks = new BlockDevicesApi(region);
        addPart("nodes/*/blockdevices/", disks::all);
        addPart("nodes/*/blockdevices/*/", disks::one);
        addPart("nodes/*/blockdevices/*/partitions/", disks::partitions);
        addPart("nodes/*/blockdevices/*/partition/*", disks::partition);
        var groups = new GroupsApi(region);
        addPart("nodes/*/volume-groups/", groups::volumeGroups);
        addPart("nodes/*/volume-group/*/", groups::volumeGroup);
        addPart("nodes/*/raids/", groups::raids);
        addPart("nodes/*/raid/*/", groups::raid);
        addPart("nodes/*/bcaches/", groups::bcaches);
        addPart("nodes/*/bcache/*/", groups::bcache);
        addPart("nodes/*/bcache-cache-sets/", groups::cacheSets);
        addPart("nodes/*/bcache-cache-set/*/", groups::cacheSet);
    }

    /** What is inside a machine. Every write is counted by what it does: an operation, or a verb and what it is about. */
    private void addPart(String pattern, Function<Request, Answer> handler) {
        routes.add(pattern, request -> {
            var node = region.node(request.path().get(1));
            if (request.call().method().equals("GET") || node.isEmpty()) {
                return handler.apply(request);
            }
            var kind = pattern.replaceAll("/?\\*?/?$", "");
            var act = request.op().orElse(request.call().method() + " " + kind.substring(kind.lastIndexOf('/') + 1));
            region.counters.received(act, node.get().systemId);
            var answer = handler.apply(request);
            region.counters.accepted(act, node.get().systemId);
            return answer;
        });
    }

    private void addImages() {
        var images = new ImagesApi(region);
        routes.add("boot-resources/", images::resources);
        routes.add("boot-resources/*/", images::resource);
        var sources = new BootSourcesApi(region);
        routes.add("boot-sources/", sources::sources);
        routes.add("boot-sources/*/", sources::source);
        routes.add("boot-sources/*/selections/", sources::selections);
        routes.add("boot-sources/*/selections/*/", sources::selection);
    }

    private void addVmHosts(Commissioning commissioning) {
        var hosts = new VmHostsApi(region, commissioning);
        boolean there = region.settings.version().hasVmHosts();
        for (var name : List.of("vm-hosts", "pods")) {
            routes.add(name + "/", there ? hosts::all : VmHostsApi::gone);
            routes.add(name + "/*/", there ? hosts::one : VmHostsApi::gone);
        }
        routes.add("vm-clusters/", there ? request -> Answers.json(List.of()) : VmHostsApi::gone);
        routes.add("vm-clusters/*", VmHostsApi::gone);
    }

    private void addSides() {
        var sides = new SideApi();
        routes.add("account/prefs/sshkeys/", sides::sshKeys);
        routes.add("account/prefs/sshkeys/*/", sides::sshKey);
        routes.add("notifications/", sides::notifications);
        routes.add("notifications/*/", sides::notification);
        routes.add("package-repositories/", sides::repositories);
        routes.add("package-repositories/*/", sides::repository);
        routes.add("scripts/", SideApi::scripts);
        routes.add("scripts/*", SideApi::script);
        routes.add("rackcontrollers/", SideApi::rackControllers);
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
        if (call.path().startsWith(V3Api.BASE) && region.settings.version().atLeast(MaasVersion.V3_5)) {
            return new MachinesApi.Priced(v3.answer(call), Duration.ZERO);
        }
        var suffix = OP_SUFFIX.matcher(call.path());
        var path = suffix.matches() ? suffix.group(1) : call.path();
        var segments = segments(call, path);
        if (path.endsWith("/version/") && segments.equals(List.of("version"))) {
            return new MachinesApi.Priced(RegionApi.version(region.settings.version()), Duration.ZERO);
        }
        var handler = handler(call, path, segments);
        var op = suffix.matches() ? Optional.of(suffix.group(2)) : op(call);
        var user = oauth.user(call).orElseThrow(() -> noCredentials(call, segments, op));
        return locked(handler, new Request(call, user, region.settings.version(), segments, op, fields(call, op)));
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

    private Function<Request, MachinesApi.Priced> handler(Call call, String path, List<String> segments) {
        return routes.find(segments, path.endsWith("/")).orElseThrow(() -> notHere(call, path, segments));
    }

    private static Refusal notHere(Call call, String path, List<String> segments) {
        var known = path.endsWith("/")
                && (NOT_MODELLED.contains(segments.getFirst())
                        || segments.getFirst().equals("nodes")
                        || segments.getFirst().equals("rackcontrollers")
                        || segments.getFirst().equals("boot-resources"));
        return known ? Refusal.notModelled(String.join("/", segments) + "/") : unknownEndpoint(call);
    }

    /** Below {@code api/2.0/}. */
    private static List<String> segments(Call call, String path) {
        if (path.startsWith("/MAAS/api/1.0/")) {
            throw new Refusal(Answer.text(410, "The 1.0 API is no longer available."));
        }
        if (!path.startsWith(BASE) || path.length() == BASE.length()) {
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

    private static boolean isJson(Call call) {
        return call.header("Content-Type").orElse("").startsWith("application/json");
    }

    /** POST and PUT read the form, the rest the query (source code). JSON counts for create, not for acts (recorded). */
    private static Map<String, List<String>> fields(Call call, Optional<String> op) {
        var fields = new LinkedHashMap<String, List<String>>();
        boolean form = call.method().equals("POST") || call.method().equals("PUT");
        if (form && op.isEmpty() && isJson(call)) {
            return Shelf.fields(call.body().text());
        }
        (form ? call.form() : call.query()).forEach((name, values) -> fields.put(name, new ArrayList<>(values)));
        fields.remove("op");
        return fields;
    }
}
