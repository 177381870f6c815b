package io.penguintech.gough.templates.view;

import java.util.Optional;

/**
 * What every page shows around its content.
 *
 * @param repository the repository the page is about; empty text when it is about all
 * @param mode observe, propose or apply
 * @param stopped why nothing is written: the stop switch or a guard; empty when it runs
 * @param viewer who looks; empty without sign-in
 * @param version Gough's version
 * @param now when the page was made
 */
public record Frame(
        String repository,
        String mode,
        Optional<String> stopped,
        Optional<String> viewer,
        String version,
        Moment now) {}
