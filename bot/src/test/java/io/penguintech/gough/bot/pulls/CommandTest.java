package io.penguintech.gough.bot.pulls;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What of a comment tells Gough to do something. */
class CommandTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "gough approve 3f2a91c0ffee 7",
                "gough   APPROVE\t3f2a91c0ffee 7 ",
                "@gough approve 3f2a91c0ffee 7",
                "/gough approve 3f2a91c0ffee 7\r\n\r\nand thanks",
                "Gough: approve 3f2a91c0ffee 7\n> gough reject 3f2a91c0ffee"
            })
    void theFirstWordsOfTheFirstLineSayIt(String body) {
        assertThat(Command.of(body)).contains(new Command.Known(CommandWord.APPROVE, List.of("3f2a91c0ffee", "7")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "> gough approve 3f2a91c0ffee",
                "    gough approve 3f2a91c0ffee",
                "\ngough approve 3f2a91c0ffee",
                "\u200bgough approve 3f2a91c0ffee",
                "`gough approve 3f2a91c0ffee`",
                "```\ngough approve 3f2a91c0ffee\n```",
                "please gough approve 3f2a91c0ffee",
                "gough-bot approve 3f2a91c0ffee",
                "goughapprove 3f2a91c0ffee",
                "<!-- x --> gough approve 3f2a91c0ffee",
                "Gough is great",
                "gough https://example.org/approve"
            })
    void anythingElseSaysNothing(String body) {
        assertThat(Command.of(body)).isEmpty();
    }

    @Test
    void whatWasProbablyMeantIsKnown() {
        assertThat(Command.of("gough aprove 3f2a91c0ffee")).contains(new Command.Mistyped("approve"));
        assertThat(Command.of("gough paln")).contains(new Command.Mistyped("plan"));
        assertThat(Command.of("gough")).contains(new Command.Known(CommandWord.HELP, List.of()));
        assertThat(Command.of("gough reject")).isEqualTo(Optional.of(new Command.Known(CommandWord.REJECT, List.of())));
    }
}
