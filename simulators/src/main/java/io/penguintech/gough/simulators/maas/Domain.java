package io.penguintech.gough.simulators.maas;

import org.jspecify.annotations.Nullable;

/** A DNS domain; machines refer to it, so that a rename shows everywhere. */
final class Domain {
    private final int id;
    private String name;
    boolean authoritative = true;

    boolean isDefault;

    /** Its own name server and what users put in. */
    int records = 1;

    @Nullable
    Integer ttl;

    Domain(int id, String name) {
        this.id = id;
        this.name = name;
    }

    int id() {
        return id;
    }

    String name() {
        return name;
    }

    void rename(String other) {
        name = other;
    }
}
