package io.penguintech.gough.simulators.maas;

/**
 * An API key: what a client signs with.
 *
 * @param consumer consumer key
 * @param token token key
 * @param secret token secret
 * @param name what the user called it
 * @param user whose it is
 */
record ApiKey(String consumer, String token, String secret, String name, MaasUser user) {
    /** The form in which MAAS shows a key to its user. */
    String text() {
        return consumer + ":" + token + ":" + secret;
    }

    @Override
    public String toString() {
        return "API key " + name + " of " + user.username();
    }
}
