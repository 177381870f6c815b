package io.penguintech.gough.bot.web;

import io.penguintech.gough.bot.rollout.HostStatus;
import io.penguintech.gough.reconcile.SystemId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * The hosts that run, as an inventory script answers Ansible's {@code --list}. What is not deployed, or not by Gough and not
 * adopted, is no host for a playbook. Pure.
 */
final class AnsibleInventory {
    /** What no version of Ansible takes for a template, which it would run. */
    private static final Pattern PLAIN = Pattern.compile("[\\p{L}\\p{N}@_.,:;/+= -]*");

    /** All of them. */
    private static final String RUNNING = "gough_running";

    private final SortedMap<String, List<String>> groups = new TreeMap<>();
    private final SortedMap<String, Map<String, Object>> variables = new TreeMap<>();

    private AnsibleInventory() {}

    static Map<String, Object> of(List<HostStatus> hosts) {
        var inventory = new AnsibleInventory();
        inventory.groups.put(RUNNING, new ArrayList<>());
        hosts.forEach(host -> host.runsAs().ifPresent(address -> inventory.add(host, address)));
        var answer = new TreeMap<String, Object>();
        inventory.groups.forEach((name, names) -> answer.put(name, Map.of("hosts", names)));
        answer.put("_meta", Map.of("hostvars", inventory.variables));
        return answer;
    }

    private void add(HostStatus host, String address) {
        var name = host.name().value();
        put(RUNNING, name);
        put("zone_" + host.zone(), name);
        put("pool_" + host.pool(), name);
        put("health_" + host.health().state().word(), name);
        host.labels().forEach((key, value) -> put("label_" + key + "_" + value, name));
        variables.put(name, variables(host, address));
    }

    /** Names of groups are made of letters, digits and underscores. */
    private void put(String group, String host) {
        groups.computeIfAbsent(group.replaceAll("[^A-Za-z0-9_]", "_"), _ -> new ArrayList<>())
                .add(host);
    }

    private static Map<String, Object> variables(HostStatus host, String address) {
        var labels = new TreeMap<String, String>();
        host.labels().forEach((key, value) -> plain(value).ifPresent(text -> labels.put(key, text)));
        var all = new TreeMap<String, Object>();
        all.put("ansible_host", address);
        all.put("gough_goal", host.goal());
        all.put("gough_health", host.health().state().word());
        all.put("gough_labels", labels);
        host.observedAt().ifPresent(at -> all.put("gough_observed_at", at.toString()));
        plain(host.pool()).ifPresent(pool -> all.put("gough_pool", pool));
        all.put("gough_sync", host.sync());
        host.systemId().map(SystemId::value).ifPresent(id -> all.put("gough_system_id", id));
        plain(host.zone()).ifPresent(zone -> all.put("gough_zone", zone));
        return all;
    }

    private static Optional<String> plain(String text) {
        return Optional.of(text).filter(some -> PLAIN.matcher(some).matches());
    }
}
