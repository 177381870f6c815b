package io.penguintech.gough.bot.edge;

import static io.penguintech.gough.bot.edge.EdgeService.CHANNEL;
import static io.penguintech.gough.bot.edge.Samples.asked;
import static io.penguintech.gough.bot.edge.Samples.plan;
import static io.penguintech.gough.bot.edge.Samples.rollout;
import static org.assertj.core.api.Assertions.assertThat;

import io.penguintech.gough.reconcile.Change;
import io.penguintech.gough.schema.Risk;
import io.penguintech.gough.simulators.slack.SlackSettings;
import io.penguintech.gough.simulators.slack.SlackStandIn;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What cannot be seen, or turns text around, is shown by its number wherever people decide by what they read. */
class HiddenCharactersTest {
    private static final String OVERRIDE = "\u202e";
    private static final String SUBJECT = "Keep db-01" + OVERRIDE + "lla esare\u2066 \u200bsoft\u00ad\u3164\u001b[2J";
    private static final String QUERY = "up\u200dtime" + OVERRIDE;
    private static final List<String> SHOWN =
            List.of("\\u202e", "\\u2066", "\\u200b", "\\u00ad", "\\u3164", "\\u001b", "\\u200d");
    private static final List<String> HIDDEN = List.of(OVERRIDE, "\u2066", "\u00ad", "\u3164", "\u001b", "\u200d");

    @TempDir
    Path dir;

    @Test
    void inSlackAndOnPages() throws Exception {
        var rollouts = new FakeRollouts();
        rollouts.put(rollout(
                1,
                asked(),
                Optional.of(plan(List.<Change>of(Samples.drop(QUERY, Risk.DESTRUCTIVE, SUBJECT)))),
                SUBJECT,
                new TreeMap<>()));
        try (var slack = SlackStandIn.start(SlackSettings.defaults());
                var service = EdgeService.start(slack, rollouts, dir)) {
            service.changed(1);
            var card = slack.messages(CHANNEL).getFirst();
            var dialog = card.buttons().getFirst().confirmText();
            var blocks = card.current().blocks().toString().replace("\\\\", "\\");
            assertThat(card.text() + blocks + dialog).contains(SHOWN).doesNotContain(HIDDEN.toArray(String[]::new));
            assertThat(dialog).contains("\\u202e").doesNotContain("\u200b");

            var page = page(service, "/rollouts/r1");
            assertThat(page)
                    .contains(SHOWN)
                    .doesNotContain(HIDDEN.toArray(String[]::new))
                    .doesNotContain("\u200b");
            assertThat(page(service, "/rollouts")).contains("\\u202e").doesNotContain(OVERRIDE);
        }
    }

    private static String page(EdgeService service, String path) throws Exception {
        try (var http = HttpClient.newHttpClient()) {
            var request = HttpRequest.newBuilder(service.uri(path))
                    .header("Authorization", "Bearer " + EdgeService.LOOK)
                    .build();
            var answer = http.send(request, HttpResponse.BodyHandlers.ofString());
            assertThat(answer.statusCode()).isEqualTo(200);
            return answer.body();
        }
    }
}
