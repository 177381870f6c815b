package io.penguintech.gough.demo;

import io.penguintech.gough.simulators.fleet.FleetSettings;
import io.penguintech.gough.simulators.fleet.FleetStandIn;
import io.penguintech.gough.simulators.fleet.FleetUser;
import io.penguintech.gough.simulators.fleet.Generation;
import io.penguintech.gough.simulators.fleet.ReportFields;
import io.penguintech.gough.simulators.fleet.Role;
import io.penguintech.gough.simulators.fleet.Tier;
import io.penguintech.gough.simulators.forge.ForgeSettings;
import io.penguintech.gough.simulators.forge.ForgeStandIn;
import io.penguintech.gough.simulators.git.Edit;
import io.penguintech.gough.simulators.git.GitSettings;
import io.penguintech.gough.simulators.git.GitStandIn;
import io.penguintech.gough.simulators.git.Login;
import io.penguintech.gough.simulators.maas.MaasDurations;
import io.penguintech.gough.simulators.maas.MaasImage;
import io.penguintech.gough.simulators.maas.MaasStandIn;
import io.penguintech.gough.simulators.maas.MaasStandInSettings;
import io.penguintech.gough.simulators.slack.SlackChannel;
import io.penguintech.gough.simulators.slack.SlackSettings;
import io.penguintech.gough.simulators.slack.SlackStandIn;
import io.penguintech.gough.simulators.slack.SlackUser;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** The servers Gough talks to, each behind HTTP on the loopback address. */
final class StandIns implements AutoCloseable {
    /** The channel Gough speaks in. */
    static final String CHANNEL = "C0GOUGH";

    /** The user Gough has in MAAS. */
    static final String MAAS_USER = "gough";

    private static final String GIT_USER = "gough";

    private final MaasStandIn maas;
    private final FleetStandIn fleet;
    private final SlackStandIn slack;
    private final GitStandIn git;
    private final ForgeStandIn forge;
    private final DemoForge kind;
    private final Agents agents;
    private final Path repositories;
    private final Login reader;
    private final Login author;

    private StandIns(
            MaasStandIn maas,
            FleetStandIn fleet,
            SlackStandIn slack,
            GitStandIn git,
            ForgeStandIn forge,
            DemoForge kind,
            Path repositories,
            List<Login> logins) {
        this.maas = maas;
        this.fleet = fleet;
        this.slack = slack;
        this.git = git;
        this.forge = forge;
        this.kind = kind;
        this.agents = Agents.start(maas, fleet);
        this.repositories = repositories;
        this.reader = logins.getFirst();
        this.author = logins.getLast();
    }

    /**
     * What the servers hold when they start.
     *
     * @param machines puts machines into the region
     * @param files the first commit of the infra repository
     */
    record Furniture(Consumer<MaasStandIn> machines, List<Edit> files) {
        /** As the documentation's example has it. */
        static Furniture example() {
            return new Furniture(Machines::install, ExampleRepository.files());
        }
    }

    /** Starts all of them; the forge is of this kind. */
    static StandIns start(
            Path folder, MaasDurations pace, Credentials credentials, Furniture furniture, DemoForge kind) {
        var reader = new Login(GIT_USER, Credentials.random());
        var author = new Login(Cast.ADA.handle(), credentials.pushPassword());
        var maas = MaasStandIn.start(MaasStandInSettings.defaults()
                .withDurations(pace)
                .withImages(MaasImage.ubuntu("noble", "24.04"), MaasImage.ubuntu("jammy", "22.04")));
        furniture.machines().accept(maas);
        var fleet = FleetStandIn.start(fleetSettings(credentials));
        fleet.create(FleetSettings.PERSON, ReportFields.of("Robin's own", "SELECT name FROM users;"));
        var slack = SlackStandIn.start(slackSettings(credentials));
        var git = GitStandIn.start(GitSettings.in(folder.resolve("git")).onlyFor(reader, author));
        ExampleRepository.create(
                git, author, furniture.files().stream().map(kind::fitted).toList());
        var forge = ForgeStandIn.start(forgeSettings(credentials, kind), git, ExampleRepository.NAME);
        return new StandIns(maas, fleet, slack, git, forge, kind, folder.resolve("git"), List.of(reader, author));
    }

    private static FleetSettings fleetSettings(Credentials credentials) {
        var gough = new FleetUser(
                FleetSettings.GOUGH.id(), "Gough", "gough@example.org", Role.ADMIN, true, credentials.fleetToken());
        return new FleetSettings(
                0,
                Generation.NEW,
                Tier.PREMIUM,
                List.of(gough, FleetSettings.PERSON, FleetSettings.OBSERVER),
                credentials.enrollSecret(),
                Clock.systemUTC());
    }

    private static SlackSettings slackSettings(Credentials credentials) {
        var usual = SlackSettings.defaults();
        return new SlackSettings(
                0,
                credentials.slackToken(),
                credentials.slackSigningSecret(),
                Cast.all().stream()
                        .map(person -> new SlackUser(person.slack(), person.handle(), person.name()))
                        .toList(),
                List.of(new SlackChannel(CHANNEL, "bare-metal", true)),
                usual.scopes(),
                usual.limits(),
                usual.ackWithin(),
                usual.retries(),
                usual.clock());
    }

    private static ForgeSettings forgeSettings(Credentials credentials, DemoForge kind) {
        var members =
                Stream.concat(Stream.of(ForgeSettings.BOT), Cast.all().stream().map(Cast.Person::account));
        return new ForgeSettings(
                0,
                kind.dialect(),
                kind.project(),
                credentials.forgeToken(),
                credentials.webhookSecret(),
                members.toList(),
                Optional.empty(),
                0,
                Clock.systemUTC(),
                true);
    }

    /**
     * From now on Slack and the forge call Gough.
     *
     * @param service its address, without a slash at the end
     */
    void connect(URI service) {
        slack.connect(URI.create(service + "/slack/events"));
        forge.connect(URI.create(service + "/webhooks/" + kind.word() + "/" + ServiceArguments.REPOSITORY));
    }

    MaasStandIn maas() {
        return maas;
    }

    FleetStandIn fleet() {
        return fleet;
    }

    SlackStandIn slack() {
        return slack;
    }

    GitStandIn git() {
        return git;
    }

    /** Built on the git server. */
    ForgeStandIn forge() {
        return forge;
    }

    /** Which forge that is. */
    DemoForge kind() {
        return kind;
    }

    /** The bare repository behind the git server. */
    Path repository() {
        return repositories.resolve(ExampleRepository.NAME + ".git");
    }

    /** Gough's own login at the git server. */
    Login reader() {
        return reader;
    }

    /** Ada's login at the git server. */
    Login author() {
        return author;
    }

    @Override
    public void close() {
        agents.close();
        forge.close();
        git.close();
        slack.close();
        fleet.close();
        maas.close();
    }
}
