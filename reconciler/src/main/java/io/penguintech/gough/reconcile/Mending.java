package io.penguintech.gough.reconcile;

import io.penguintech.gough.reconcile.Machine.State.Broken;

/**
 * What a person does about a machine that MAAS does not go on with by itself. Each way is one that MAAS allows from
 * that status (its source, {@code node_status.py} and the API's operations).
 */
final class Mending {
    private Mending() {}

    /** MAAS's word for the status and, when it has more to say, its message. */
    static String said(Machine machine, Broken broken) {
        return broken.message().isEmpty()
                ? machine.status()
                : "%s (\"%s\")".formatted(machine.status(), broken.message());
    }

    /** The next action, in whole sentences. */
    static String way(Broken broken) {
        return switch (broken.trouble()) {
            case COMMISSIONING ->
                "See its commissioning results in MAAS, mend what failed, and commission it there again.";
            case TESTING ->
                "See its test results in MAAS; mend the hardware and test it there again, or override the failed tests if they do not matter.";
            case DEPLOYMENT -> "See its installation output in MAAS, mend the cause, and release it there.";
            case RELEASING -> "See its log in MAAS, mend its power control, and release it there again.";
            case ERASING ->
                "Its disks may still hold data: see its log in MAAS, and release it there again with erasing.";
            case MARKED_BROKEN ->
                "See in its log in MAAS who marked it broken and why; mend it, and mark it fixed there.";
            case MISSING ->
                "Find out where the hardware is; test it in MAAS, which makes it Ready when it passes, or delete it there.";
            case RETIRED ->
                "It was retired in MAAS itself: test it there, which makes it Ready when it passes, or delete it there.";
            case RESCUE -> "Somebody works on it: let it exit rescue mode in MAAS when that is done.";
            case ENTERING_RESCUE ->
                "Check its power control and network boot; let it enter rescue mode again or exit it in MAAS.";
            case EXITING_RESCUE -> "Check its power control, and let it exit rescue mode in MAAS again.";
            case OTHER -> "See its log in MAAS, and mend it there.";
        };
    }
}
