package io.penguintech.gough.simulators.forge;

import io.penguintech.gough.simulators.fault.Answer;
import tools.jackson.databind.JsonNode;

/** A call that is refused, with the answer it gets. */
final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Answer answer;

    Refusal(Answer answer) {
        super("HTTP " + answer.status(), null, false, false);
        this.answer = answer;
    }

    static Refusal of(int status, JsonNode body) {
        return new Refusal(Answer.json(status, Json.text(body)));
    }

    Answer answer() {
        return answer;
    }
}
