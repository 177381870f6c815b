package io.penguintech.gough.simulators.maas;

/** A zone or a resource pool; machines refer to it, so that a rename shows everywhere. */
final class Place {
    final int id;
    String name;
    String description;

    Place(int id, String name, String description) {
        this.id = id;
        this.name = name;
        this.description = description;
    }
}
