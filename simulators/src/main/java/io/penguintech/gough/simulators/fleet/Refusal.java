package io.penguintech.gough.simulators.fleet;

/**
 * A request Fleet would not serve, with the status and texts of fleetdm/fleet
 * server/platform/endpointer/transport_error.go. Thrown inside the stand-in only; the routes turn it into a body.
 */
final class Refusal extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int status;
    private final String field;
    private final String reason;

    private Refusal(int status, String message, String field, String reason) {
        super(message, null, false, false);
        this.status = status;
        this.field = field;
        this.reason = reason;
    }

    static Refusal badRequest(String reason) {
        return new Refusal(400, "Bad request", "base", reason);
    }

    static Refusal invalid(String field, String reason) {
        return new Refusal(422, "Validation Failed", field, reason);
    }

    static Refusal notFound(String reason) {
        return new Refusal(404, "Resource Not Found", "base", reason);
    }

    static Refusal alreadyExists(String reason) {
        return new Refusal(409, "Resource Already Exists", "base", reason);
    }

    /** What the authorisation layer answers. */
    static Refusal forbidden() {
        return new Refusal(403, "forbidden", "base", "forbidden");
    }

    /** No header, or no bearer in it (fleetdm/fleet server/platform/http, AuthHeaderRequiredError). */
    static Refusal headerRequired() {
        return new Refusal(401, "Authorization header required", "base", "Authorization header required");
    }

    /** A token nobody has (AuthRequiredError of the same file). */
    static Refusal authenticationRequired() {
        return new Refusal(401, "Authentication required", "base", "Authentication required");
    }

    /** A Premium feature asked of a Free server (fleetdm/fleet server/fleet/errors.go, licenseError). */
    static Refusal needsPremium() {
        return new Refusal(402, "Requires Fleet Premium license", "base", "Requires Fleet Premium license");
    }

    int status() {
        return status;
    }

    String message() {
        return String.valueOf(getMessage());
    }

    String field() {
        return field;
    }

    String reason() {
        return reason;
    }
}
