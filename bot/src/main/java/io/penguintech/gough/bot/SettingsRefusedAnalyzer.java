package io.penguintech.gough.bot;

import io.penguintech.gough.bot.settings.SettingsRefused;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Prints refused settings as a list instead of a stack trace. */
final class SettingsRefusedAnalyzer extends AbstractFailureAnalyzer<SettingsRefused> {
    @Override
    protected FailureAnalysis analyze(Throwable root, SettingsRefused cause) {
        return new FailureAnalysis(
                String.valueOf(cause.getMessage()),
                "Mend them in application.yaml or in GOUGH_* variables; docs/configuration.md explains every setting.",
                cause);
    }
}
