package io.penguintech.gough.reconcile.maas;

import io.penguintech.gough.schema.MachineSpec;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/**
 * Which parameters of a power driver are no secrets, by MAAS's own description of it. What is not described, or not
 * described as harmless, is a secret.
 *
 * @param plain names of parameters that MAAS says hold no secret
 */
record PowerDriver(Set<String> plain) {
    /** A driver that nobody described: all its parameters are secrets. */
    static final PowerDriver UNKNOWN = new PowerDriver(Set.of());

    /** A URL with a password in it, or with parameters that may be one. */
    private static final Pattern TELLING_URL = Pattern.compile("(?s).*://(?:[^/@]*:[^/]*@.*|.*[?#].*)");

    PowerDriver {
        plain = Set.copyOf(plain);
    }

    /** From one entry of {@code op=describe_power_types} (recorded). */
    static PowerDriver of(JsonNode type) {
        return new PowerDriver(type.path("fields")
                .valueStream()
                .filter(PowerDriver::isPlain)
                .map(field -> field.path("name").asString(""))
                .collect(Collectors.toSet()));
    }

    private static boolean isPlain(JsonNode field) {
        var secret = field.path("secret");
        return secret.isBoolean()
                && !secret.booleanValue()
                && !field.path("field_type").asString("password").equals("password")
                && !MachineSpec.Power.isSecret(field.path("name").asString(""));
    }

    /** The value, unless it is or may be a secret. */
    Optional<String> told(String parameter, String value) {
        boolean tells = plain.contains(parameter) && !TELLING_URL.matcher(value).matches();
        return tells ? Optional.of(value) : Optional.empty();
    }
}
