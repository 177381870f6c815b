package io.penguintech.gough.simulators.fleet;

/**
 * Which names a Fleet server speaks. Fleet 4.82 renamed queries to reports and teams to fleets and kept the old names
 * beside the new ones (fleetdm/fleet server/platform/endpointer; answers as recorded from 4.86.2 in
 * getprimo/fleetdm-openapi-specs).
 */
public enum Generation {
    /** Before 4.82: only {@code /queries} and {@code /teams}, only the old keys. */
    OLD("4.79.1"),
    /** From 4.82 on: both paths, both keys in answers, either key in requests but never both. */
    NEW("4.86.2");

    private final String version;

    Generation(String version) {
        this.version = version;
    }

    /** What {@code GET /version} answers. */
    public String version() {
        return version;
    }
}
