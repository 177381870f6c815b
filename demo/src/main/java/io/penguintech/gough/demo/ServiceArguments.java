package io.penguintech.gough.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The settings of a service that talks to stand-ins, as {@code --key=value}. Everything is looked at often: the stand-ins
 * are quick and cost nothing.
 */
final class ServiceArguments {
    /** How the repository is called in the settings; machines carry the tag {@code gough-main}. */
    static final String REPOSITORY = "main";

    private ServiceArguments() {}

    static List<String> of(int port, Path folder, StandIns standIns, Credentials credentials) {
        var url = "http://127.0.0.1:" + port;
        var all = new ArrayList<String>();
        all.add("--server.port=" + port);
        all.add("--server.address=127.0.0.1");
        all.add("--gough.data-dir=" + folder.resolve("service"));
        all.add("--gough.secrets.root=" + credentials.mounted());
        all.addAll(repository(folder, standIns, credentials));
        all.addAll(forge(standIns, credentials));
        all.addAll(backends(standIns, credentials));
        all.add("--gough.slack.bot-token-file=" + credentials.own("slack-token", credentials.slackToken()));
        all.add("--gough.slack.signing-secret-file="
                + credentials.own("slack-signing-secret", credentials.slackSigningSecret()));
        all.add("--gough.slack.api-url=" + standIns.slack().apiUrl());
        all.add("--gough.slack.public-url=" + url);
        all.add("--gough.api.tokens[0].name=demo");
        all.add("--gough.api.tokens[0].role=admin");
        all.add("--gough.api.tokens[0].person=" + Cast.CHI.name());
        all.add("--gough.api.tokens[0].file=" + credentials.own("api-token", credentials.apiToken()));
        all.addAll(pace());
        return all;
    }

    private static List<String> repository(Path folder, StandIns standIns, Credentials credentials) {
        var key = "--gough.repositories." + REPOSITORY;
        return List.of(
                key + ".url=" + standIns.git().cloneUrl(ExampleRepository.NAME),
                key + ".username=" + standIns.reader().user(),
                key + ".password-file="
                        + credentials.own("git-password", standIns.reader().password()),
                key + ".poll=1s",
                key + ".drift=2s",
                key + ".slack-channel=" + StandIns.CHANNEL,
                key + ".initial-rules=" + rules(folder, standIns.kind()),
                key + ".secret-prefixes[0]=bmc/",
                key + ".secret-prefixes[1]=fleet/");
    }

    private static List<String> forge(StandIns standIns, Credentials credentials) {
        var key = "--gough.forge." + REPOSITORY;
        return List.of(
                key + ".kind=" + standIns.kind().word(),
                key + ".url=" + standIns.forge().url(),
                key + ".project=" + standIns.kind().project(),
                key + ".token-file=" + credentials.own("forge-token", credentials.forgeToken()),
                key + ".webhook-secret-file=" + credentials.own("webhook-secret", credentials.webhookSecret()),
                key + ".poll=2s");
    }

    private static List<String> backends(StandIns standIns, Credentials credentials) {
        return List.of(
                "--gough.maas.default.url=" + standIns.maas().url(),
                "--gough.maas.default.api-key-file="
                        + credentials.own("maas-key", standIns.maas().administrator(StandIns.MAAS_USER)),
                "--gough.maas.default.sweep=3s",
                "--gough.maas.default.list=10s",
                "--gough.maas.default.news=1s",
                "--gough.fleet.default.url=" + standIns.fleet().url(),
                "--gough.fleet.default.token-file=" + credentials.own("fleet-token", credentials.fleetToken()),
                "--gough.fleet.default.refresh=2s",
                "--gough.fleet.default.hosts=3s",
                "--gough.fleet.default.pause=0s");
    }

    private static List<String> pace() {
        return List.of(
                "--gough.engine.tick=500ms",
                "--gough.engine.patience.unclear=5s",
                "--gough.engine.patience.look=1s",
                "--logging.level.root=warn",
                // Two Tomcats in one process, and no agent that watches them: nothing a visitor can mend.
                "--logging.level.org.apache.tomcat.util.modeler=error",
                "--logging.level.org.apache.catalina.loader=error");
    }

    /** The rules of the example judge from the start. */
    private static Path rules(Path folder, DemoForge forge) {
        try {
            return Files.writeString(folder.resolve("initial-rules.yaml"), forge.rules());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write into " + folder, e);
        }
    }
}
