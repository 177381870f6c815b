package io.penguintech.gough.reconcile;

import io.penguintech.gough.schema.Revision;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The workload annotations of a machine that Gough deploys. Written before the deploy, kept by MAAS through it, gone at
 * a release (recorded). A missing stamp means unknown, never changed.
 */
final class Stamp {
    private static final String REPOSITORY = "gough.repository";
    private static final String GENERATION = "gough.generation";
    private static final String USER_DATA = "gough.user-data";
    private static final String REVISION = "gough.revision";
    /** MAAS takes an empty value for a request to drop the key. */
    private static final String NO_USER_DATA = "none";

    private Stamp() {}

    /** What to write before {@code deployment} is started. The revision is information and never compared. */
    static SortedMap<String, String> of(Records.Deployment deployment, String repositoryId, String revision) {
        var stamp = new TreeMap<String, String>();
        stamp.put(REPOSITORY, repositoryId);
        stamp.put(GENERATION, Integer.toString(deployment.generation()));
        stamp.put(USER_DATA, userData(deployment));
        if (!revision.isEmpty()) stamp.put(REVISION, revision);
        return stamp;
    }

    /** The revision written there; whoever may write annotations may have written it. */
    static Optional<Revision> revision(Machine machine) {
        var text = machine.annotations().getOrDefault(REVISION, "");
        try {
            return text.isEmpty() ? Optional.empty() : Optional.of(new Revision(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** Whether the machine was allocated for this repository. */
    static boolean isOurs(Machine machine, String repositoryId) {
        return repositoryId.equals(machine.annotations().get(REPOSITORY));
    }

    /** Whether the machine carries the stamp of exactly this deployment. */
    static boolean says(Machine machine, Records.Deployment deployment, String repositoryId) {
        return isOurs(machine, repositoryId)
                && Integer.toString(deployment.generation())
                        .equals(machine.annotations().get(GENERATION))
                && userData(deployment).equals(machine.annotations().get(USER_DATA));
    }

    private static String userData(Records.Deployment deployment) {
        return deployment.userData().isEmpty() ? NO_USER_DATA : deployment.userData();
    }

    /** Whether the machine carries our stamp and it is another one than the record's. */
    static boolean contradicts(Machine machine, Records.Deployment recorded, String repositoryId) {
        return machine.annotations().containsKey(REPOSITORY) && !says(machine, recorded, repositoryId);
    }
}
