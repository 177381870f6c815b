package io.penguintech.gough.bot.source;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.penguintech.gough.schema.Place;
import io.penguintech.gough.schema.RepoTree;
import io.penguintech.gough.schema.Revision;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Lines of a merge found again in what was merged. */
class HeadLinesTest {
    /** The branch got two lines at the top, one went in the middle; the pull request got one before the last. */
    private static final String BASE = "new one\nnew two\na\nc\nd\n";

    private static final String HEAD = "a\nb\nc\nours\nd\n";
    private static final String MERGED = "new one\nnew two\na\nc\nours\nd\n";

    private static RepoTree tree(Map<String, String> files) {
        var entries = new TreeMap<String, RepoTree.Entry>();
        files.forEach((path, text) -> entries.put(path, new RepoTree.Entry.Blob(text.getBytes(UTF_8))));
        return new RepoTree(Optional.empty(), entries);
    }

    private static HeadLines lines(Map<String, String> base, Map<String, String> head, Map<String, String> merged) {
        var none = new Revision("0".repeat(40));
        return new HeadLines(
                new Merge.Clean(none, none, tree(base), tree(merged), new TreeSet<>(), List.of()), tree(head));
    }

    @ParameterizedTest
    @CsvSource({"1, 0, 1", "2, 0, 2", "3, 1, 3", "4, 3, 4", "5, 4, 0", "6, 5, 5"})
    void aLineIsWhereItsTextIs(int merged, int head, int base) {
        var file = "hosts/a.yaml";
        var lines = lines(Map.of(file, BASE), Map.of(file, HEAD), Map.of(file, MERGED));
        var place = new Place(file, merged, 7);

        assertThat(lines.inHead(place)).isEqualTo(head == 0 ? Optional.empty() : Optional.of(new Place(file, head, 7)));
        assertThat(lines.inBase(place)).isEqualTo(base == 0 ? Optional.empty() : Optional.of(new Place(file, base, 7)));
    }

    @Test
    void aNewFileIsNotInTheBranchAndOneOfTheBranchIsNotInTheHead() {
        var lines = lines(Map.of("old", "x\n"), Map.of("new", "y\n"), Map.of("old", "x\n", "new", "y\n"));

        assertThat(lines.inHead(new Place("new", 1, 1))).contains(new Place("new", 1, 1));
        assertThat(lines.inBase(new Place("new", 1, 1))).isEmpty();
        assertThat(lines.inHead(new Place("old", 1, 1))).isEmpty();
        assertThat(lines.inHead(Place.ofFile("old"))).isEmpty();
        assertThat(lines.inBase(Place.ofFile("old"))).contains(Place.ofFile("old"));
    }

    @Test
    void whatTakesTooLongToCompareIsNotCompared() {
        var base = "a\n".repeat(3_000);
        var merged = "a\nb\n".repeat(3_000);
        var lines = lines(Map.of("big", base), Map.of("big", merged), Map.of("big", merged));

        assertThat(lines.inBase(new Place("big", 100, 1))).isEmpty();
        assertThat(lines.inHead(new Place("big", 100, 1))).as("the same file").contains(new Place("big", 100, 1));
        var added = lines(Map.of("big", base), Map.of("big", base), Map.of("big", base + "last\n"));
        assertThat(added.inBase(new Place("big", 2_000, 1)))
                .as("only its end differs")
                .isPresent();
    }
}
