package io.penguintech.gough.bot.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What is read of the body of a call. */
class WebhookBodyTest {
    @Test
    void theBranchIsReadFromTheTopAloneAndTheBodyMustBeWhole() {
        Map.of(
                        "{\"commits\":[{\"ref\":\"x\"}],\"ref\":\"refs/heads/main\",\"repository\":{\"ref\":\"y\"}}",
                        Optional.of("refs/heads/main"),
                        "{\"action\":\"opened\"}",
                        Optional.of(""),
                        "{\"ref\":{\"ref\":\"refs/heads/main\"}}",
                        Optional.of(""),
                        "{\"ref\":\"refs/heads/main\"",
                        Optional.empty(),
                        "{\"ref\":\"refs/heads/main\"} more",
                        Optional.empty(),
                        "{\"ref\":\"refs/heads/main\"}{}",
                        Optional.empty(),
                        "{\"a\":" + "[".repeat(2000),
                        Optional.empty(),
                        "\"ref\"",
                        Optional.empty())
                .forEach((body, ref) -> assertThat(WebhookBody.ref(body.getBytes(StandardCharsets.UTF_8)))
                        .as(body)
                        .isEqualTo(ref));
    }
}
