package io.penguintech.gough.bot.forge;

import io.penguintech.gough.simulators.fault.Answer;
import io.penguintech.gough.simulators.fault.Call;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiFunction;

/** Sees every call to a stand-in of GitHub and its answer, and what of them GitHub does not describe. */
final class Witness implements BiFunction<Call, Answer, Answer> {
    private final GitHubDescription published;
    private final boolean sparing;
    private final List<String> faults = new CopyOnWriteArrayList<>();
    private final Set<String> operations = new ConcurrentSkipListSet<>();

    /**
     * What is described, and who looks.
     *
     * @param sparing whether answers hold only what GitHub always says
     */
    Witness(GitHubDescription published, boolean sparing) {
        this.published = published;
        this.sparing = sparing;
    }

    @Override
    public Answer apply(Call call, Answer answer) {
        operations.add(published.operation(call));
        faults.addAll(published.faults(call));
        faults.addAll(published.faults(call, answer));
        return sparing ? published.sparest(call, answer) : answer;
    }

    List<String> faults() {
        return faults;
    }

    Set<String> operations() {
        return operations;
    }
}
