package io.penguintech.gough.simulators.maas;

import io.penguintech.gough.simulators.fault.Answer;
import java.util.List;
import java.util.Map;

/** Machines as answers. */
final class MachineAnswers {
    private MachineAnswers() {}

    static Answer one(Node node) {
        return Answers.json(MachineJson.of(node));
    }

    /** What allocate answers: one key more (recorded). */
    static Answer allocated(Node node) {
        var json = MachineJson.of(node);
        json.put("constraints_by_type", Map.of());
        return Answers.json(json);
    }

    static Answer list(List<Node> nodes) {
        return Answers.array(nodes.stream().map(node -> PyJson.indented(MachineJson.of(node), 1)));
    }
}
