package io.penguintech.gough.demo.bench;

import io.penguintech.gough.bot.backends.Pace;
import io.penguintech.gough.bot.rollout.RenderedDeclarations;
import io.penguintech.gough.schema.Limits;
import io.penguintech.gough.schema.SecretPrefixes;
import io.penguintech.gough.simulators.fault.CallRecord;
import io.penguintech.gough.simulators.forge.Delivery;
import io.penguintech.gough.simulators.forge.ForgeDialect;
import io.penguintech.gough.simulators.forge.ForgeSettings;
import io.penguintech.gough.simulators.forge.ForgeStandIn;
import io.penguintech.gough.simulators.maas.MaasStandInSettings;
import io.penguintech.gough.templates.cloudinit.UserDataRenderer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;

/**
 * A service at its default pace whose repository is on a forge: how soon a plan stands in the comment, what a hundred pull
 * requests at once take, and what a flood of deliveries does to those who ask for something else. A list of machines takes
 * what a real region's does.
 */
final class PullRound {
    private static final Duration SLACK = Duration.ofMinutes(10);

    /** A pull request has the service for itself: Gough's writes to the forge are a second apart. */
    private static final Duration BETWEEN = Duration.ofSeconds(2);

    /** Whatever would be written twice is written by then. */
    private static final Duration SECOND_THOUGHTS = Duration.ofSeconds(10);

    private static final Duration BLINK = Duration.ofMillis(20);
    private static final String HEALTH = "/actuator/health";

    private final SampleInfra infra;
    private final Path folder;
    private final Size size;
    private final Consumer<String> says;

    /**
     * How much is measured.
     *
     * @param single pull requests one after the other
     * @param together pull requests at once
     * @param aSecond deliveries a second
     * @param seconds how long
     */
    record Size(int single, int together, int aSecond, int seconds) {
        /** Each pull request is about a host of its own. */
        int hosts() {
            return single + together + 1;
        }
    }

    PullRound(SampleInfra infra, Path folder, Size size, Consumer<String> says) {
        this.infra = infra;
        this.folder = folder;
        this.size = size;
        this.says = says;
    }

    PullNumbers run() throws IOException, InterruptedException {
        var real = MaasStandInSettings.defaults().withCostPerListedMachine(Pace.RECORDED);
        var account = ForgeSettings.of(ForgeDialect.GITHUB);
        try (var site = new Site(infra, folder, real);
                var memory = new Memory(folder.resolve("database"));
                var forge = site.forge(account);
                var author = new PullAuthor(infra, forge, site.workbench())) {
            var declarations =
                    new RenderedDeclarations(Limits.DEFAULT, new UserDataRenderer(UserDataRenderer.Settings.DEFAULT));
            var declared = Round.declared(declarations.declare(infra.tree(), SecretPrefixes.ANY));
            memory.remember(site, declared.inventory(), declared.userData());
            says.accept("the complete list");
            try (var service = new RunningService(site, memory, folder, settings(site, forge, account))) {
                forge.connect(service.uri("/webhooks/github/" + Site.REPOSITORY));
                service.inSync(Pace.RECORDED.multipliedBy(infra.hosts()).plus(SLACK));
                Thread.sleep(Round.SETTLING);
                return new Scene(service, forge, author).measured();
            }
        }
    }

    private static String[] settings(Site site, ForgeStandIn forge, ForgeSettings account) {
        var key = "--gough.forge." + Site.REPOSITORY;
        return new String[] {
            key + ".kind=github",
            key + ".url=" + forge.url(),
            key + ".project=" + account.project(),
            key + ".token-file=" + site.secret("forge-token", account.token()),
            key + ".webhook-secret-file=" + site.secret("webhook-secret", account.webhookSecret())
        };
    }

    /** Everything runs. */
    private final class Scene {
        private final RunningService service;
        private final ForgeStandIn forge;
        private final PullAuthor author;
        private int host;

        Scene(RunningService service, ForgeStandIn forge, PullAuthor author) {
            this.service = service;
            this.forge = forge;
            this.author = author;
        }

        PullNumbers measured() throws IOException, InterruptedException {
            says.accept("%d pull requests one after the other".formatted(size.single()));
            var single = single();
            says.accept("%d pull requests at once".formatted(size.together()));
            var together = together();
            says.accept("%,d deliveries a second for %d s".formatted(size.aSecond(), size.seconds()));
            var flooded = flooded();
            Thread.sleep(SECOND_THOUGHTS);
            var wrong = new ArrayList<>(author.wrong());
            wrong.addAll(flooded.went().wrong());
            return new PullNumbers(infra.hosts(), single, together, flooded, wrong);
        }

        private PullNumbers.Single single() throws InterruptedException {
            int before = forge.calls().size();
            var shown = new ArrayList<PullAuthor.Shown>();
            for (int i = 0; i < size.single(); i++) {
                var branch = author.push(++host);
                Thread.sleep(BETWEEN);
                shown.addAll(shown(List.of(author.open(branch)), () -> {}));
            }
            var calls = callsSince(before);
            double count = size.single();
            return new PullNumbers.Single(
                    Times.of(shown.stream().map(PullAuthor.Shown::plan).toList()),
                    Times.of(shown.stream().map(PullAuthor.Shown::comment).toList()),
                    calls.size() / count,
                    calls.stream().filter(call -> !call.method().equals("GET")).count() / count);
        }

        private PullNumbers.Together together() throws InterruptedException {
            var branches = new ArrayList<String>();
            for (int i = 0; i < size.together(); i++) branches.add(author.push(++host));
            Thread.sleep(BETWEEN);
            int before = forge.deliveries().size();
            var opened = new ConcurrentLinkedQueue<PullAuthor.Opened>();
            var first = Instant.now();
            var opening = branches.stream()
                    .map(branch -> Thread.ofVirtual().start(() -> opened.add(author.open(branch))))
                    .toList();
            for (var thread : opening) thread.join();
            var most = new Most();
            // All of them count from the first delivery.
            var shown = shown(
                    opened.stream()
                            .map(pull -> new PullAuthor.Opened(pull.number(), pull.head(), first))
                            .toList(),
                    most);
            var deliveries = forge.deliveries();
            return new PullNumbers.Together(
                    Times.of(shown.stream().map(PullAuthor.Shown::plan).toList()),
                    Times.of(shown.stream().map(PullAuthor.Shown::comment).toList()),
                    deliveries.subList(before, deliveries.size()).stream()
                            .filter(delivery -> delivery.status() != 202)
                            .count(),
                    most.mib);
        }

        private PullNumbers.Flooded flooded() throws IOException, InterruptedException {
            var quiet = Asking.begin(service, HEALTH);
            Thread.sleep(Round.SETTLING);
            var healthBefore = quiet.end();
            var branch = author.push(++host);
            var flood = new Flood(
                    forge, service.uri("/webhooks/github/" + Site.REPOSITORY), size.aSecond(), size.seconds(), taken());
            Thread.sleep(BETWEEN);
            int calls = forge.calls().size();
            long lines = service.logLines();
            long rssBefore = service.rssNowMib();
            var most = new Most();
            var watch = Thread.ofVirtual().start(most::untilOver);
            var health = Asking.begin(service, HEALTH);
            var rollouts = Asking.begin(service, "/api/v1/rollouts");
            var went = flood.run();
            most.over = true;
            watch.join();
            var healthMeanwhile = health.end();
            var rolloutsMeanwhile = rollouts.end();
            int callsMeanwhile = callsSince(calls).size();
            long linesMeanwhile = service.logLines() - lines;
            long rssAfter = service.rssNowMib();
            says.accept("the next pull request");
            var next = shown(List.of(author.open(branch)), () -> {}).getFirst();
            return new PullNumbers.Flooded(
                    went,
                    healthBefore,
                    healthMeanwhile,
                    rolloutsMeanwhile,
                    rssBefore,
                    Math.max(most.mib, rssAfter),
                    rssAfter,
                    callsMeanwhile,
                    linesMeanwhile,
                    next.comment());
        }

        /** The last that told of a pull request. */
        private Delivery taken() {
            return forge.deliveries().reversed().stream()
                    .filter(delivery -> delivery.event().equals("pull_request") && delivery.status() == 202)
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException("no delivery was taken"));
        }

        private List<CallRecord> callsSince(int before) {
            var all = forge.calls();
            return all.subList(before, all.size());
        }

        /** Waits until the plan of each stands in its comment. */
        private List<PullAuthor.Shown> shown(List<PullAuthor.Opened> pulls, Runnable meanwhile)
                throws InterruptedException {
            var deadline = Instant.now().plus(SLACK);
            Map<Long, PullAuthor.Shown> shown = new LinkedHashMap<>();
            while (shown.size() < pulls.size()) {
                for (var pull : pulls)
                    if (!shown.containsKey(pull.number()))
                        author.shown(pull).ifPresent(one -> shown.put(pull.number(), one));
                if (Instant.now().isAfter(deadline))
                    throw new IllegalStateException("%d of %d pull requests have no plan after %s; the log is %s"
                            .formatted(pulls.size() - shown.size(), pulls.size(), SLACK, service.log()));
                meanwhile.run();
                Thread.sleep(BLINK);
            }
            return List.copyOf(shown.values());
        }

        /** The most memory that the service had when somebody looked. */
        private final class Most implements Runnable {
            private volatile long mib;
            private volatile boolean over;

            @Override
            public void run() {
                mib = Math.max(mib, service.rssNowMib());
            }

            private void untilOver() {
                try {
                    for (; !over; Thread.sleep(BLINK)) run();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }
        }
    }
}
