package io.penguintech.gough.simulators.git;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * A user name and password for HTTP basic authentication.
 *
 * @param user the user name
 * @param password the password; never printed
 */
public record Login(String user, String password) {

    /** The value of the {@code Authorization} header (RFC 7617). */
    String header() {
        return "Basic " + Base64.getEncoder().encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public String toString() {
        return "Login[user=" + user + ", password=***]";
    }
}
