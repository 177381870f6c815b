package io.penguintech.gough.bot.chat;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What people install is what the code needs, and what they read is what it understands. */
class SlackSetupTest {
    private static final Path ROOT = Files.isDirectory(Path.of("docs")) ? Path.of("") : Path.of("..");

    private static JsonNode manifest() throws IOException {
        var yaml = new Load(LoadSettings.builder().build());
        var text = Files.readString(ROOT.resolve("deploy/slack/manifest.yaml"), StandardCharsets.UTF_8);
        return JsonMapper.builder().build().valueToTree((Map<?, ?>) yaml.loadFromString(text));
    }

    private static List<String> texts(JsonNode list) {
        return list.valueStream().map(JsonNode::asString).toList();
    }

    @Test
    void theManifestAsksForExactlyWhatIsUsed() throws IOException {
        var manifest = manifest();
        var needed = new ArrayList<>(SlackCalls.SCOPES);
        needed.add("commands");
        needed.add("app_mentions:read");
        assertThat(texts(manifest.at("/oauth_config/scopes/bot"))).containsExactlyInAnyOrderElementsOf(needed);
        assertThat(manifest.at("/oauth_config/scopes").propertyNames()).containsExactly("bot");
        assertThat(texts(manifest.at("/settings/event_subscriptions/bot_events")))
                .containsExactly("app_mention");
        assertThat(manifest.at("/features/slash_commands")
                        .valueStream()
                        .map(c -> c.get("command").asString()))
                .containsExactly("/gough");
    }

    @Test
    void everythingArrivesAtTheOneDoor() throws IOException {
        var manifest = manifest();
        for (var place : List.of(
                "/features/slash_commands/0/url",
                "/settings/event_subscriptions/request_url",
                "/settings/interactivity/request_url"))
            assertThat(manifest.at(place).asString()).isEqualTo("https://gough.example.com/slack/events");
        assertThat(manifest.at("/settings/interactivity/is_enabled").booleanValue())
                .isTrue();
        assertThat(manifest.at("/settings/socket_mode_enabled").booleanValue()).isFalse();
    }

    @Test
    void theManifestHasOnlyKeysOfTheOfficialForm() throws IOException {
        assertThat(List.of("_metadata", "display_information", "features", "oauth_config", "settings"))
                .containsAll(manifest().propertyNames());
        assertThat(manifest().at("/display_information/name").asString()).hasSizeLessThanOrEqualTo(35);
        assertThat(manifest().at("/features/bot_user/display_name").asString()).matches("[a-z0-9._-]{1,80}");
    }

    @Test
    void thePageListsEveryWordAndNoOther() throws IOException {
        var page = Files.readString(ROOT.resolve("docs/slack-setup.md"), StandardCharsets.UTF_8);
        var section = page.substring(page.indexOf("## What you can say"), page.indexOf("## When it does not work"));
        var listed = Pattern.compile("^\\| `([a-z-]+)(?: ([^`]+))?` \\|.*\\| ([a-z]+) \\|$", Pattern.MULTILINE)
                .matcher(section)
                .results()
                .map(row -> row.group(1) + " " + (row.group(2) == null ? "" : row.group(2)) + " " + row.group(3))
                .toList();
        var words = Arrays.stream(Word.values())
                .map(word -> word.text() + " " + word.arguments() + " "
                        + word.role()
                                .map(role -> role.name().toLowerCase(Locale.ROOT))
                                .orElse("everybody"))
                .toList();
        assertThat(listed).containsExactlyElementsOf(words);
    }

    @Test
    void noTwoWordsMeanTheSame() {
        for (var word : Word.values()) {
            assertThat(Word.of(word.text())).contains(word);
            assertThat(Word.near(word.text())).contains(word);
        }
        assertThat(Word.of("")).isEmpty();
        assertThat(Word.near("xyzzyxyzzy")).isEmpty();
    }
}
