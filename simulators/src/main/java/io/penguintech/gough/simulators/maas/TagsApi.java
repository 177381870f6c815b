package io.penguintech.gough.simulators.maas;

import io.penguintech.gough.simulators.fault.Answer;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** {@code tags/} and {@code tags/{name}/}; writing is for administrators (source code). */
final class TagsApi {
    private static final Pattern NAME = Pattern.compile("[\\w-]+");

    private final Region region;

    TagsApi(Region region) {
        this.region = region;
    }

    Answer all(Request request) {
        return switch (request.signature()) {
            case "GET" ->
                Answers.json(region.catalog.tags.values().stream()
                        .map(PlacesJson::tag)
                        .toList());
            case "POST" -> create(request);
            default -> throw request.noSuchOperation();
        };
    }

    /** Listing a tag's machines costs what every list costs. */
    MachinesApi.Priced one(Request request) {
        var machines = tag(request).filter(tag -> request.signature().matches("GET (machines|nodes)"));
        if (machines.isPresent()) {
            var nodes = tagged(machines.get(), request);
            return new MachinesApi.Priced(
                    MachineAnswers.list(nodes),
                    region.settings.costPerListedMachine().multipliedBy(nodes.size()));
        }
        return MachinesApi.Priced.free(act(request));
    }

    private Optional<Tag> tag(Request request) {
        return Optional.ofNullable(region.catalog.tags.get(request.path().get(1)));
    }

    private Answer act(Request request) {
        var tag = tag(request).orElseThrow(() -> Refusal.unknown("Tag"));
        return switch (request.signature()) {
            case "GET" -> Answers.json(PlacesJson.tag(tag));
            case "GET devices", "GET rack_controllers", "GET region_controllers" -> Answers.json(List.of());
            case "PUT" -> update(tag, request);
            case "DELETE" -> delete(tag, request);
            case "POST update_nodes" -> updateNodes(tag, request);
            default -> throw request.noSuchOperation();
        };
    }

    List<Node> tagged(Tag tag, Request request) {
        return region.nodes().stream()
                .filter(node -> node.tags.contains(tag.name) && Access.sees(request.user(), node))
                .toList();
    }

    private Answer create(Request request) {
        request.requireAdmin();
        var name = request.text("name");
        requireFree(name);
        var tag = new Tag(name, request.text("definition"), request.text("comment"), request.text("kernel_opts"));
        region.catalog.tags.put(name, tag);
        return Answers.json(PlacesJson.tag(tag));
    }

    private void requireFree(String name) {
        if (name.isEmpty()) {
            throw Refusal.invalid("name", "This field is required.");
        }
        if (!NAME.matcher(name).matches()) {
            throw Refusal.invalid("name", "Enter a valid value.");
        }
        if (region.catalog.tags.containsKey(name)) {
            throw Refusal.invalid("name", "Tag with this Name already exists.");
        }
    }

    private Answer update(Tag tag, Request request) {
        request.requireAdmin();
        var name = request.field("name").orElse(tag.name);
        if (!name.equals(tag.name)) {
            requireFree(name);
            rename(tag, name);
        }
        tag.comment = request.field("comment").orElse(tag.comment);
        tag.definition = request.field("definition").orElse(tag.definition);
        return Answers.json(PlacesJson.tag(tag));
    }

    private void rename(Tag tag, String name) {
        for (var node : region.nodes()) {
            if (node.tags.remove(tag.name)) {
                node.tags.add(name);
            }
        }
        region.catalog.tags.remove(tag.name);
        tag.name = name;
        region.catalog.tags.put(name, tag);
    }

    private Answer delete(Tag tag, Request request) {
        request.requireAdmin();
        region.nodes().forEach(node -> node.tags.remove(tag.name));
        region.catalog.tags.remove(tag.name);
        return Answers.gone();
    }

    /** Unknown system ids count for nothing; locked machines are tagged like others (recorded). */
    private Answer updateNodes(Tag tag, Request request) {
        request.requireAdmin();
        if (request.has("definition") && !request.text("definition").equals(tag.definition)) {
            throw Refusal.conflict("Definition supplied '" + request.text("definition")
                    + "' doesn't match current definition '" + tag.definition + "'");
        }
        var added = nodes(request.all("add")).toList();
        var removed = nodes(request.all("remove")).toList();
        for (var node : added) {
            node.tags.add(tag.name);
            region.counters.received("tag", node.systemId);
        }
        for (var node : removed) {
            node.tags.remove(tag.name);
            region.counters.received("untag", node.systemId);
        }
        return Answers.json(Json.object()
                .with("added", added.size())
                .with("removed", removed.size())
                .map());
    }

    private Stream<Node> nodes(List<String> ids) {
        return ids.stream().distinct().flatMap(id -> region.node(id).stream());
    }
}
