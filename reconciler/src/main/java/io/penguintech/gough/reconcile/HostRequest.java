package io.penguintech.gough.reconcile;

import io.penguintech.gough.schema.Host;
import io.penguintech.gough.schema.HostGoal;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What a person asked for about one host, once. It is planned like a difference that a commit makes, until it is brought
 * about, withdrawn or over; its number is part of what an approval names, so that no approval covers the next request.
 *
 * @param number its number in Gough's database, never given twice
 * @param what what is asked for
 * @param by the person who asked, by name; never one of its approvers when it destroys something
 * @param reason why, as that person said
 */
public record HostRequest(long number, What what, String by, String reason) {
    /** What can be asked for. */
    public enum What {
        /** Released and deployed again, as raising {@code spec.generation} asks for. */
        REINSTALL("reinstall it"),
        /** Switched on. */
        POWER_ON("switch it on"),
        /** Switched off, without asking what runs there. */
        POWER_OFF("switch it off"),
        /** Switched off and, once it is off, on again. */
        POWER_CYCLE("switch it off and on"),
        /** Its hardware tested by MAAS, in a system in memory. */
        TEST("test its hardware");

        private final String deed;

        What(String deed) {
            this.deed = deed;
        }

        /** The word for people, records and the rules of a repository, such as {@code power-cycle}. */
        public String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }

        /** As a sentence goes on, such as {@code switch it off}. */
        public String deed() {
            return deed;
        }

        /** The one with this word. */
        public static Optional<What> of(String word) {
            return Arrays.stream(values())
                    .filter(what -> what.word().equals(word))
                    .findFirst();
        }
    }

    /** Why {@code host} is declared in a way that this is not done to it; empty when it may be planned. */
    public static Optional<String> contradiction(What what, Host host) {
        var legal = what == What.TEST ? List.of("deployed", "ready") : List.of("deployed");
        if (legal.contains(host.goal().word())) return Optional.empty();
        var way = host.goal() instanceof HostGoal.Maintenance
                ? "Set the earlier goal again first"
                : "Change the goal first";
        return Optional.of("%s has goal %s, and Gough will %s only with goal %s. %s; see %s."
                .formatted(
                        host.name(), host.goal().word(), what.deed(), String.join(" or ", legal), way, host.place()));
    }

    /**
     * Whether {@code machine} is as asked for already. What is done rather than reached never is, and a machine on which
     * nothing is deployed is neither on nor off in the sense of whoever asks: its deployment would switch it on.
     */
    public boolean isMet(Machine machine) {
        if (!(machine.state() instanceof Machine.State.Deployed)) return false;
        return switch (what) {
            case POWER_ON -> machine.vitals().power() == Machine.Power.ON;
            case POWER_OFF -> machine.vitals().power() == Machine.Power.OFF;
            case REINSTALL, POWER_CYCLE, TEST -> false;
        };
    }

    /** Who asked and why, for people. */
    String because() {
        return "%s asked to %s: %s".formatted(by, what.deed(), reason);
    }
}
