package io.penguintech.gough.simulators.maas;

import io.penguintech.gough.simulators.fault.Answer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Ends a request with an answer that is no success. Headers as recorded for each kind. */
final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Answer answer;

    Refusal(Answer answer) {
        super("HTTP " + answer.status(), null, false, false);
        this.answer = answer;
    }

    Answer answer() {
        return answer;
    }

    /** 409 text: the state forbids it (recorded). */
    static Refusal conflict(String text) {
        return new Refusal(Answers.refused(409, text));
    }

    /** 400 with a single text (recorded). */
    static Refusal bad(String text) {
        return new Refusal(Answers.refused(400, text));
    }

    /** 400 with one field's error as JSON (recorded). */
    static Refusal invalid(String field, String message) {
        var errors = new LinkedHashMap<String, List<String>>();
        errors.put(field, List.of(message));
        return invalid(errors);
    }

    /** 400 with the errors of a form as JSON on one line (recorded). */
    static Refusal invalid(Map<String, List<String>> errors) {
        return new Refusal(Answer.of(400, "application/json; charset=utf-8", PyJson.line(errors))
                .withHeader("Vary", "Cookie"));
    }

    /** 403 with an empty body: locked, or not this user's (recorded). */
    static Refusal forbidden() {
        return new Refusal(Answers.refused(403, ""));
    }

    /** 404 of an object (recorded for machines and tags). */
    static Refusal unknown(String model) {
        return new Refusal(Answers.known(404, "text/plain", "No " + model + " matches the given query."));
    }

    /** 503 for want of a rack controller (recorded). */
    static Refusal noRack() {
        return new Refusal(Answers.refused(
                        503,
                        "Unable to connect to any rack controller " + NetworkJson.RACK + "; no connections available.")
                .withHeader("Retry-After", "10"));
    }

    /** 503 without Retry-After: the BMC does not do as told (source code, PowerProblem; text inferred). */
    static Refusal powerProblem() {
        return new Refusal(Answers.refused(503, "Failed talking to node's BMC: connection timed out"));
    }

    /** 400 for an operation that does not exist here (recorded). */
    static Refusal noSuchOperation(String method, String op) {
        return bad("Unrecognised signature: method=" + method + " op=" + op);
    }

    /** 501: a real region can do this, the stand-in cannot. No real region answers so. */
    static Refusal notModelled(String what) {
        return new Refusal(Answer.text(501, "The stand-in does not model " + what + " yet."));
    }
}
