package io.penguintech.gough.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;

/** Secrets made anew at each start, in files only we can read, as the service wants them. */
final class Credentials {
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Path folder;
    private final String enrollSecret = random();
    private final String apiToken = random();
    private final String fleetToken = random();
    private final String slackToken = "xoxb-" + random();
    private final String slackSigningSecret = random();
    private final String forgeToken = random();
    private final String webhookSecret;
    private final String pushPassword = random().substring(0, 12);

    /** Below {@code folder}, which must be empty or new; what {@code forge} signs with is as it wants it. */
    Credentials(Path folder, DemoForge forge) {
        this.folder = folder;
        this.webhookSecret = forge.newWebhookSecret();
    }

    /** 32 random hexadecimal digits. */
    static String random() {
        var bytes = new byte[16];
        RANDOM.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    /** 32 random bytes, as GitLab writes what it signs with. */
    static String signingToken() {
        var bytes = new byte[32];
        RANDOM.nextBytes(bytes);
        return "whsec_" + Base64.getEncoder().encodeToString(bytes);
    }

    /** What osquery enrols in Fleet with; ends up in user data and nowhere else. */
    String enrollSecret() {
        return enrollSecret;
    }

    /** A token of the service's API with every right. */
    String apiToken() {
        return apiToken;
    }

    /** What Ada pushes with. */
    String pushPassword() {
        return pushPassword;
    }

    /** The token of Gough's user in Fleet. */
    String fleetToken() {
        return fleetToken;
    }

    /** The bot's token in Slack. */
    String slackToken() {
        return slackToken;
    }

    /** What Slack signs its calls with. */
    String slackSigningSecret() {
        return slackSigningSecret;
    }

    /** The token of Gough's account on the forge. */
    String forgeToken() {
        return forgeToken;
    }

    /** What the forge signs its calls with. */
    String webhookSecret() {
        return webhookSecret;
    }

    /** Writes a credential of Gough's own and answers the file. */
    Path own(String name, String secret) {
        return write(folder.resolve("own").resolve(name), secret);
    }

    /** The root of the secrets that the example repository refers to: a password for each BMC, and Fleet's secret. */
    Path mounted() {
        var root = folder.resolve("mounted");
        for (var host : Machines.hosts()) bmc(root, host.name());
        bmc(root, Machines.NEWCOMER.name());
        write(root.resolve("fleet/enroll"), "secret: \"" + enrollSecret + "\"\n");
        return root;
    }

    private static void bmc(Path root, String host) {
        write(root.resolve("bmc").resolve(host), "password: \"" + random() + "\"\n");
    }

    private static Path write(Path file, String text) {
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            Files.writeString(file, text);
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
    }

    @Override
    public String toString() {
        return "Credentials[" + folder + "]";
    }
}
