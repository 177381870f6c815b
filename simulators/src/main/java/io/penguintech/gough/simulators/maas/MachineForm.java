package io.penguintech.gough.simulators.maas;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The form behind create and PUT. The whole form is checked again at every PUT, with the machine's own values for what
 * was not sent (recorded), and all errors are told at once. Unknown fields are ignored (recorded).
 */
final class MachineForm {
    private static final String PARAMETER = "power_parameters_";
    private static final String NO_CHOICE = "Select a valid choice. That choice is not one of the available choices.";
    private static final Pattern LABEL = Pattern.compile("[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?");
    private static final Pattern MAC = Pattern.compile("([0-9a-f]{2}:){5}[0-9a-f]{2}");

    private final Region region;
    private final Request request;
    private final @Nullable Node node;
    private final Map<String, List<String>> errors = new LinkedHashMap<>();
    private final List<Consumer<Node>> changes = new ArrayList<>();

    private MachineForm(Region region, Request request, @Nullable Node node) {
        this.region = region;
        this.request = request;
        this.node = node;
    }

    /** A new machine in New. */
    static Node create(Region region, Request request) {
        var form = new MachineForm(region, request, null);
        var macs = form.macAddresses();
        form.check();
        form.powerOfNew(macs);
        form.refuseErrors();
        return region.add(made -> {
            macs.forEach(mac -> region.addNic(made, mac));
            form.changes.forEach(change -> change.accept(made));
        });
    }

    /** Changes a machine. */
    static void update(Region region, Request request, Node node) {
        var form = new MachineForm(region, request, node);
        form.check();
        form.powerOfOld(node);
        form.refuseErrors();
        form.changes.forEach(change -> change.accept(node));
    }

    private void check() {
        hostname();
        architecture();
        choice("zone", region.catalog.zones::get).ifPresent(zone -> changes.add(made -> made.zone = zone));
        choice("pool", region.catalog.pools::get).ifPresent(pool -> changes.add(made -> made.pool = pool));
        domain();
        request.field("description").ifPresent(text -> changes.add(made -> made.description = text));
        request.field("min_hwe_kernel").ifPresent(text -> changes.add(made -> made.minHweKernel = text));
        number("swap_size").ifPresent(size -> changes.add(made -> made.swapSize = size));
        number("memory").ifPresent(size -> changes.add(made -> made.memory = size));
        request.field("is_dpu").ifPresent(text -> changes.add(made -> made.dpu = request.flag("is_dpu")));
        number("cpu_count").ifPresent(count -> changes.add(made -> made.cpuCount = count.intValue()));
    }

    /** A dot splits off a domain, which must exist (recorded). */
    private void hostname() {
        var name = request.text("hostname");
        int dot = name.indexOf('.');
        if (dot >= 0) {
            var domain = region.catalog.domains.get(name.substring(dot + 1));
            if (domain == null) {
                error("hostname", "Nonexistant domain.");
                return;
            }
            changes.add(made -> made.domain = domain);
            name = name.substring(0, dot);
        }
        if (!name.isEmpty()) {
            hostname(name);
        }
    }

    private void hostname(String name) {
        var other = region.named(name);
        if (!LABEL.matcher(name).matches()) {
            error("hostname", "Invalid hostname: '" + name + "'."); // text inferred
        } else if (other.isPresent() && !other.get().equals(node)) {
            error("hostname", "Node with this Hostname already exists.");
        } else if (node == null) {
            changes.add(made -> made.hostname = name);
        } else {
            changes.add(made -> region.rename(made, name));
        }
    }

    private void architecture() {
        var given = request.text("architecture");
        if (given.isEmpty() && node == null) {
            error("architecture", "This field is required.");
            return;
        }
        var whole = given.isEmpty() && node != null ? node.architecture : withSubarchitecture(given);
        if (!region.catalog.architectures().contains(whole)) {
            error(
                    "architecture",
                    region.catalog.architectures().stream()
                            .map(each -> "'" + each + "'")
                            .collect(Collectors.joining(
                                    ", ", "'" + whole + "' is not a valid architecture.  It should be one of: ", ".")));
        }
        changes.add(made -> made.architecture = whole);
    }

    private String withSubarchitecture(String given) {
        if (given.contains("/")) {
            return given;
        }
        var sub = request.text("subarchitecture");
        return given + "/" + (sub.isEmpty() ? "generic" : sub);
    }

    private <T> Optional<T> choice(String field, Function<String, @Nullable T> find) {
        if (!request.has(field) || request.text(field).isEmpty()) {
            return Optional.empty();
        }
        var found = find.apply(request.text(field));
        if (found == null) {
            error(field, NO_CHOICE);
        }
        return Optional.ofNullable(found);
    }

    private void domain() {
        var name = request.text("domain");
        if (name.isEmpty()) {
            return;
        }
        var domain = region.catalog.domains.values().stream()
                .filter(each ->
                        each.name().equals(name) || Integer.toString(each.id()).equals(name))
                .findFirst();
        if (domain.isEmpty()) {
            error("domain", "Unable to find domain " + name); // text inferred
        }
        domain.ifPresent(found -> changes.add(made -> made.domain = found));
    }

    private Optional<Long> number(String field) {
        var text = request.text(field);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(Long.valueOf(text));
        } catch (NumberFormatException wrong) {
            error(field, "Enter a whole number.");
            return Optional.empty();
        }
    }

    private List<String> macAddresses() {
        var macs = new ArrayList<String>();
        for (var given : request.all("mac_addresses")) {
            var mac = given.strip().toLowerCase(Locale.ROOT).replace('-', ':');
            var owner = region.withMac(mac);
            if (!MAC.matcher(mac).matches()) {
                error("mac_addresses", "'" + given + "' is not a valid MAC address."); // text inferred
            } else if (owner.isPresent()) {
                error("mac_addresses", "MAC address " + mac + " already in use on " + owner.get().hostname + ".");
            } else if (!macs.contains(mac)) {
                macs.add(mac);
            }
        }
        return macs;
    }

    /** A refused MAC address leaves no interface, so that both errors come together (recorded). */
    private void powerOfNew(List<String> macs) {
        var type = request.text("power_type");
        if (type.equals("manual") && (macs.isEmpty() || errors.containsKey("mac_addresses"))) {
            error("power_type", "Can't set power type to manual without network interfaces");
        }
        if (!type.isEmpty()) {
            power(type, sentParameters());
        }
    }

    /** Parameters of the same type merge; a new type starts from none (inferred). */
    private void powerOfOld(Node old) {
        var type = request.text("power_type").isEmpty() ? old.powerType : request.text("power_type");
        var parameters = new LinkedHashMap<String, String>();
        if (type.equals(old.powerType)) {
            parameters.putAll(old.powerParameters);
        }
        parameters.putAll(sentParameters());
        if (!type.isEmpty()) {
            power(type, parameters);
        }
    }

    private void power(String type, Map<String, String> parameters) {
        if (!PowerTypes.exists(type, request.version())) {
            error("power_type", "Select a valid choice. " + type + " is not one of the available choices.");
        } else if (!request.flag("power_parameters_skip_check") && !PowerTypes.satisfied(type, parameters)) {
            error("power_parameters", "This field is required.");
        }
        var kept = type.equals("manual") ? Map.<String, String>of() : Map.copyOf(parameters);
        changes.add(made -> {
            if (!made.powerType.equals(type)) {
                made.powerState = "unknown";
            }
            made.powerType = type;
            made.powerParameters = kept;
        });
    }

    private Map<String, String> sentParameters() {
        var parameters = new LinkedHashMap<String, String>();
        request.fields().forEach((name, values) -> {
            if (name.startsWith(PARAMETER) && !name.equals("power_parameters_skip_check")) {
                parameters.put(name.substring(PARAMETER.length()), values.getFirst());
            }
        });
        return parameters;
    }

    private void error(String field, String message) {
        errors.computeIfAbsent(field, any -> new ArrayList<>()).add(message);
    }

    private void refuseErrors() {
        if (!errors.isEmpty()) {
            throw Refusal.invalid(errors);
        }
    }
}
