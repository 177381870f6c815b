package io.penguintech.gough.schema;

import static io.penguintech.gough.schema.Shape.field;
import static io.penguintech.gough.schema.Shape.listOf;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How MAAS commissions a machine. What is not said is as MAAS does it.
 *
 * @param skipBmcConfig whether the machine's BMC is left as it is
 * @param skipNetworking whether its network in MAAS is kept as it is
 * @param skipStorage whether its storage in MAAS is kept as it is
 * @param enableSsh whether one can log in while it is commissioned, and it stays on afterwards
 * @param scripts names or tags of commissioning scripts to run beside MAAS's own
 * @param tests names or tags of the tests to run afterwards; an empty list is none at all
 */
public record Commissioning(
        boolean skipBmcConfig,
        boolean skipNetworking,
        boolean skipStorage,
        boolean enableSsh,
        List<String> scripts,
        Optional<List<String>> tests) {
    /** As MAAS does it. */
    public static final Commissioning NONE = new Commissioning(false, false, false, false, List.of(), Optional.empty());

    private static final String PATH = "commissioning.";

    static final Shape.Struct SHAPE = Shape.struct(
            field("skipBmcConfig", new Shape.Flag(), "Leave the BMC as it is; false if not given."),
            field("skipNetworking", new Shape.Flag(), "Keep its network in MAAS as it is; false if not given."),
            field("skipStorage", new Shape.Flag(), "Keep its storage in MAAS as it is; false if not given."),
            field("enableSsh", new Shape.Flag(), "Let people log in meanwhile, and stay on; false if not given."),
            field("scripts", listOf(TextRule.TAG), "Names or tags of scripts to run beside MAAS's own."),
            field(
                    "tests",
                    listOf(TextRule.TAG),
                    "Names or tags of the tests to run afterwards; [] for none, MAAS's own choice if not given."));

    /** Keeps copies; reads what an earlier version wrote. */
    public Commissioning {
        scripts = List.copyOf(Objects.requireNonNullElse(scripts, List.of()));
        tests = Objects.requireNonNullElse(tests, Optional.<List<String>>empty())
                .map(List::copyOf);
    }

    /** Whether everything is as MAAS does it. */
    public boolean isNothing() {
        return equals(NONE);
    }

    /** What is said, by the path of its field, as people read it. */
    public SortedMap<String, String> said() {
        var said = new TreeMap<String, String>();
        if (skipBmcConfig) said.put(PATH + "skipBmcConfig", "true");
        if (skipNetworking) said.put(PATH + "skipNetworking", "true");
        if (skipStorage) said.put(PATH + "skipStorage", "true");
        if (enableSsh) said.put(PATH + "enableSsh", "true");
        if (!scripts.isEmpty()) said.put(PATH + "scripts", String.join(", ", scripts));
        tests.ifPresent(names -> said.put(PATH + "tests", names.isEmpty() ? "none" : String.join(", ", names)));
        return said;
    }

    /** Whether a field of {@link #said()} is meant. */
    public static boolean isAbout(String field) {
        return field.startsWith(PATH);
    }

    /** Reads {@code spec.commissioning}. */
    static Commissioning decode(Fields fields) {
        return new Commissioning(
                fields.flag("skipBmcConfig", false),
                fields.flag("skipNetworking", false),
                fields.flag("skipStorage", false),
                fields.flag("enableSsh", false),
                fields.texts("scripts"),
                fields.map().get("tests").map(any -> fields.texts("tests")));
    }
}
