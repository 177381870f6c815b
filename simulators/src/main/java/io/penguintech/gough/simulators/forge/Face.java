package io.penguintech.gough.simulators.forge;

import io.penguintech.gough.simulators.fault.Answer;
import io.penguintech.gough.simulators.fault.Call;
import java.util.List;

/** The API of one dialect. */
interface Face {
    /**
     * Answers a call of somebody who is signed in.
     *
     * @param path its segments below the base of the API
     * @throws Refusal when it is refused
     */
    Answer answer(Call call, Member who, List<String> path);
}
