package io.penguintech.gough.schema;

import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * The machine a host is declared to be.
 *
 * @param macAddresses its addresses; the evidence by which it is found
 * @param serial its serial number
 * @param architecture such as {@code amd64/generic}
 * @param power how it is switched; empty when somebody else looks after that
 */
public record MachineSpec(
        SortedSet<MacAddress> macAddresses,
        Optional<String> serial,
        Optional<String> architecture,
        Optional<Power> power) {
    /** Keeps an unmodifiable sorted copy. */
    public MachineSpec {
        macAddresses = Collections.unmodifiableSortedSet(new TreeSet<>(macAddresses));
    }

    /**
     * How a machine is switched on and off.
     *
     * @param type MAAS's driver name, such as {@code ipmi} or {@code manual}
     * @param parameters MAAS's {@code power_parameters_*} without the prefix; values are texts that may hold secrets
     */
    public record Power(String type, SortedMap<String, Tree> parameters) {
        /** Keeps an unmodifiable sorted copy. */
        public Power {
            parameters = Collections.unmodifiableSortedMap(new TreeMap<>(parameters));
        }

        /** Names of parameters that hold secrets, in all of MAAS's drivers. */
        private static final Pattern SECRET =
                Pattern.compile("(?i).*(pass|passwd|password|token|secret|certificate|key|k_g)");

        /** Whether a parameter of this name, as a document or as MAAS calls it, holds a secret. */
        public static boolean isSecret(String parameter) {
            return SECRET.matcher(parameter).matches();
        }
    }
}
