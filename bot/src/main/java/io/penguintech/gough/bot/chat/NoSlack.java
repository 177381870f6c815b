package io.penguintech.gough.bot.chat;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** Says once that there is no Slack, and what people use instead. */
@Component
final class NoSlack {
    private static final Logger log = LoggerFactory.getLogger(NoSlack.class);

    private final ChatSettings settings;

    NoSlack(ChatSettings settings) {
        this.settings = settings;
    }

    @EventListener(ApplicationReadyEvent.class)
    void say() {
        if (settings.botTokenFile() == null)
            log.info(
                    "Slack is not configured ({}): people approve with `gough approve` or over HTTP",
                    ChatSettings.SWITCH);
    }
}
