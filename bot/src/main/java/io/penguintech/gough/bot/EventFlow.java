package io.penguintech.gough.bot;

import io.penguintech.gough.bot.jobs.Jobs;
import io.penguintech.gough.bot.rollout.EventConsumer;
import io.penguintech.gough.bot.rollout.EventFeed;
import io.penguintech.gough.bot.storage.DatabaseAway;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.integration.dsl.IntegrationFlow;
import org.springframework.integration.dsl.MessageChannels;
import org.springframework.messaging.MessageChannel;
import org.springframework.messaging.support.GenericMessage;

/**
 * One flow: events out of the database to whoever wants to know. Each consumer has a thread of its own, so that Slack
 * being slow holds up nobody.
 */
@Configuration(proxyBeanMethods = false)
class EventFlow {
    private static final Logger LOG = LoggerFactory.getLogger(EventFlow.class);
    private static final Duration OFTEN = Duration.ofMillis(500);

    @Bean
    ExecutorService eventThreads() {
        return Executors.newThreadPerTaskExecutor(
                Thread.ofVirtual().name("events-", 0).factory());
    }

    /** A consumer that goes in here is handed what it has not had yet. */
    @Bean
    MessageChannel turns(ExecutorService eventThreads) {
        return MessageChannels.executor("turns", eventThreads).getObject();
    }

    @Bean
    IntegrationFlow events(MessageChannel turns, EventFeed feed) {
        return IntegrationFlow.from(turns)
                .handle(message -> {
                    if (message.getPayload() instanceof EventConsumer consumer) deliver(feed, consumer);
                })
                .get();
    }

    /** Without the database nothing is delivered; it is asked again soon, and somebody else tells of it. */
    private static void deliver(EventFeed feed, EventConsumer consumer) {
        try {
            feed.deliver(consumer);
        } catch (RuntimeException e) {
            if (!DatabaseAway.because(e)) throw e;
            LOG.debug("{} waits for the database: {}", consumer.name(), e.toString());
        }
    }

    @Bean
    ApplicationListener<ApplicationReadyEvent> delivering(MessageChannel turns, EventFeed feed, Jobs jobs) {
        return ready -> jobs.every(
                "events",
                OFTEN,
                () -> feed.consumers().forEach(consumer -> turns.send(new GenericMessage<>(consumer))));
    }
}
