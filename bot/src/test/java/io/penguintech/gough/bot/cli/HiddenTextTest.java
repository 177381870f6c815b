package io.penguintech.gough.bot.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.penguintech.gough.bot.tables.Table;
import io.penguintech.gough.schema.Diagnostic;
import io.penguintech.gough.schema.Place;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A terminal obeys nothing that stands in names of others, and shows what cannot be seen. */
class HiddenTextTest {
    private static final String NAME = "db\u202e01\u001b[2J";
    private static final String SHOWN = "db\\u202e01\\u001b[2J";

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final PrintStream stream = new PrintStream(out, true, StandardCharsets.UTF_8);
    private final Terminal terminal = new Terminal(stream, stream, new ByteArrayInputStream(new byte[0]), false, false);

    @Test
    void inTablesAndProblems() {
        var table = new Table("NAME", "X");
        table.row(NAME, "x");
        assertThat(table.lines()).containsExactly("NAME" + " ".repeat(SHOWN.length() - 2) + "X", SHOWN + "  x");
        terminal.problem("no host " + NAME + "\nsecond line");
        assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("gough: no host " + SHOWN + "\nsecond line\n");
    }

    @Test
    void inDiagnostics() {
        var diagnostics = List.of(Diagnostic.error("Unknown host", NAME, new Place("hosts/" + NAME, 1, 2)));
        assertThat(DiagnosticFormat.TEXT.print(diagnostics, terminal))
                .isEqualTo("hosts/" + SHOWN + ":1:2: error: Unknown host. " + SHOWN + "\n");
        assertThat(DiagnosticFormat.GITHUB.print(diagnostics, terminal))
                .contains(SHOWN.replace(":", "%3A"))
                .doesNotContain("\u202e", "\u001b");
    }
}
