package io.penguintech.gough.templates.view;

import java.util.Optional;

/**
 * The sign-in form.
 *
 * @param problem why the last try did not work
 * @param version Gough's version
 */
public record SignInView(Optional<String> problem, String version) {}
