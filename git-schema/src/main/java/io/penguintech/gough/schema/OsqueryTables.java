package io.penguintech.gough.schema;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The tables of osquery and their columns, read when they are first asked for. The resource says of which release and of
 * what it was written; a newer release is taken by writing that file anew from its table specifications.
 */
final class OsqueryTables {
    /**
     * Tables of Fleet's own agent, known by name only (source: fleetdm/fleet, {@code schema/tables} and
     * {@code orbit/pkg/table}, 2026; incomplete).
     */
    static final Set<String> OF_FLEET = Set.of(
            ("adobe_plugins ai_agent_sessions ai_skills ai_tools app_icons app_sso_platform apple_hardware_info authdb"
                            + " bitlocker_key_protectors brew_list cis_audit codesign containerd_containers containerd_mounts"
                            + " corestorage_logical_volume_families corestorage_logical_volumes crowdstrike_falcon cryptoinfo"
                            + " cryptsetup_luks_salt cryptsetup_status csrutil_info cursor_extensions dconf_read disk_space dscl"
                            + " executable_hashes falcon_kernel_check falconctl_options file_contents file_lines filevault_prk"
                            + " filevault_status filevault_users find_cmd firefox_preferences firmware_eficheck_integrity_check"
                            + " firmwarepasswd google_chrome_profiles icloud_private_relay ioreg macadmins_unified_log macos_profiles"
                            + " macos_rsr macos_user_profiles mdm mdm_bridge munki_info munki_installs nftables nvram_info orbit_info"
                            + " parse_ini parse_json parse_jsonl parse_xml pmset privacy_preferences puppet_facts puppet_info"
                            + " puppet_logs puppet_state pwd_policy santa_allowed santa_denied santa_status sntp_request"
                            + " software_update sofa_security_release_info sofa_unpatched_cves sudo_info tcc_access"
                            + " user_login_settings wifi_network windows_updates")
                    .split(" "));

    private final Map<String, OsqueryTable> byName;

    private OsqueryTables(Map<String, OsqueryTable> byName) {
        this.byName = byName;
    }

    private static final class Loaded {
        static final OsqueryTables TABLES = read();
    }

    /** The tables of the bundled release. */
    static OsqueryTables get() {
        return Loaded.TABLES;
    }

    /** Every table once, whatever its other names. */
    Collection<OsqueryTable> all() {
        return Set.copyOf(byName.values());
    }

    /** The table with this name, or with this other name. */
    Optional<OsqueryTable> table(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    /** The names of the tables that one of these platforms has. */
    Set<String> names(Collection<OsqueryPlatform> platforms) {
        return byName.entrySet().stream()
                .filter(entry -> entry.getValue().platforms().stream().anyMatch(platforms::contains))
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }

    private static OsqueryTables read() {
        try (var in = OsqueryTables.class.getResourceAsStream("osquery-tables.txt")) {
            if (in == null) throw new IllegalStateException("the list of osquery's tables is not on the class path");
            var byName = new HashMap<String, OsqueryTable>();
            for (var line : new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .toList()) {
                var table = table(line.split("\\|", -1));
                byName.put(table.name(), table);
                table.aliases().forEach(alias -> byName.put(alias, table));
            }
            return new OsqueryTables(byName);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static OsqueryTable table(String[] parts) {
        var platforms = OsqueryPlatform.ofLetters(parts[1]);
        var columns = Arrays.stream(parts[4].split(" "))
                .map(column -> column(column, platforms))
                .toList();
        var aliases = parts[3].isEmpty() ? List.<String>of() : List.of(parts[3].split(","));
        return new OsqueryTable(parts[0], platforms, parts[2].equals("e"), aliases, columns);
    }

    private static OsqueryTable.Column column(String text, Set<OsqueryPlatform> platforms) {
        boolean required = text.startsWith("!");
        int only = text.indexOf('@');
        return new OsqueryTable.Column(
                text.substring(required ? 1 : 0, only < 0 ? text.length() : only),
                required,
                only < 0 ? platforms : OsqueryPlatform.ofLetters(text.substring(only + 1)));
    }
}
