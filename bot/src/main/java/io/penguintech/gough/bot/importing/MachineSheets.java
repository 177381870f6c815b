package io.penguintech.gough.bot.importing;

import io.penguintech.gough.reconcile.Desired;
import io.penguintech.gough.reconcile.Machine;
import io.penguintech.gough.reconcile.Survey;
import io.penguintech.gough.schema.MacAddress;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** Writes down what MAAS has of a machine as a host would declare it; what a host cannot declare gets a remark. */
final class MachineSheets {
    private static final Pattern TAG = Pattern.compile("[A-Za-z0-9_-]{1,256}");
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_ -]{0,255}");
    private static final Pattern DOMAIN = Pattern.compile(
            "(?=.{1,253}$)[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?(\\.[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?)*");
    private static final Pattern ARCHITECTURE = Pattern.compile("[a-z0-9]+(/[a-z0-9_-]+)?");
    private static final Pattern RELEASE = Pattern.compile("[a-z0-9][a-z0-9._-]{0,63}");
    private static final Pattern KERNEL = Pattern.compile("[a-z0-9][a-z0-9.+-]{0,63}");
    private static final Pattern SERIAL = Pattern.compile("\\S([^\\n\\r]*\\S)?");
    private static final Pattern PARAMETER = Pattern.compile("[A-Za-z0-9_-]{1,64}");
    private static final int LONGEST_DESCRIPTION = 1024;

    /** How people write MAAS's parameters; others keep their names. */
    private static final Map<String, String> SHORT =
            Map.of("power_address", "address", "power_user", "user", "power_pass", "password", "power_id", "id");

    private final Survey survey;
    private final Remarks remarks;
    private final Map<MacAddress, Integer> macs = new HashMap<>();
    private final Map<String, Integer> serials = new HashMap<>();

    /** @param machines all of the region: an address or serial of two machines tells none of them */
    MachineSheets(Iterable<Machine> machines, Survey survey, Remarks remarks) {
        this.survey = survey;
        this.remarks = remarks;
        for (var machine : machines) {
            machine.macAddresses().forEach(mac -> macs.merge(mac, 1, Integer::sum));
            machine.serial().ifPresent(serial -> serials.merge(key(serial), 1, Integer::sum));
        }
    }

    private static String key(String serial) {
        return serial.strip().toLowerCase(Locale.ROOT);
    }

    /** The machine's sheet; empty when nothing of it tells it from other machines. */
    Optional<Sheet> sheet(Machine machine) {
        var identity = identity(machine);
        if (identity.isEmpty()) return Optional.empty();
        var fields = new TreeMap<String, Object>();
        fields.put("adopt", true);
        if (machine.state() instanceof Machine.State.Deployed(var release, var kernel)) {
            fields.put("goal", "deployed");
            put(fields, machine, Sheet.RELEASE, release, RELEASE);
            put(fields, machine, "os/kernel", kernel, KERNEL);
        } else {
            fields.put("goal", "ready");
        }
        put(fields, machine, "machine/architecture", machine.architecture(), ARCHITECTURE);
        put(fields, machine, Sheet.ZONE, machine.zone(), NAME);
        put(fields, machine, Sheet.POOL, machine.pool(), NAME);
        put(fields, machine, "domain", machine.domain(), DOMAIN);
        description(fields, machine);
        power(fields, machine);
        new NetworkSheet(machine, identity, fields, remarks).write();
        new StorageSheet(machine, identity, fields, remarks).write();
        return Optional.of(new Sheet(machine.hostname(), identity, fields, tags(machine)));
    }

    private SortedMap<String, Object> identity(Machine machine) {
        var identity = new TreeMap<String, Object>();
        var own = machine.macAddresses().stream()
                .filter(mac -> macs.getOrDefault(mac, 0) == 1)
                .map(MacAddress::value)
                .toList();
        if (!own.isEmpty()) identity.put("machine/macAddresses", own);
        if (own.size() < machine.macAddresses().size())
            remarks.add(
                    machine.hostname(),
                    "Some of its MAC addresses are those of another machine too, so they tell nothing and are left out.");
        machine.serial().map(String::strip).ifPresent(serial -> {
            if (serials.getOrDefault(key(serial), 0) > 1)
                remarks.add(
                        machine.hostname(),
                        "Its serial number is that of another machine too, so it tells nothing and is left out.");
            else if (fits(SERIAL, serial) && serial.length() <= 256) identity.put("machine/serial", serial);
        });
        return identity;
    }

    private static boolean fits(Pattern pattern, String value) {
        return pattern.matcher(value).matches();
    }

    private void put(SortedMap<String, Object> fields, Machine machine, String field, String value, Pattern pattern) {
        if (value.isEmpty()) return;
        if (fits(pattern, value)) fields.put(field, value);
        else
            remarks.add(
                    machine.hostname(),
                    "Its %s is nothing that a document can say, so it is left as it is in MAAS."
                            .formatted(field.replace('/', '.')));
    }

    private void description(SortedMap<String, Object> fields, Machine machine) {
        var text = machine.description().strip();
        if (text.isEmpty()) return;
        if (text.length() <= LONGEST_DESCRIPTION) fields.put("description", text);
        else
            remarks.add(
                    machine.hostname(),
                    "Its description is longer than 1,024 characters, so it is left as it is in MAAS.");
    }

    private SortedSet<String> tags(Machine machine) {
        var tags = new TreeSet<String>();
        for (var tag : machine.tags()) {
            if (Desired.isMark(tag)) continue;
            if (survey.computedTags().contains(tag))
                remarks.add(
                        machine.hostname(),
                        "Its tag %s is computed by MAAS, which would undo what Gough sets; it is left out."
                                .formatted(tag));
            else if (fits(TAG, tag)) tags.add(tag);
            else
                remarks.add(
                        machine.hostname(),
                        "One of its tags is no name a document can say, so it is left as it is in MAAS.");
        }
        return tags;
    }

    private void power(SortedMap<String, Object> fields, Machine machine) {
        var type = machine.powerType();
        if (!fits(PARAMETER, type)) return;
        fields.put(Sheet.POWER_TYPE, type);
        survey.power().getOrDefault(machine.id(), new TreeMap<>()).forEach((name, value) -> {
            var key = type.equals("lxd") ? name : SHORT.getOrDefault(name, name);
            if (!fits(PARAMETER, key) || key.equals("type"))
                remarks.add(
                        machine.hostname(),
                        "One of its power parameters has no name a document can say, so it is left out.");
            else fields.put(Sheet.POWER + key, value.<Object>map(text -> text).orElseGet(() -> secret(machine, key)));
        });
    }

    private Sheet.Secret secret(Machine machine, String key) {
        remarks.add(
                machine.hostname(),
                "Its power parameter %s is or may be a secret: store it under bmc/NAME#%s before Gough shall enlist or register the machine."
                        .formatted(key, key));
        return new Sheet.Secret("bmc/${{ host.name }}#" + key);
    }
}
