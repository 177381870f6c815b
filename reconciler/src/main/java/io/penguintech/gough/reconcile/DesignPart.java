package io.penguintech.gough.reconcile;

import java.util.Optional;

/**
 * A disk, partition, RAID, group or volume of a design, and how far it is made.
 *
 * @param field its field below {@code storage.}
 * @param on which disk of the machine it is, as the end of a text; empty text where the name says it
 * @param now what there is of it; empty for nothing
 * @param done whether it is as declared
 * @param next the next write for it; empty when it is done, or when what it is made of is not there yet
 */
record DesignPart(String field, String on, Optional<String> now, boolean done, Optional<DiskWrite> next) {}
