package io.penguintech.gough.bot.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.penguintech.gough.bot.source.LineDiff.Line;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LineDiffTest {
    @Test
    void tellsWhatCameAndWentWithSomeLinesAround() {
        assertThat(shown(LineDiff.of(lines(1, 20), lines(1, 9) + "new\n" + lines(11, 20), 2)))
                .isEqualTo("(7)| 8| 9|-10|+new| 11| 12|(8)");
    }

    @Test
    void leavesNothingOutBetweenTwoPlacesThatAreClose() {
        var after = lines(1, 20).replace("\n8\n", "\n").replace("\n12\n", "\n");
        assertThat(shown(LineDiff.of(lines(1, 20), after, 2))).isEqualTo("(5)| 6| 7|-8| 9| 10| 11|-12| 13| 14|(6)");
    }

    @Test
    void showsLinesAfterWhatWentAtTheBeginning() {
        assertThat(shown(LineDiff.of("a\nb\nc\nd\n", "b\nc\nd\n", 1))).isEqualTo("-a| b|(2)");
        assertThat(shown(LineDiff.of("a\nb\nc\nd\ne\n", "b\nc\nd\nx\n", 1))).isEqualTo("-a| b|(1)| d|-e|+x");
    }

    @Test
    void tellsATextThatIsNewOrGoneAsAWhole() {
        assertThat(shown(LineDiff.of("", "a\nb\n", 3))).isEqualTo("+a|+b");
        assertThat(shown(LineDiff.of("a\nb", "", 3))).isEqualTo("-a|-b");
    }

    @Test
    void isNothingWhereTheLinesAreTheSame() {
        assertThat(LineDiff.of("a\nb\n", "a\nb\n", 3)).isEmpty();
        assertThat(LineDiff.of("", "", 3)).isEmpty();
    }

    @Test
    void readsTextAsItIsWritten() {
        assertThat(LineDiff.of("Größe\n", "日本\n", 3)).containsExactly(new Line.Removed("Größe"), new Line.Added("日本"));
    }

    private static String lines(int from, int to) {
        return IntStream.rangeClosed(from, to).mapToObj(i -> i + "\n").collect(Collectors.joining());
    }

    private static String shown(List<Line> lines) {
        return lines.stream()
                .map(line -> switch (line) {
                    case Line.Kept(var text) -> " " + text;
                    case Line.Added(var text) -> "+" + text;
                    case Line.Removed(var text) -> "-" + text;
                    case Line.Gap(var count) -> "(" + count + ")";
                })
                .collect(Collectors.joining("|"));
    }
}
