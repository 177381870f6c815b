package io.penguintech.gough.bot.edge;

import io.penguintech.gough.bot.alerts.PagerDutySettings;
import io.penguintech.gough.bot.backends.BackendSettings;
import io.penguintech.gough.bot.chat.ChatSettings;
import io.penguintech.gough.bot.forge.ForgeSettings;
import io.penguintech.gough.bot.forge.PullHints;
import io.penguintech.gough.bot.jobs.Jobs;
import io.penguintech.gough.bot.rollout.Databases;
import io.penguintech.gough.bot.rollout.Declarations;
import io.penguintech.gough.bot.rollout.EventConsumer;
import io.penguintech.gough.bot.rollout.RenderedDeclarations;
import io.penguintech.gough.bot.rollout.Requests;
import io.penguintech.gough.bot.rollout.RolloutEvent;
import io.penguintech.gough.bot.rollout.RolloutId;
import io.penguintech.gough.bot.rollout.RolloutService;
import io.penguintech.gough.bot.source.GitInfraRepo;
import io.penguintech.gough.bot.source.RepositoryId;
import io.penguintech.gough.bot.source.SourceSettings;
import io.penguintech.gough.bot.source.Sources;
import io.penguintech.gough.bot.web.WebSettings;
import io.penguintech.gough.schema.Limits;
import io.penguintech.gough.schema.Revision;
import io.penguintech.gough.simulators.fault.StandInClock;
import io.penguintech.gough.simulators.slack.SlackSettings;
import io.penguintech.gough.simulators.slack.SlackStandIn;
import io.penguintech.gough.templates.cloudinit.UserDataRenderer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The edges of the service as they are, with their whole filter chain, around rollouts in memory. */
public final class EdgeService implements AutoCloseable {
    public static final String LOOK = "look-token-0123456789abcdef";
    /** At the end of the address that Fleet posts to. */
    public static final String WEBHOOK = "webhook-secret-0123456789abcdef";

    static final String OPERATE = "oper-token-0123456789abcdef";
    public static final String CHANNEL = SlackSettings.GOUGH.id();

    private final ConfigurableApplicationContext context;
    private final StandInClock clock;
    private long sequence;

    private EdgeService(ConfigurableApplicationContext context, StandInClock clock) {
        this.context = context;
        this.clock = clock;
    }

    /** Not annotated as a configuration, so that no scan of the service's own packages finds it. */
    @EnableAutoConfiguration
    @ComponentScan({
        "io.penguintech.gough.bot.alerts",
        "io.penguintech.gough.bot.chat",
        "io.penguintech.gough.bot.web",
        "io.penguintech.gough.bot.intake",
        "io.penguintech.gough.bot.forge",
        "io.penguintech.gough.bot.statuses"
    })
    @EnableConfigurationProperties({
        BackendSettings.class,
        ChatSettings.class,
        ForgeSettings.class,
        PagerDutySettings.class,
        WebSettings.class,
        SourceSettings.class
    })
    static class Edges {
        @Bean
        DataSource dataSource() {
            return Databases.fresh();
        }

        @Bean
        Sources sources(ObjectProvider<GitInfraRepo> repositories) {
            return new Sources(repositories.stream().toList());
        }

        @Bean
        Declarations declarations() {
            return new RenderedDeclarations(Limits.DEFAULT, new UserDataRenderer(UserDataRenderer.Settings.DEFAULT));
        }

        @Bean
        Jobs jobs() {
            return new Jobs(new Random(1), any -> false);
        }

        @Bean
        Looks requests() {
            return new Looks();
        }

        /** What is hinted of pull requests is asked for like any look. */
        @Bean
        PullHints pullHints(Looks looks) {
            return (repository, number) -> looks.look(repository, "pull request " + number);
        }
    }

    /** Every look that was asked for. */
    static final class Looks implements Requests {
        final List<String> asked = new CopyOnWriteArrayList<>();
        /** Whether nothing can be written down. */
        volatile boolean broken;

        @Override
        public void look(RepositoryId repository, String cause) {
            if (broken) throw new IllegalStateException("nothing can be written down");
            asked.add(repository + " " + cause);
        }

        @Override
        public Optional<Revision> newest(RepositoryId repository) {
            return Optional.empty();
        }
    }

    /** With Slack. */
    static EdgeService start(SlackStandIn slack, FakeRollouts rollouts, Path dir, String... more) {
        return start(slack, Map.of("rollouts", rollouts), StandInClock.realTime(), dir, more);
    }

    /** With Slack and the repository itself. */
    static EdgeService start(
            SlackStandIn slack, FakeRollouts rollouts, GitInfraRepo repository, Path dir, String... more) {
        return start(slack, Map.of("rollouts", rollouts, "infra", repository), StandInClock.realTime(), dir, more);
    }

    /** With Slack, around a real engine, by a clock of the caller's. */
    public static EdgeService start(
            SlackStandIn slack, RolloutService engine, StandInClock clock, Path dir, String... more) {
        Map<String, Object> answers = Map.of(
                "rollouts", engine.rollouts(),
                "hostDecisions", engine.hostDecisions(),
                "hostQuestions", engine.hostQuestions(),
                "ledger", engine.ledger(),
                "alerts", engine.alerts());
        return start(slack, answers, clock, dir, more);
    }

    private static EdgeService start(
            SlackStandIn slack, Map<String, Object> answers, StandInClock clock, Path dir, String... more) {
        var settings = SlackSettings.defaults();
        var service = run(
                answers,
                clock,
                dir,
                Stream.concat(
                                Stream.of(
                                        "gough.slack.bot-token-file=" + secret(dir, "bot", settings.botToken()),
                                        "gough.slack.signing-secret-file="
                                                + secret(dir, "signing", settings.signingSecret()),
                                        "gough.slack.api-url=" + slack.apiUrl()),
                                Arrays.stream(more))
                        .toList());
        slack.connect(service.uri("/slack/events"));
        return service;
    }

    /** Without Slack. */
    public static EdgeService start(FakeRollouts rollouts, Path dir, String... more) {
        return run(Map.of("rollouts", rollouts), StandInClock.realTime(), dir, List.of(more));
    }

    /** Without Slack, by a clock of the caller's. */
    static EdgeService start(FakeRollouts rollouts, StandInClock clock, Path dir, List<String> more) {
        return run(Map.of("rollouts", rollouts), clock, dir, more);
    }

    private static EdgeService run(Map<String, Object> answers, StandInClock clock, Path dir, List<String> more) {
        var settings = new ArrayList<>(List.of(
                "server.port=0",
                "server.address=127.0.0.1",
                "gough.repositories.main.url=https://git.example/infra.git",
                "gough.repositories.main.slack-channel=" + CHANNEL,
                "gough.fleet.default.url=https://fleet.example.org",
                "gough.fleet.default.token-file=" + secret(dir, "fleet", "a-fleet-token"),
                "gough.fleet.default.webhook-secret-file=" + secret(dir, "webhook", WEBHOOK),
                "gough.api.tokens[0].name=look",
                "gough.api.tokens[0].file=" + secret(dir, "look", LOOK),
                "gough.api.tokens[1].name=operate",
                "gough.api.tokens[1].person=bob",
                "gough.api.tokens[1].role=approver",
                "gough.api.tokens[1].file=" + secret(dir, "operate", OPERATE)));
        settings.addAll(more);
        var context = new SpringApplicationBuilder(Edges.class)
                .initializers(c -> {
                    answers.forEach(c.getBeanFactory()::registerSingleton);
                    if (!answers.containsKey("proposals"))
                        c.getBeanFactory().registerSingleton("proposals", new FakeProposals());
                    c.getBeanFactory().registerSingleton("clock", clock);
                })
                .run(settings.stream().map(s -> "--" + s).toArray(String[]::new));
        return new EdgeService(context, clock);
    }

    public static Path secret(Path dir, String name, String text) {
        try {
            return Files.writeString(dir.resolve(name), text + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public URI uri(String path) {
        return URI.create("http://127.0.0.1:" + context.getEnvironment().getProperty("local.server.port") + path);
    }

    public <T> T bean(String name, Class<T> type) {
        return context.getBean(name, type);
    }

    JdbcClient db() {
        return context.getBean(JdbcClient.class);
    }

    public <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    StandInClock clock() {
        return clock;
    }

    /** Hands an event to whoever listens, as the feed does. */
    void tell(RolloutEvent event) {
        sequence++;
        consumers().forEach(consumer -> consumer.on(sequence, event));
    }

    /** Whoever listens. */
    public Collection<EventConsumer> consumers() {
        return context.getBeansOfType(EventConsumer.class).values();
    }

    /** The rollout changed. */
    void changed(long id) {
        tell(new RolloutEvent.RolloutChanged(Samples.MAIN, new RolloutId(id)));
    }

    @Override
    public void close() {
        context.close();
    }
}
