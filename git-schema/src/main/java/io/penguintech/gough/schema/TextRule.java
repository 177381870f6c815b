package io.penguintech.gough.schema;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a text must look like, said in a way that Java, JSON Schema and a person understand.
 *
 * @param what what such a text is, for messages: {@code a MAC address}
 * @param pattern what the whole text must match; only syntax that Java and ECMAScript share
 * @param rule the pattern in words
 * @param longest most characters
 */
record TextRule(String what, Pattern pattern, String rule, int longest) {
    static final TextRule ANY = of("a text", "[\\s\\S]*", "any text", 1 << 20);
    static final TextRule LINE = of("one line of text", "\\S([^\\n\\r]*\\S)?", "one line, no blanks around it", 256);
    static final TextRule DESCRIPTION = of("a description", "[\\s\\S]*", "at most 1,024 characters", 1024);
    static final TextRule HOST_NAME = of(
            "a host name", "[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?", "a-z, 0-9 and inner hyphens, at most 63", 63);
    static final TextRule PROFILE_NAME = of(
            "a name",
            "[A-Za-z0-9]([A-Za-z0-9_.-]{0,61}[A-Za-z0-9])?",
            "letters, digits and inner _ . -, at most 63",
            63);
    static final TextRule BACKEND =
            of("a backend name", "[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?", "a-z, 0-9 and inner hyphens, at most 63", 63);
    static final TextRule TEMPLATE_NAME = of(
            "a template name",
            "[A-Za-z0-9_-][A-Za-z0-9_.-]*(/[A-Za-z0-9_-][A-Za-z0-9_.-]*)*",
            "the path below templates/ without its ending",
            255);
    static final TextRule QUERY_NAME = ofFleet("a query name");
    static final TextRule POLICY_NAME = ofFleet("a policy name");
    static final TextRule LABEL_NAME = ofFleet("a label name");
    static final TextRule TEAM_NAME = ofFleet("a team name");
    static final TextRule MAC_ADDRESS = of(
            "a MAC address",
            "([0-9A-Fa-f]{2}[:-]){5}[0-9A-Fa-f]{2}",
            "six pairs of hexadecimal digits such as 52:54:00:12:34:56",
            17);
    static final TextRule ARCHITECTURE =
            of("an architecture", "[a-z0-9]+(/[a-z0-9_-]+)?", "such as amd64/generic or arm64", 64);
    /** MAAS takes letters, digits, underscores, blanks and hyphens in names of zones and pools. */
    static final TextRule MAAS_NAME =
            of("a MAAS name", "[A-Za-z0-9_][A-Za-z0-9_ -]*", "letters, digits, _ - and inner blanks", 256);

    static final TextRule DOMAIN = of(
            "a domain",
            "[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?(\\.[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?)*",
            "a DNS name such as maas",
            253);
    /** MAAS: {@code [\w-]+}. */
    static final TextRule TAG = of("a tag", "[A-Za-z0-9_-]+", "letters, digits, _ and -", 256);

    static final TextRule RELEASE = of("a release", "[a-z0-9][a-z0-9._-]*", "such as noble", 64);
    static final TextRule KERNEL = of("a kernel", "[a-z0-9][a-z0-9.+-]*", "such as ga-24.04", 64);
    static final TextRule WORD = of("a name", "[A-Za-z0-9_-]+", "letters, digits, _ and -", 64);
    static final TextRule SQL = of("SQL", "[\\s\\S]*\\S[\\s\\S]*", "it must not be empty", 1 << 20);
    static final TextRule SQL_NAME = of("a name of a table", "[a-z_][a-z0-9_]*", "a-z, 0-9 and _, no digit first", 64);
    static final TextRule GLOB =
            of("a pattern of paths", "\\S([^\\n\\r]*\\S)?", "one line, no blanks around it", PathGlob.LONGEST);
    static final TextRule LABEL = of(
            "a label", "[A-Za-z0-9]([A-Za-z0-9_/-]|\\.(?=[A-Za-z0-9_/-]))*", "letters, digits and inner _ - / .", 253);
    static final TextRule GROUPING = of(
            "a grouping of hosts",
            "zone|pool|label:[A-Za-z0-9]([A-Za-z0-9_/-]|\\.(?=[A-Za-z0-9_/-]))*",
            "zone, pool or label:KEY, such as label:role",
            259);
    static final TextRule CLOCK =
            of("a time of day", "([01][0-9]|2[0-3]):[0-5][0-9]", "hours and minutes, such as 08:30 or 22:00", 5);
    static final TextRule CLOCK_END =
            of("a time of day", "([01][0-9]|2[0-3]):[0-5][0-9]|24:00", "hours and minutes, such as 06:00 or 24:00", 5);
    static final TextRule SLACK_ID =
            of("a Slack user id", "[UW][A-Z0-9]{2,}", "such as U012ABC; not the display name", 64);
    static final TextRule LOGIN = of("a login", "[A-Za-z0-9][A-Za-z0-9_.-]*", "letters, digits and inner _ . -", 255);
    static final TextRule EMAIL = of("an email address", "[^@\\s]+@[^@\\s]+", "name@domain", 254);
    static final TextRule VERSION = of("a version", "[0-9]+(\\.[0-9]+)*", "such as 5.10.2", 32);
    static final TextRule SECRET = of(
            "a secret reference",
            "(?!\\.+[/#])[A-Za-z0-9_@.+-]+(/(?!\\.+[/#])[A-Za-z0-9_@.+-]+)*#[A-Za-z0-9_.-]+",
            "path#key, such as bmc/hv-01#password",
            512);
    static final TextRule INTERFACE = of(
            "an interface name",
            "[A-Za-z0-9_][A-Za-z0-9_.:-]{0,14}",
            "letters, digits and inner _ . : -, at most 15",
            15);
    static final TextRule IP = of("an IP address", "[0-9A-Fa-f:.]+", "such as 192.0.2.5 or 2001:db8::5", 45);
    static final TextRule SIZE =
            of("a size", "[0-9]{1,6}(\\.[0-9]{1,3})?[MGT](B|iB)?", "such as 512MiB, 20GB or 1.5TB", 16);
    static final TextRule SHARE = of(
            "a size",
            "rest|[0-9]{1,3}(\\.[0-9]{1,3})?%|[0-9]{1,6}(\\.[0-9]{1,3})?[MGT](B|iB)?",
            "such as 512MiB, 20GB or 1.5TB, 25%, or rest",
            16);
    static final TextRule DEVICE = of(
            "a device",
            "[A-Za-z0-9_-]+(\\.[A-Za-z0-9_-]+)?",
            "the name of a disk or RAID, or either with a dot and the name of its partition",
            129);
    static final TextRule MOUNT = of(
            "a mount point",
            "/([^/\\s]+(/[^/\\s]+)*)?",
            "an absolute path without blanks and without a slash at its end",
            255);
    static final TextRule IMAGE_PART =
            of("a part of an image's name", "\\*|[A-Za-z0-9][A-Za-z0-9._+-]*", "such as amd64, or * for all", 64);
    static final TextRule IP_ADDRESS = of("an IP address", "[0-9A-Fa-f:.]+", "such as 192.0.2.1 or 2001:db8::1", 45);
    static final TextRule CIDR =
            of("a network", "[0-9A-Fa-f:.]+/[0-9]{1,3}", "such as 192.0.2.0/24 or 2001:db8::/64", 49);
    /** MAAS takes these in names of subnets. */
    static final TextRule SUBNET_NAME = of(
            "a subnet's name",
            "[A-Za-z0-9_]([A-Za-z0-9_.:/ -]*[A-Za-z0-9_.:/-])?",
            "letters, digits, _ . : / - and inner blanks",
            255);

    static final TextRule DNS_LABEL = of(
            "a DNS label",
            "@|\\*|[A-Za-z0-9_]([A-Za-z0-9_.-]{0,61}[A-Za-z0-9_])?",
            "such as www, or @ for the domain itself",
            63);
    static final TextRule PERIOD =
            of("a duration", "(0|([0-9]{1,6}[smhdw])+)", "such as 30s, 10m, 24h, 7d or 1h30m", 40);

    private static TextRule of(String what, String pattern, String rule, int longest) {
        return new TextRule(what, Pattern.compile(pattern), rule, longest);
    }

    private static TextRule ofFleet(String what) {
        return of(what, "\\S([^\\u0000-\\u001F\\u007F]{0,253}\\S)?", "one line, at most 255 characters", 255);
    }

    /** Why {@code text} does not follow the rule, as the end of a sentence. */
    Optional<String> objection(String text) {
        int length = text.codePointCount(0, text.length());
        if (length > longest)
            return Optional.of("has %,d characters, at most %,d are allowed".formatted(length, longest));
        return pattern.matcher(text).matches() ? Optional.empty() : Optional.of("is not %s (%s)".formatted(what, rule));
    }
}
