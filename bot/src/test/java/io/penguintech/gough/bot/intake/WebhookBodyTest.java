package io.penguintech.gough.bot.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is read of the body of a call. */
class WebhookBodyTest {
    private static Optional<WebhookBody> read(String body) {
        return WebhookBody.read(body.getBytes(StandardCharsets.UTF_8));
    }

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
                .forEach((body, ref) ->
                        assertThat(read(body).map(WebhookBody::ref)).as(body).isEqualTo(ref));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{'action':'opened','number':7,'pull_request':{'number':7,'head':{'number':9}}} | 7",
                "{'action':'submitted','review':{'number':1},'pull_request':{'number':7,'body':null}} | 7",
                "{'action':'created','issue':{'number':7,'pull_request':{'url':'x'}},'comment':{'id':1}} | 7",
                "{'action':'created','issue':{'number':7,'pull_request':null},'comment':{'id':1}} | 0",
                "{'action':'opened','issue':{'number':7}} | 0",
                "{'object_kind':'merge_request','object_attributes':{'iid':7,'id':99}} | 7",
                "{'object_attributes':{'iid':7},'object_kind':'issue'} | 0",
                "{'object_kind':'note','object_attributes':{'id':1},'merge_request':{'iid':7}} | 7",
                "{'object_kind':'note','object_attributes':{'id':1},'issue':{'iid':7}} | 0",
                "{'pull_request':{'number':'main; drop'}} | 0",
                "{'pull_request':{'number':-7}} | 0",
                "{'pull_request':[{'number':7}]} | 0",
                "{'number':7} | 0"
            })
    void thePullRequestIsTheOneThatSomethingHappenedTo(String body, long number) {
        assertThat(read(body.replace('\'', '"')).orElseThrow().pullRequest())
                .isEqualTo(number == 0 ? OptionalLong.empty() : OptionalLong.of(number));
    }
}
