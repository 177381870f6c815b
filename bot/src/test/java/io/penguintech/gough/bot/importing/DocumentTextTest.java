package io.penguintech.gough.bot.importing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** One document of a file is changed, and nothing that people wrote around it. */
class DocumentTextTest {
    private static final String FILE = """
            # What we ask all hosts.
            apiVersion: gough.io/v1
            kind: Query
            metadata:
              name: first # as in the wiki
              labels: {team: security}
            spec:
              query: |
                SELECT 1
              # twice a day
              interval: 12h

            # The second one.
            ---
            kind: Query
            metadata: {name: second}
            spec: {query: SELECT 2}
            apiVersion: gough.io/v1
            ---
            {kind: Query, spec: {}}
            """;

    @Test
    void onlyTheSpecIsOtherAndCommentsAroundItStay() {
        assertThat(DocumentText.of(FILE)
                        .withSpec(2, List.of("spec:", "  query: SELECT 3"))
                        .orElseThrow()
                        .text())
                .isEqualTo(FILE.replace("""
                  query: |
                    SELECT 1
                  # twice a day
                  interval: 12h
                """, "  query: SELECT 3\n"));
    }

    @Test
    void whatFollowsTheSpecStays() {
        assertThat(DocumentText.of(FILE)
                        .withSpec(15, List.of("spec:", "  query: SELECT 3"))
                        .orElseThrow()
                        .text())
                .isEqualTo(FILE.replace("spec: {query: SELECT 2}", "spec:\n  query: SELECT 3"));
    }

    @Test
    void aDocumentWithoutASpecOfItsOwnLinesIsLeftToPeople() {
        assertThat(DocumentText.of(FILE).withSpec(20, List.of("spec: {}"))).isEmpty();
    }

    @Test
    void aDocumentGoesWithItsBorderAndTheOthersStay() {
        var without = DocumentText.of(FILE).without(15);
        assertThat(without.text()).doesNotContain("name: second").contains("first", "# The second one.\n---\n{kind");
        var last = without.without(2).without(1);
        assertThat(last.text()).isEmpty();
        assertThat(last.isEmpty()).isTrue();
        assertThat(DocumentText.of("# nothing\n---\n").isEmpty()).isTrue();
        assertThat(DocumentText.of(FILE).isEmpty()).isFalse();
    }

    @Test
    void lineEndsStayAsTheyAreAndNewLinesHaveTheSame() {
        var file = FILE.replace("\n", "\r\n") + "# no line ends here";
        assertThat(DocumentText.of(file)
                        .withSpec(15, List.of("spec:", "  query: SELECT 3"))
                        .orElseThrow()
                        .text())
                .isEqualTo(file.replace("spec: {query: SELECT 2}", "spec:\r\n  query: SELECT 3"));
        assertThat(DocumentText.of(file).text()).isEqualTo(file);
    }

    @Test
    void aDocumentThatBeginsOnTheLineOfItsBorderIsNotTheOneBefore() {
        var file = "kind: Query\nspec: {}\n--- {kind: Query, spec: {}}\n--- {kind: Policy, spec: {}}\n";
        assertThat(DocumentText.of(file).withSpec(3, List.of("spec:"))).isEmpty();
        assertThat(DocumentText.of(file).without(3).text())
                .isEqualTo("kind: Query\nspec: {}\n--- {kind: Policy, spec: {}}\n");
        assertThat(DocumentText.of(file).without(4).without(1).text()).isEqualTo("--- {kind: Query, spec: {}}\n");
        assertThat(DocumentText.of("--- {kind: Query, spec: {}}\n").isEmpty()).isFalse();
    }

    @Test
    void otherLineSeparatorsEndNoLine() {
        var file = "kind: Query\nspec: {}\nmetadata: {name: \"a\u2028b\"}\n";
        assertThat(DocumentText.of(file)
                        .withSpec(1, List.of("spec:"))
                        .orElseThrow()
                        .text())
                .isEqualTo(file.replace("spec: {}", "spec:"));
    }
}
