package io.penguintech.gough.simulators.fleet;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Labels, under the rules of fleetdm/fleet server/service/labels.go: SQL, platform and criteria stay as they were made,
 * what Fleet brought along is left alone, no activity is logged. Guarded by the lock of the model it belongs to.
 */
final class Labels {

    /** Names nobody may take (server/fleet/labels.go, ReservedLabelNames). */
    private static final Set<String> RESERVED = Set.of(
            "All Hosts",
            "macOS",
            "Ubuntu Linux",
            "CentOS Linux",
            "MS Windows",
            "Red Hat Linux",
            "All Linux",
            "chrome",
            "macOS 14+ (Sonoma+)",
            "iOS",
            "iPadOS",
            "Fedora Linux",
            "Android");

    private final TreeMap<Integer, Label> labels = new TreeMap<>();
    private int lastId;

    /** What is asked for a new label. */
    record Wanted(
            String name,
            String description,
            String query,
            String platform,
            @Nullable JsonNode criteria,
            @Nullable Integer fleetId,
            Optional<SortedSet<Integer>> hosts) {}

    Labels() {
        for (var name : List.of("All Hosts", "macOS", "Ubuntu Linux", "CentOS Linux", "MS Windows")) {
            put(new Label(++lastId, name, "", "select 1;", "", null, null, null, new TreeSet<>()));
        }
    }

    List<Label> all() {
        return List.copyOf(labels.values());
    }

    Label get(int id) {
        var label = labels.get(id);
        if (label == null) {
            throw Refusal.notFound("Label " + id + " was not found in the datastore");
        }
        return label;
    }

    Optional<Label> find(String name) {
        return labels.values().stream()
                .filter(label -> Names.same(label.name(), name))
                .findFirst();
    }

    Label named(String name) {
        return find(name).orElseThrow(() -> Refusal.notFound("Label " + name + " was not found in the datastore"));
    }

    Label create(FleetUser actor, Wanted wanted) {
        requireWriter(actor);
        if (wanted.name().isEmpty()) {
            throw Refusal.invalid("name", "missing required argument");
        }
        boolean manual = wanted.hosts().filter(hosts -> !hosts.isEmpty()).isPresent();
        var criteria = wanted.criteria();
        if (Stream.of(criteria != null, !wanted.query().isEmpty(), manual)
                        .filter(yes -> yes)
                        .count()
                > 1) {
            throw Refusal.invalid(
                    criteria != null ? "criteria" : "query",
                    "Only one of \"criteria\", \"query\" or \"hosts/host_ids\" can be included in the request.");
        }
        if (criteria != null) {
            requireCriteria(criteria);
        }
        if (RESERVED.contains(wanted.name())) {
            throw Refusal.invalid(
                    "name",
                    "cannot add label '%s' because it conflicts with the name of a built-in label"
                            .formatted(wanted.name()));
        }
        requireFree(wanted.name(), 0);
        return put(new Label(
                ++lastId,
                wanted.name(),
                wanted.description(),
                wanted.query(),
                wanted.platform(),
                criteria,
                actor,
                wanted.fleetId(),
                wanted.hosts().orElseGet(TreeSet::new)));
    }

    /** Name, description and the hosts of a manual label; whatever else a request holds is not even looked at. */
    Label modify(
            FleetUser actor,
            int id,
            Optional<String> name,
            Optional<String> description,
            Optional<SortedSet<Integer>> hosts) {
        requireWriter(actor);
        var before = get(id);
        if (before.builtin()) {
            throw Refusal.invalid("label_type", "cannot modify built-in label '" + before.name() + "'");
        }
        name.filter(RESERVED::contains).ifPresent(reserved -> {
            throw Refusal.invalid(
                    "name",
                    "cannot rename label to '%s' because it conflicts with the name of a built-in label"
                            .formatted(reserved));
        });
        if (hosts.filter(ids -> !ids.isEmpty()).isPresent()
                && !before.membership().equals("manual")) {
            throw Refusal.invalid("hosts", "cannot provide a list of hosts for a dynamic label");
        }
        name.ifPresent(other -> requireFree(other, id));
        var renamed = before.called(name.orElse(before.name()), description.orElse(before.description()));
        return put(hosts.map(renamed::of).orElse(renamed));
    }

    /** Refused for what Fleet brought along; whether it is in use is the model's to ask. */
    void delete(FleetUser actor, Label label) {
        requireWriter(actor);
        if (label.builtin()) {
            throw Refusal.invalid("name", "cannot delete built-in label '" + label.name() + "'");
        }
        labels.remove(label.id());
    }

    /** The bulk upsert by name: here the SQL of a label does change, whoever made it. */
    void apply(FleetUser actor, List<Wanted> specs) {
        requireWriter(actor);
        for (var spec : specs) {
            if (RESERVED.contains(spec.name())) {
                throw Refusal.invalid("base", "cannot modify built-in label '" + spec.name() + "'");
            }
        }
        for (var spec : specs) {
            int id = find(spec.name()).map(Label::id).orElseGet(() -> ++lastId);
            put(new Label(
                    id,
                    spec.name(),
                    spec.description(),
                    spec.query(),
                    spec.platform(),
                    spec.criteria(),
                    actor,
                    spec.fleetId(),
                    spec.hosts().orElseGet(TreeSet::new)));
        }
    }

    /** Fleet's answer to names nobody has. */
    void require(Stream<String> names) {
        names.filter(name ->
                        labels.values().stream().noneMatch(label -> label.name().equals(name)))
                .findFirst()
                .ifPresent(name -> {
                    throw Refusal.badRequest("some or all the labels provided don't exist: " + name);
                });
    }

    private Label put(Label label) {
        labels.put(label.id(), label);
        return label;
    }

    private void requireFree(String name, int ownId) {
        find(name).filter(other -> other.id() != ownId).ifPresent(other -> {
            throw Refusal.alreadyExists("Label \"" + name + "\" already exists");
        });
    }

    private static void requireWriter(FleetUser actor) {
        if (!actor.role().mayWriteReports()) {
            throw Refusal.forbidden();
        }
    }

    private static void requireCriteria(JsonNode criteria) {
        var vital = criteria.path("vital").asString("");
        if (!Set.of("end_user_idp_group", "end_user_idp_department", "custom_host_vital")
                .contains(vital)) {
            throw Refusal.invalid("criteria", "invalid criteria: unknown vital " + vital);
        }
        if (vital.equals("custom_host_vital") != criteria.has("custom_host_vital_id")) {
            throw Refusal.invalid("criteria", "invalid criteria: custom_host_vital_id goes with custom_host_vital");
        }
    }
}
