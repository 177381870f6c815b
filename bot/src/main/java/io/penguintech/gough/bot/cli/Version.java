package io.penguintech.gough.bot.cli;

import java.util.Optional;

/** Which Gough this is. */
public final class Version {
    private Version() {}

    /** The version the program was built as; {@code development} when it runs from class files. */
    public static String text() {
        return Optional.ofNullable(Version.class.getPackage().getImplementationVersion())
                .orElse("development");
    }
}
