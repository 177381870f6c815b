package io.penguintech.gough.schema;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VisibleTextTest {
    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            value = {
                "202e, \\u202e",
                "2066, \\u2066",
                "200b, \\u200b",
                "feff, \\ufeff",
                "ad, \\u00ad",
                "0, \\u0000",
                "1b, \\u001b",
                "9b, \\u009b",
                "2028, \\u2028",
                "3164, \\u3164",
                "e000, \\ue000",
                "d800, \\ud800",
                "e0041, \\u{e0041}",
                "fe0e, \\ufe0e",
                "fe0f, \\ufe0f",
                "e0100, \\u{e0100}",
                "34f, \\u034f",
                "180f, \\u180f"
            })
    void whatCannotBeSeenIsShownByItsNumber(String hex, String shown) {
        var name = "db" + Character.toString(Integer.parseInt(hex, 16)) + "01";
        assertThat(VisibleText.of(name)).isEqualTo("db" + shown + "01");
        assertThat(VisibleText.line(name)).isEqualTo("db" + shown + "01");
    }

    @Test
    void whatCanBeSeenStaysAsItIs() {
        for (var text : new String[] {"", "Größe 日本語 😀 עברית", "a\tb", "e\u0301"}) {
            assertThat(VisibleText.of(text)).isSameAs(text);
            assertThat(VisibleText.line(text)).isSameAs(text);
        }
    }

    @Test
    void lineBreaksStayOrAreShownAsAsked() {
        assertThat(VisibleText.of("one\ntwo\r\n")).isEqualTo("one\ntwo\\u000d\n");
        assertThat(VisibleText.line("one\ntwo")).isEqualTo("one\\ntwo");
    }
}
