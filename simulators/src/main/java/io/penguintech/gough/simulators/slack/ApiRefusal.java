package io.penguintech.gough.simulators.slack;

import java.util.List;

/** Slack says no, with a word from the documentation of the method. Thrown inside the stand-in only. */
final class ApiRefusal extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient List<String> complaints;

    ApiRefusal(String error) {
        this(error, List.of());
    }

    ApiRefusal(String error, List<String> complaints) {
        super(error, null, false, false);
        this.complaints = List.copyOf(complaints);
    }

    String error() {
        return String.valueOf(getMessage());
    }

    List<String> complaints() {
        return complaints;
    }
}
