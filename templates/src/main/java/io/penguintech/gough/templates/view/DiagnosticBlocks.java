package io.penguintech.gough.templates.view;

import static io.penguintech.gough.templates.view.Markdown.code;
import static io.penguintech.gough.templates.view.Markdown.text;

import io.penguintech.gough.templates.view.PullView.DiagnosticRow;
import java.util.List;

/** What is wrong with files, each with a link to its line. */
final class DiagnosticBlocks {
    private static final int PLACE = 300;
    private static final int SUMMARY = 120;
    private static final int DETAIL = 600;

    private DiagnosticBlocks() {}

    static Block errors(List<DiagnosticRow> all) {
        return Block.open("errors", "Errors", rows(all, true));
    }

    /** All others. */
    static Block warnings(List<DiagnosticRow> all) {
        return Block.open("warnings", "Warnings", rows(all, false));
    }

    private static List<String> rows(List<DiagnosticRow> all, boolean errors) {
        return all.stream()
                .filter(one -> one.isError() == errors)
                .map(DiagnosticBlocks::row)
                .toList();
    }

    private static String row(DiagnosticRow one) {
        return "- %s %s\n".formatted(Markdown.link(code(one.place(), PLACE), one.link()), beside(one));
    }

    /** Without its place. */
    static String beside(DiagnosticRow one) {
        return "**%s**: %s. %s"
                .formatted(text(one.severity()), text(one.summary(), SUMMARY), text(one.detail(), DETAIL));
    }
}
