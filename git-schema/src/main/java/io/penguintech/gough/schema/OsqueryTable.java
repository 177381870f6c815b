package io.penguintech.gough.schema;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A table of osquery.
 *
 * @param name its name
 * @param platforms where it is
 * @param evented whether it holds events, which the agent must be told to gather
 * @param aliases other names it goes by
 * @param columns its columns in order
 */
record OsqueryTable(
        String name, Set<OsqueryPlatform> platforms, boolean evented, List<String> aliases, List<Column> columns) {
    OsqueryTable {
        platforms = Set.copyOf(platforms);
        aliases = List.copyOf(aliases);
        columns = List.copyOf(columns);
    }

    /**
     * A column.
     *
     * @param name its name
     * @param required whether the table is empty unless this one, or another required one, is constrained
     * @param platforms where it is
     */
    record Column(String name, boolean required, Set<OsqueryPlatform> platforms) {
        Column {
            platforms = Set.copyOf(platforms);
        }
    }

    /** The names of its columns on a platform. */
    List<String> columnsOn(OsqueryPlatform platform) {
        return columns.stream()
                .filter(column -> column.platforms().contains(platform))
                .map(Column::name)
                .toList();
    }

    /** Of which columns one must be constrained. */
    List<String> required() {
        return columns.stream().filter(Column::required).map(Column::name).toList();
    }

    /** What an agent must be told so that a table of events is not empty; empty when nothing is known of it. */
    Optional<String> flags() {
        return Optional.ofNullable(
                switch (name) {
                    case "process_events" -> "--disable_audit=false --audit_allow_process_events=true";
                    case "socket_events" -> "--disable_audit=false --audit_allow_sockets=true";
                    case "user_events" -> "--disable_audit=false --audit_allow_user_events=true";
                    case "process_file_events" -> "--disable_audit=false --audit_allow_fim_events=true, and file_paths";
                    case "selinux_events" -> "--disable_audit=false --audit_allow_selinux_events=true";
                    case "apparmor_events" -> "--disable_audit=false --audit_allow_apparmor_events=true";
                    case "seccomp_events" -> "--disable_audit=false --audit_allow_seccomp_events=true";
                    case "file_events" -> "--enable_file_events=true, and file_paths";
                    case "yara_events" -> "--enable_file_events=true, and yara rules";
                    case "syslog_events" -> "--enable_syslog=true";
                    case "bpf_process_events", "bpf_socket_events" -> "--enable_bpf_events=true";
                    case "es_process_events" -> "--disable_endpointsecurity=false";
                    case "es_process_file_events" ->
                        "--disable_endpointsecurity=false --disable_endpointsecurity_fim=false";
                    case "ntfs_journal_events" -> "--enable_ntfs_event_publisher=true, and file_paths";
                    case "powershell_events" -> "--enable_powershell_events_subscriber=true";
                    case "windows_events" -> "--enable_windows_events_subscriber=true";
                    case "process_etw_events" -> "--enable_process_etw_events=true";
                    case "dns_lookup_events" -> "--enable_dns_lookup_events=true";
                    default -> null;
                });
    }
}
