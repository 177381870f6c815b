package io.penguintech.gough.bot.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What a person decides from a terminal. The service judges who they are and whether they may. */
final class Decisions {
    private Decisions() {}

    private static String rollout(String id, String deed) {
        if (!id.matches("r?[1-9][0-9]{0,17}"))
            throw new CommandFailed(Exit.USAGE, id + " is no rollout: they are called r1, r2, …");
        return "/api/v1/rollouts/%s/%s".formatted(id, deed);
    }

    private static Map<String, String> said(String key, @Nullable String value) {
        var body = new LinkedHashMap<String, String>();
        if (value != null) body.put(key, value);
        return body;
    }

    static final class OneRollout {
        @Parameters(index = "0", paramLabel = "ID", description = "The rollout, such as r12.")
        @SuppressWarnings("NullAway.Init") // set by picocli
        String id;
    }

    static final class Plan {
        @Option(
                names = "--digest",
                required = true,
                paramLabel = "D",
                description = "Digest of the plan you saw: 12 digits or more.")
        @SuppressWarnings("NullAway.Init") // set by picocli
        String digest;
    }

    static final class Reason {
        @Option(names = "--reason", paramLabel = "TEXT", description = "Why, for the people who will ask.")
        @Nullable
        String text;
    }

    @Command(name = "approve", description = "Say yes to exactly one plan.")
    static final class Approve extends Deed {
        @Mixin
        OneRollout rollout = new OneRollout();

        @Mixin
        Plan plan = new Plan();

        @Option(
                names = "--destroys",
                paramLabel = "NUMBER",
                description = "How many hosts the plan destroys; needed where it destroys more than the limits allow.")
        @Nullable
        Integer destroys;

        @Override
        public Integer call() {
            var body = new LinkedHashMap<String, Object>();
            body.put("digest", plan.digest);
            if (destroys != null) body.put("destroys", destroys);
            return post(rollout(rollout.id, "approve"), body);
        }
    }

    @Command(name = "reject", description = "Say no to it; it is not asked again until it differs.")
    static final class Reject extends Deed {
        @Mixin
        OneRollout rollout = new OneRollout();

        @Mixin
        Plan plan = new Plan();

        @Mixin
        Reason reason = new Reason();

        @Override
        public Integer call() {
            var body = said("reason", reason.text);
            body.put("digest", plan.digest);
            return post(rollout(rollout.id, "reject"), body);
        }
    }

    @Command(name = "cancel", description = "End a rollout; what is in flight is watched to its end.")
    static final class Cancel extends Deed {
        @Mixin
        OneRollout rollout = new OneRollout();

        @Mixin
        Reason reason = new Reason();

        @Override
        public Integer call() {
            return post(rollout(rollout.id, "cancel"), said("reason", reason.text));
        }
    }

    @Command(name = "retry", description = "Let a stalled rollout look again, or only one host that failed.")
    static final class Retry extends Deed {
        @Mixin
        OneRollout rollout = new OneRollout();

        @Option(names = "--host", paramLabel = "NAME", description = "Only this host; what else failed still counts.")
        @Nullable
        String host;

        @Override
        public Integer call() {
            return post(rollout(rollout.id, "retry"), said("host", host));
        }
    }

    @Command(name = "early", description = "Let exactly one plan begin outside of the change windows.")
    static final class Early extends Deed {
        @Mixin
        OneRollout rollout = new OneRollout();

        @Mixin
        Plan plan = new Plan();

        @Option(
                names = "--reason",
                required = true,
                paramLabel = "TEXT",
                description = "Why it cannot wait, for the people who will ask.")
        @SuppressWarnings("NullAway.Init") // set by picocli
        String reason;

        @Override
        public Integer call() {
            var body = said("reason", reason);
            body.put("digest", plan.digest);
            return post(rollout(rollout.id, "early"), body);
        }
    }

    @Command(name = "overrule", description = "Let exactly one change go on although the guards of its host hold it.")
    static final class Overrule extends Deed {
        @Mixin
        OneRollout rollout = new OneRollout();

        @Option(
                names = "--digest",
                required = true,
                paramLabel = "DIGEST",
                description = "The change's own digest, at least 12 digits: what is held names it.")
        @SuppressWarnings("NullAway.Init") // set by picocli
        String digest;

        @Option(
                names = "--reason",
                required = true,
                paramLabel = "TEXT",
                description = "Why it does not matter what the guards say, for the people who will ask.")
        @SuppressWarnings("NullAway.Init") // set by picocli
        String reason;

        @Override
        public Integer call() {
            var body = said("reason", reason);
            body.put("digest", digest);
            return post(rollout(rollout.id, "overrule"), body);
        }
    }

    @Command(name = "reconcile", description = "Look now.")
    static final class Reconcile extends Deed {
        @Mixin
        OneRepository repository = new OneRepository();

        @Override
        public Integer call() {
            return post("/api/v1/reconcile", said("repository", repository.id));
        }
    }
}
