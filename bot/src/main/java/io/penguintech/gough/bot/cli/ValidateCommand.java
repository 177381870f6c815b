package io.penguintech.gough.bot.cli;

import io.penguintech.gough.bot.rollout.Declarations;
import io.penguintech.gough.schema.Diagnostic.Severity;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

@Command(
        name = "validate",
        description = "Check a repository: every problem at once, each with file, line, column and the fix.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:valid", "1:invalid", "2:wrong usage", "3:the repository cannot be reached"})
final class ValidateCommand implements Callable<Integer> {
    @ParentCommand
    @SuppressWarnings("NullAway.Init") // set by picocli
    Gough gough;

    @Mixin
    Files.First files = new Files.First();

    @Option(names = "-o", paramLabel = "FORMAT", description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
    DiagnosticFormat format = DiagnosticFormat.TEXT;

    @Override
    public Integer call() {
        var checked = Checked.of(files.read());
        gough.terminal().raw(format.print(checked.diagnostics(), gough.terminal()));
        gough.terminal().note(summary(checked));
        return checked.failed() ? Exit.INVALID : Exit.OK;
    }

    private static String summary(Checked checked) {
        long errors = count(checked, Severity.ERROR);
        var more = said(count(checked, Severity.WARNING), "warning") + said(count(checked, Severity.NOTICE), "notice");
        if (checked.failed()) return "invalid: %d error%s%s".formatted(errors, errors == 1 ? "" : "s", more);
        return checked.declared()
                .map(Declarations.Declared.Valid::inventory)
                .map(i -> "valid: %d hosts, %d templates, %d queries%s%s"
                        .formatted(
                                i.hosts().size(),
                                i.templates().size(),
                                i.queries().size(),
                                i.policies().isEmpty() && i.labels().isEmpty()
                                        ? ""
                                        : ", %d policies, %d labels"
                                                .formatted(
                                                        i.policies().size(),
                                                        i.labels().size()),
                                more))
                .orElse("invalid");
    }

    private static long count(Checked checked, Severity severity) {
        return checked.diagnostics().stream()
                .filter(d -> d.severity() == severity)
                .count();
    }

    private static String said(long count, String word) {
        return count == 0 ? "" : ", %d %s%s".formatted(count, word, count == 1 ? "" : "s");
    }
}
