package io.penguintech.gough.bot.pulls;

import static org.assertj.core.api.Assertions.assertThat;

import io.penguintech.gough.bot.forge.Forge;
import io.penguintech.gough.bot.rollout.Proposals;
import io.penguintech.gough.bot.source.InfraRepo;
import io.penguintech.gough.simulators.fault.CallRecord;
import io.penguintech.gough.simulators.forge.ForgeDialect;
import io.penguintech.gough.simulators.forge.Status;
import io.penguintech.gough.simulators.git.Edit;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;

/** Tests at a stand-in of GitHub with real git and a real database, one scene for each class. */
abstract class OnPullScene {
    static PullScene scene;
    private static int hosts = 10;

    @BeforeAll
    static void start() {
        // An address has room for 255 of them, and every class has a MAAS of its own.
        hosts = 10;
        scene = new PullScene(ForgeDialect.GITHUB);
    }

    @AfterAll
    static void stop() {
        scene.close();
    }

    @AfterEach
    void rest() {
        scene.forks = false;
        scene.forge.faults().up();
        scene.forge.faults().clear();
        rewire();
        scene.closeAll();
        scene.proposals.calls.clear();
        scene.proposals.refused = "";
    }

    /** A document of a new host whose machine is there. */
    static Edit newHost(String name) {
        scene.machine(++hosts);
        return PullScene.adds(name, hosts);
    }

    /** Opened and planned; the plan stands in the comment. */
    static long asked(String name) {
        long number = scene.open(name, newHost(name));
        scene.look(number);
        scene.proposals.calls.clear();
        return number;
    }

    static String digest(long number) {
        return scene.state(number).digest().substring(0, 12);
    }

    static Status approval(long number) {
        var all = scene.statuses(scene.head(number), "gough/approval");
        assertThat(all).isNotEmpty();
        return all.getFirst();
    }

    /** Nothing stands before the forge, git and the proposals any more. */
    static void rewire() {
        scene.beforeForge = UnaryOperator.identity();
        scene.beforeGit = UnaryOperator.identity();
        scene.beforeProposals = UnaryOperator.identity();
        scene.wire();
    }

    static List<String> lines(List<CallRecord> calls) {
        return calls.stream().map(call -> call.method() + " " + call.path()).toList();
    }

    static Status plan(String head) {
        var all = scene.plans(head);
        assertThat(all).hasSize(1);
        return all.getFirst();
    }

    /** Not an exception anybody may catch. */
    static final class Killed extends Error {
        static final long serialVersionUID = 1L;
    }

    /** Hears of each call of something, before and after it. */
    interface Ear {
        void hears(String method, boolean after);
    }

    private static final Set<String> QUIET = Set.of("kind", "longestComment", "page", "id", "branch", "close");

    static <T> T before(Class<T> type, T real, Ear ear) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (proxy, method, args) -> {
            boolean quiet = QUIET.contains(method.getName());
            if (!quiet) ear.hears(method.getName(), false);
            try {
                var answer = method.invoke(real, args);
                if (!quiet) ear.hears(method.getName(), true);
                return answer;
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
        }));
    }

    static void listen(Ear ear) {
        scene.beforeForge = real -> before(Forge.class, real, ear);
        scene.beforeGit = real -> before(InfraRepo.class, real, ear);
        scene.beforeProposals = real -> before(Proposals.class, real, ear);
        scene.wire();
    }
}
