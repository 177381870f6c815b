package io.penguintech.gough.templates.cloudinit;

import static org.assertj.core.api.Assertions.assertThat;

import io.penguintech.gough.schema.BackendName;
import io.penguintech.gough.schema.Commissioning;
import io.penguintech.gough.schema.Host;
import io.penguintech.gough.schema.HostGoal;
import io.penguintech.gough.schema.HostName;
import io.penguintech.gough.schema.HostNetwork;
import io.penguintech.gough.schema.HostStorage;
import io.penguintech.gough.schema.Inventory;
import io.penguintech.gough.schema.Limits;
import io.penguintech.gough.schema.MachineSpec;
import io.penguintech.gough.schema.Place;
import io.penguintech.gough.schema.Placeholders;
import io.penguintech.gough.schema.Questions;
import io.penguintech.gough.schema.Repository;
import io.penguintech.gough.schema.Template;
import io.penguintech.gough.schema.TemplateName;
import io.penguintech.gough.schema.Tree;
import io.penguintech.gough.schema.Yaml;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/** A small infra repository written in a test. */
final class Infra {
    private final SortedMap<TemplateName, Template> templates = new TreeMap<>();
    private final SortedMap<HostName, Host> hosts = new TreeMap<>();

    /** Adds {@code templates/NAME.yaml}, or a script when the text begins with {@code #!}. */
    Infra template(String name, String text) {
        var file = "templates/" + name + ".yaml";
        var body =
                text.startsWith("#!") ? new Template.Body.Script(text) : new Template.Body.CloudConfig(map(file, text));
        templates.put(new TemplateName(name), new Template(new TemplateName(name), body, Place.ofFile(file)));
        return this;
    }

    Infra host(String name, String values, String... templates) {
        var place = new Place("hosts/" + name + ".yaml", 1, 1);
        var host = new Host(
                new HostName(name),
                new TreeMap<>(Map.of("role", "web", "rack", "a")),
                new BackendName("default"),
                new BackendName("default"),
                List.of(),
                List.of(),
                new MachineSpec(new TreeSet<>(), Optional.empty(), Optional.empty(), Optional.empty()),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                new TreeSet<>(),
                new HostGoal.Deployed(),
                new Host.Os(Optional.of("noble"), Optional.empty()),
                Stream.of(templates).map(TemplateName::new).toList(),
                values(map(place.file(), values)),
                1,
                true,
                false,
                false,
                Commissioning.NONE,
                HostNetwork.NONE,
                HostStorage.NONE,
                Optional.empty(),
                Optional.empty(),
                List.of(),
                place);
        hosts.put(host.name(), host);
        return this;
    }

    /** As the loader hands them over: secrets are references already. */
    private static Tree.Mapping values(Tree.Mapping written) {
        var nothing = new Tree.Mapping(List.of(), written.place());
        var scope = new Placeholders.Scope("nobody", Map.of(), nothing, nothing);
        return (Tree.Mapping) Placeholders.replace(written, scope).tree();
    }

    Inventory inventory() {
        return new Inventory(Optional.empty(), repository(), hosts, List.of(), templates);
    }

    Rendered render() {
        return render(new UserDataRenderer(UserDataRenderer.Settings.DEFAULT));
    }

    Rendered render(UserDataRenderer renderer) {
        return renderer.render(hosts.firstEntry().getValue(), inventory());
    }

    /** What is sent for the first host, secrets masked. */
    String masked() {
        return valid().userData().masked();
    }

    Rendered.Valid valid() {
        var rendered = render();
        assertThat(rendered).isInstanceOf(Rendered.Valid.class);
        return (Rendered.Valid) rendered;
    }

    /** The problems of the first host as the command line prints them. */
    List<String> problems() {
        return problems(new UserDataRenderer(UserDataRenderer.Settings.DEFAULT));
    }

    List<String> problems(UserDataRenderer renderer) {
        var diagnostics = switch (render(renderer)) {
            case Rendered.Valid valid -> valid.warnings();
            case Rendered.Invalid invalid -> invalid.diagnostics();
        };
        return diagnostics.stream().map(Object::toString).toList();
    }

    private static Tree.Mapping map(String file, String yaml) {
        var read = Yaml.read(file, yaml.getBytes(StandardCharsets.UTF_8), Limits.DEFAULT, Yaml.Dialect.CLOUD_CONFIG);
        assertThat(read.diagnostics()).isEmpty();
        return read.documents().isEmpty()
                ? new Tree.Mapping(List.of(), new Place(file, 1, 1))
                : (Tree.Mapping) read.documents().getFirst();
    }

    private static Repository repository() {
        return new Repository(
                "infra",
                Repository.Mode.OBSERVE,
                Repository.Approvals.DEFAULT,
                List.of(),
                Repository.RolloutLimits.DEFAULT,
                false,
                Duration.ofHours(72),
                map("gough.yaml", "ntp: [ntp.example]\nfleet: fleet.example"),
                new Place("gough.yaml", 1, 1),
                Questions.NOBODY);
    }
}
