package io.penguintech.gough.simulators.maas;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The region's own settings: the names of 3.4.10 (recorded), values for those that Gough may meet. */
final class RegionSettings {
    static final String NAMES = "maas_name, theme, kernel_opts, enable_http_proxy, maas_proxy_port, use_peer_proxy,"
            + " prefer_v4_proxy, http_proxy, default_dns_ttl, upstream_dns, dnssec_validation, maas_internal_domain,"
            + " dns_trusted_acl, ntp_servers, ntp_external_only, remote_syslog, maas_syslog_port, network_discovery,"
            + " active_discovery_interval, default_osystem, default_distro_series, default_min_hwe_kernel,"
            + " default_storage_layout, commissioning_distro_series, enable_third_party_drivers, windows_kms_host,"
            + " enable_disk_erasing_on_release, disk_erase_with_secure_erase, disk_erase_with_quick_erase,"
            + " boot_images_auto_import, boot_images_no_proxy, curtin_verbose, force_v1_network_yaml,"
            + " enable_analytics, completed_intro, max_node_commissioning_results, max_node_testing_results,"
            + " max_node_installation_results, subnet_ip_exhaustion_threshold_count, release_notifications,"
            + " use_rack_proxy, node_timeout, prometheus_enabled, prometheus_push_gateway, prometheus_push_interval,"
            + " promtail_enabled, promtail_port, enlist_commissioning, maas_auto_ipmi_user,"
            + " maas_auto_ipmi_user_privilege_level, maas_auto_ipmi_k_g_bmc_key, maas_auto_ipmi_cipher_suite_id,"
            + " maas_auto_ipmi_workaround_flags, vcenter_server, vcenter_username, vcenter_password,"
            + " vcenter_datacenter, hardware_sync_interval, tls_cert_expiration_notification_enabled,"
            + " tls_cert_expiration_notification_interval, session_length, auto_vlan_creation";

    private final Catalog catalog;
    private final Map<String, Object> values = new LinkedHashMap<>();

    RegionSettings(Catalog catalog) {
        this.catalog = catalog;
        values.put("maas_name", "stand-in");
        values.put("default_osystem", "ubuntu");
        values.put("default_distro_series", firstSeries(catalog));
        values.put("commissioning_distro_series", firstSeries(catalog));
        values.put("default_storage_layout", "flat");
        values.put("default_min_hwe_kernel", "");
        values.put("kernel_opts", "");
        values.put("enable_disk_erasing_on_release", false);
        values.put("disk_erase_with_secure_erase", true);
        values.put("disk_erase_with_quick_erase", false);
        values.put("enlist_commissioning", true);
        values.put("node_timeout", 30);
        values.put("upstream_dns", "");
        values.put("ntp_servers", "ntp.ubuntu.com");
    }

    Object get(String name) {
        requireKnown(name);
        var value = values.get(name);
        if (value == null) {
            throw Refusal.notModelled("the setting " + name);
        }
        return value;
    }

    void set(String name, String value) {
        requireKnown(name);
        if (name.equals("default_distro_series") && !series().contains(value)) {
            throw Refusal.invalid(
                    name,
                    series().stream()
                            .map(each -> "'" + each + "'")
                            .collect(Collectors.joining(
                                    ", ", "'" + value + "' is not a valid release.  It should be one of: ", ".")));
        }
        values.put(name, parsed(value));
    }

    boolean on(String name) {
        return Boolean.TRUE.equals(values.get(name));
    }

    String text(String name) {
        return String.valueOf(values.get(name));
    }

    private void requireKnown(String name) {
        if (!List.of(NAMES.split(", ?")).contains(name)) {
            var message = name + " is not a valid config setting (valid settings are: " + NAMES + ").";
            var refusal = Refusal.invalid(name, message);
            throw new Refusal(refusal.answer().withHeader("Content-Type", "application/json"));
        }
    }

    private List<String> series() {
        return catalog.images.ready().stream().map(MaasImage::series).distinct().toList();
    }

    private static String firstSeries(Catalog catalog) {
        return catalog.images.ready().stream()
                .findFirst()
                .map(MaasImage::series)
                .orElse("");
    }

    private static Object parsed(String value) {
        if (value.equals("true") || value.equals("false")) {
            return Boolean.valueOf(value);
        }
        return value;
    }
}
