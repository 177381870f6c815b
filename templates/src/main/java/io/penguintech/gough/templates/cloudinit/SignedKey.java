package io.penguintech.gough.templates.cloudinit;

/**
 * A key of a template with what its sign asks for. A key that itself begins with a sign is written with {@code =} in
 * front.
 *
 * @param sign what is asked for
 * @param name the key without its sign
 */
record SignedKey(Sign sign, String name) {
    /** How a value meets the one before it. */
    enum Sign {
        /** Maps merge, lists append, scalars must agree. {@code +} says the same aloud. */
        COMBINE,
        /** What stood before is dropped. */
        REPLACE
    }

    static SignedKey of(String key) {
        if (!isSigned(key)) return new SignedKey(Sign.COMBINE, key);
        return new SignedKey(key.charAt(0) == '=' ? Sign.REPLACE : Sign.COMBINE, key.substring(1));
    }

    static boolean isSigned(String key) {
        return key.length() > 1 && (key.charAt(0) == '+' || key.charAt(0) == '=');
    }
}
