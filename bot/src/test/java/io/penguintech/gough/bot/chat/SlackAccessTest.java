package io.penguintech.gough.bot.chat;

import static org.assertj.core.api.Assertions.assertThat;

import io.penguintech.gough.bot.source.RepositoryId;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Whose channel it is. */
class SlackAccessTest {
    private static SlackAccess access(Map<RepositoryId, String> channels) {
        return new SlackAccess("https://slack.example/", "xoxb-1", "0123456789abcdef", channels, Optional.empty());
    }

    @Test
    void ofSeveralRepositoriesInOneChannelItIsTheFirstByName() {
        var all = IntStream.range(10, 40)
                .mapToObj(at -> new RepositoryId("r" + at))
                .collect(Collectors.toMap(Function.identity(), any -> "C1"));
        all.put(new RepositoryId("a0"), "C2");
        assertThat(access(all).repositoryOf("C1")).contains(new RepositoryId("r10"));
        assertThat(access(all).repositoryOf("C2")).contains(new RepositoryId("a0"));
        assertThat(access(all).repositoryOf("C3")).isEmpty();
    }
}
