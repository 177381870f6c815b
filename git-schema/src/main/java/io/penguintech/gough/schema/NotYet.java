package io.penguintech.gough.schema;

import java.util.List;

/** Says what is read and not brought about by this version, so that silence is a promise everywhere else. */
final class NotYet {
    private NotYet() {}

    /** Warns of documents that change nothing, and refuses fields without which a query would run on other hosts. */
    static void check(Draft draft, Problems problems) {
        for (var document : draft.ofFleet())
            if (document.kind() == Kind.QUERY) scope(new Fields(document.spec()), problems);
            else
                problems.warning(
                        "Not brought about by this version",
                        "Documents of kind %s are checked, and Fleet is left as it is."
                                .formatted(document.kind().word()),
                        document.place());
    }

    private static void scope(Fields spec, Problems problems) {
        for (var key : List.of("team", FleetSpec.INCLUDE_ANY, FleetSpec.INCLUDE_ALL))
            spec.map()
                    .entry(key)
                    .ifPresent(entry -> problems.error(
                            "Not supported by this version",
                            "%s is not brought about for queries by this version of Gough; remove it until then."
                                    .formatted(key),
                            entry.keyPlace()));
    }
}
