package io.penguintech.gough.reconcile;

import io.penguintech.gough.reconcile.LifecycleCase.Status;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What MAAS's statuses mean for Gough; rows of the page's tables name whole groups. */
enum LifecycleGroup {
    ABSENT("not in MAAS", Status.ABSENT),
    FREE("free", Status.NEW, Status.READY),
    ALLOCATED("allocated", Status.RESERVED, Status.ALLOCATED),
    RUNNING("running", Status.DEPLOYED),
    UNDER_WAY(
            "under way",
            Status.COMMISSIONING,
            Status.TESTING,
            Status.DEPLOYING,
            Status.RELEASING,
            Status.DISK_ERASING,
            Status.ENTERING_RESCUE_MODE,
            Status.EXITING_RESCUE_MODE),
    FAILED(
            "failed",
            Status.FAILED_COMMISSIONING,
            Status.FAILED_TESTING,
            Status.FAILED_DEPLOYMENT,
            Status.FAILED_RELEASING,
            Status.FAILED_DISK_ERASING,
            Status.FAILED_ENTERING_RESCUE_MODE,
            Status.FAILED_EXITING_RESCUE_MODE,
            Status.BROKEN,
            Status.MISSING,
            Status.RETIRED),
    RESCUE("Rescue mode", Status.RESCUE_MODE),
    TO_COME("unknown", Status.TO_COME);

    final String word;
    final Set<Status> statuses;

    LifecycleGroup(String word, Status... statuses) {
        this.word = word;
        this.statuses = new LinkedHashSet<>(List.of(statuses));
    }

    /** How the page calls a status. */
    static String name(Status status) {
        return switch (status) {
            case ABSENT -> ABSENT.word;
            case TO_COME -> "a status of a later MAAS";
            default -> status.word;
        };
    }

    /** Whole groups by their name, what is left by its own. */
    static String words(Set<Status> statuses) {
        var left = new LinkedHashSet<>(statuses);
        var words = new ArrayList<String>();
        for (var group : values())
            if (left.containsAll(group.statuses)) {
                words.add(group.word);
                left.removeAll(group.statuses);
            }
        left.forEach(status -> words.add(name(status)));
        int most = Status.values().length - 1;
        if (statuses.size() == most && !statuses.contains(Status.ABSENT)) return "anything MAAS lists";
        return statuses.size() > most ? "anything" : String.join(", ", words);
    }
}
