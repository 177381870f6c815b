package io.penguintech.gough.simulators.maas;

/** A tag; machines hold its name. */
final class Tag {
    String name;
    String definition;
    String comment;
    final String kernelOpts;

    Tag(String name, String definition, String comment, String kernelOpts) {
        this.name = name;
        this.definition = definition;
        this.comment = comment;
        this.kernelOpts = kernelOpts;
    }
}
