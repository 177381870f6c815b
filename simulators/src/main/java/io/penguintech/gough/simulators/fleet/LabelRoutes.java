package io.penguintech.gough.simulators.fleet;

import io.penguintech.gough.simulators.fault.Answer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The routes of labels: lists without {@code meta}; a PATCH that names SQL, platform or criteria is answered 200. */
final class LabelRoutes {

    private final FleetModel model;
    private final Labels labels;
    private final HostJson hostJson;

    LabelRoutes(FleetModel model) {
        this.model = model;
        this.labels = model.labels();
        this.hostJson = new HostJson(model);
    }

    Map<String, Route> table() {
        return Map.ofEntries(
                Map.entry("GET labels", this::list),
                Map.entry("POST labels", this::create),
                Map.entry("GET labels/#", request -> one(request, labels.get(request.id(1)))),
                Map.entry("PATCH labels/#", this::modify),
                Map.entry("GET labels/#/hosts", this::hosts),
                Map.entry("GET labels/summary", this::summary),
                Map.entry("DELETE labels/*", request -> delete(request, labels.named(request.name()))),
                Map.entry("DELETE labels/id/#", request -> delete(request, labels.get(request.id(2)))),
                Map.entry("POST hosts/#/labels", request -> move(request, true)),
                Map.entry("DELETE hosts/#/labels", request -> move(request, false)),
                Map.entry("POST spec/labels", this::apply),
                Map.entry("GET spec/labels", this::specs));
    }

    /** Without a fleet the global ones, with one its own as well (inferred). */
    private Answer list(Request request) {
        var fleetId = request.fleetId();
        var items = labels.all().stream()
                .filter(label -> label.fleetId() == null || label.fleetId().equals(fleetId))
                .map(label -> json(request, label))
                .toList();
        var body = Json.object();
        Json.list(body, "labels", request.paging().cut(items).items());
        return Json.ok(body);
    }

    private Answer create(Request request) {
        var wanted = wanted(request.body());
        if (wanted.fleetId() != null) {
            model.places().requirePremium();
            model.places().requireTeam(wanted.fleetId());
        }
        return one(request, labels.create(request.user(), wanted));
    }

    private Labels.Wanted wanted(Body body) {
        return new Labels.Wanted(
                body.text("name").orElse(""),
                body.text("description").orElse(""),
                body.text("query").orElse(""),
                body.text("platform").orElse(""),
                criteria(body),
                body.number("team_id").filter(id -> id != 0).map(Long::intValue).orElse(null),
                hostIds(body));
    }

    private static @Nullable JsonNode criteria(Body body) {
        var criteria = body.json().get("criteria");
        return criteria == null || criteria.isNull() ? null : criteria;
    }

    private Optional<SortedSet<Integer>> hostIds(Body body) {
        boolean byId = body.json().path("host_ids").isArray();
        var names = body.texts("hosts");
        if (byId && names.filter(hosts -> !hosts.isEmpty()).isPresent()) {
            throw Refusal.invalid(
                    "hosts", "Only one of either \"hosts\" or \"host_ids\" can be included in the request.");
        }
        if (byId) {
            return Optional.of(new TreeSet<>(body.numbers("host_ids")));
        }
        return names.map(this::idsOf);
    }

    /** Whoever is not known is passed over in silence (HostIDsByIdentifier). */
    private SortedSet<Integer> idsOf(List<String> identifiers) {
        var ids = new TreeSet<Integer>();
        model.hosts().values().stream()
                .filter(host -> Stream.of(
                                host.host().hostname(),
                                host.host().serial(),
                                host.host().uuid())
                        .anyMatch(identifiers::contains))
                .forEach(host -> ids.add(host.id()));
        return ids;
    }

    private Answer modify(Request request) {
        int id = request.id(1);
        var body = request.body();
        return one(
                request, model.relabel(request.user(), id, body.text("name"), body.text("description"), hostIds(body)));
    }

    private Answer delete(Request request, Label label) {
        model.deleteLabel(request.user(), label);
        return Json.ok(Json.object());
    }

    /** Whoever has its role in some fleets only is shown, and counted, hosts of those alone (inferred from the list of hosts). */
    private Stream<FleetModel.Enrolled> seen(Request request, Label label) {
        return label.hosts().stream()
                .flatMap(id -> Optional.ofNullable(model.hosts().get(id)).stream())
                .filter(host -> request.user().sees(host.host().fleetId()));
    }

    private Answer hosts(Request request) {
        var items = seen(request, labels.get(request.id(1)))
                .map(host -> hostJson.item(host, request.keys()))
                .toList();
        var body = Json.object();
        Json.list(body, "hosts", request.paging().cut(items).items());
        return Json.ok(body);
    }

    private Answer move(Request request, boolean in) {
        int host = request.id(1);
        for (var name : request.body().texts("labels").orElse(List.of())) {
            var label = labels.named(name);
            if (!label.membership().equals("manual")) {
                throw Refusal.invalid("labels", "cannot add or remove hosts of the dynamic label " + name);
            }
            var hosts = new TreeSet<>(label.hosts());
            if (in) {
                hosts.add(host);
            } else {
                hosts.remove(host);
            }
            labels.modify(request.user(), label.id(), Optional.empty(), Optional.empty(), Optional.of(hosts));
        }
        return Json.ok(Json.object());
    }

    private Answer apply(Request request) {
        var specs = request.body().objects("specs");
        for (var spec : specs) {
            var membership = spec.text("label_membership_type").orElse("dynamic");
            if (membership.equals("dynamic")
                    && !spec.texts("hosts").orElse(List.of()).isEmpty()) {
                throw Refusal.invalid(
                        "base",
                        "label %s is declared as dynamic but contains `hosts` key"
                                .formatted(spec.text("name").orElse("")));
            }
        }
        labels.apply(request.user(), specs.stream().map(this::wanted).toList());
        return Json.ok(Json.object());
    }

    private Answer specs(Request request) {
        var body = Json.object();
        Json.list(
                body,
                "specs",
                labels.all().stream()
                        .map(label -> Json.object()
                                .put("id", label.id())
                                .put("name", label.name())
                                .put("description", label.description())
                                .put("query", label.query())
                                .put("platform", label.platform())
                                .put("label_type", type(label))
                                .put("label_membership_type", label.membership()))
                        .toList());
        return Json.ok(body);
    }

    private Answer one(Request request, Label label) {
        var body = Json.object();
        body.set("label", json(request, label));
        return Json.ok(body);
    }

    private ObjectNode json(Request request, Label label) {
        return json(label, request.keys()).put("count", seen(request, label).count());
    }

    static ObjectNode json(Label label, Json.Keys keys) {
        var author = label.author();
        var node =
                Json.object().put("id", label.id()).put("name", label.name()).put("description", label.description());
        node.put("query", label.query()).put("platform", label.platform()).put("label_type", type(label));
        node.put("label_membership_type", label.membership())
                .put("display_text", label.name())
                .put("count", label.hosts().size());
        node.put("author_id", author == null ? null : (Integer) author.id());
        Json.put(node, keys, "team_id", "fleet_id", label.fleetId());
        return node;
    }

    private static String type(Label label) {
        return label.builtin() ? "builtin" : "regular";
    }

    private Answer summary(Request request) {
        var body = Json.object();
        var array = body.putArray("labels");
        labels.all().forEach(label -> {
            var node = array.addObject().put("id", label.id()).put("name", label.name());
            node.put("description", label.description()).put("label_type", type(label));
            Json.put(node, request.keys(), "team_id", "fleet_id", label.fleetId());
        });
        return Json.ok(body);
    }
}
