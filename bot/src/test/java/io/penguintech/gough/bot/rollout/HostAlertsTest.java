package io.penguintech.gough.bot.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import io.penguintech.gough.bot.edge.EdgeService;
import io.penguintech.gough.reconcile.Reading;
import io.penguintech.gough.schema.BackendName;
import io.penguintech.gough.simulators.fault.Fault;
import io.penguintech.gough.simulators.fault.FaultRule;
import io.penguintech.gough.simulators.fleet.FleetHost;
import io.penguintech.gough.simulators.fleet.FleetSettings;
import io.penguintech.gough.simulators.fleet.ReportFields;
import io.penguintech.gough.simulators.slack.Button;
import io.penguintech.gough.simulators.slack.Message;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * Alerts about hosts, from what the stand-ins hold to what people see in Slack, through the real engine and database. One service
 * for all of them; each has a policy and hosts of its own. Those that restart it come last: Slack goes on with the first one.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class HostAlertsTest {
    @TempDir
    static Path dir;

    private static ChatScene chat;
    private static Scene scene;
    private static int number;

    private final String policy = "Firewall " + ++number;
    private final String key = "policy default/" + policy;
    private final String host = "web-" + number;
    private int id;

    @BeforeAll
    static void start() {
        chat = new ChatScene(dir);
        scene = chat.scene;
    }

    @AfterAll
    static void stop() {
        assertThat(chat.slack.problems()).isEmpty();
        chat.close();
    }

    @BeforeEach
    void declare() {
        scene.write("queries/p%d.yaml".formatted(number), Scene.policy(policy, "SELECT 1 FROM iptables", ""))
                .push();
        chat.settle();
        id = scene.fleet.enroll(
                FleetHost.ubuntu(host, "S" + number, "52:54:00:00:0a:%02x".formatted(number), "192.0.2.1"));
    }

    /** All of Fleet's hosts are read, the engine compares, and Slack hears of it. */
    private static void read() {
        scene.tick();
        while (!scene.world.callRoll(Scene.DEFAULT).equals(new Reading.Got<>(true))) Thread.onSpinWait();
        scene.tick();
        chat.tell();
    }

    private static void later(Duration time) {
        scene.time.advance(time);
        read();
    }

    private void fails() {
        scene.fleet.judge(id, policy, false);
        later(Duration.ofMinutes(2));
    }

    private void passes() {
        scene.fleet.judge(id, policy, true);
        later(Duration.ofMinutes(2));
    }

    private List<Message> messages() {
        return chat.slack.messages(EdgeService.CHANNEL).stream()
                .filter(message -> message.versions().getFirst().text().contains(policy + " "))
                .filter(message -> message.versions().getFirst().text().contains("fails on"))
                .toList();
    }

    private Optional<Alert> open() {
        return scene.service.alerts().open(Scene.REPOSITORY, key);
    }

    private List<Alerts.AboutHost> record() {
        return scene.service.alerts().hosts(Scene.REPOSITORY, Alert.id(key), 0, 1000);
    }

    private String said(String words) {
        return chat.told(ChatScene.ADA, () -> chat.slack.mention(ChatScene.ADA.id(), EdgeService.CHANNEL, null, words));
    }

    @Test
    @Order(1)
    void aFailingPolicyIsOneMessageThatIsTakenBackWhenItPasses() {
        fails();
        assertThat(messages()).singleElement().satisfies(message -> {
            assertThat(message.text())
                    .contains(":warning: Policy " + policy + " (fleet default) fails on 1 host: " + host);
            assertThat(message.buttons()).hasSize(2);
        });
        later(Duration.ofMinutes(5));
        assertThat(messages())
                .singleElement()
                .satisfies(message -> assertThat(message.edits()).isZero());
        assertThat(record()).singleElement().satisfies(one -> {
            assertThat(one.name()).isEqualTo(host);
            assertThat(one.until()).isEmpty();
        });
        passes();
        assertThat(open()).isEmpty();
        assertThat(messages()).singleElement().satisfies(message -> {
            assertThat(message.text()).contains(":white_check_mark:", "passes again: 1 host in all.");
            assertThat(message.buttons()).isEmpty();
        });
        assertThat(record())
                .singleElement()
                .satisfies(one -> assertThat(one.until()).isPresent());
    }

    @Test
    @Order(2)
    void aRestartAndAnUnansweredCallOfSlackDoubleNothing() {
        chat.slack.faults().add(FaultRule.once("POST", "chat.postMessage", new Fault.DoneThenTimeout(Duration.ZERO)));
        fails();
        scene.restart();
        assertThat(open()).as("unread is not passing").isPresent();
        later(Duration.ofMinutes(2));
        later(Duration.ofMinutes(2));
        assertThat(messages()).hasSize(1);
        assertThat(scene.database(
                        "select * from events where body->>'kind' = 'alert-raised' and body->>'key' = '" + key + "'"))
                .hasSize(1);
        passes();
        assertThat(messages())
                .singleElement()
                .satisfies(message -> assertThat(message.text()).contains("passes again"));
    }

    @Test
    @Order(1)
    void whileFleetIsAwayNothingIsTakenBack() {
        fails();
        scene.fleet.down();
        for (int i = 0; i < 3; i++) {
            scene.time.advance(Duration.ofMinutes(5));
            scene.world.callRoll(Scene.DEFAULT);
            scene.tick();
        }
        scene.fleet.up();
        assertThat(open()).isPresent();
        later(Duration.ofMinutes(1));
        assertThat(open()).isPresent();
        assertThat(messages()).hasSize(1);
        passes();
    }

    @Test
    @Order(1)
    void whoHasItInHandStandsOnTheMessageForEverybody() {
        fails();
        var ts = messages().getFirst().ts();
        assertThat(chat.told(
                        ChatScene.DAN,
                        () -> chat.slack.click(ChatScene.DAN.id(), EdgeService.CHANNEL, ts, "alert-acknowledge")))
                .contains("does not have the role operator");
        assertThat(chat.told(
                        ChatScene.ADA,
                        () -> chat.slack.click(ChatScene.ADA.id(), EdgeService.CHANNEL, ts, "alert-acknowledge")))
                .contains("ada has " + Alert.id(key) + " in hand");
        chat.tell();
        assertThat(messages()).singleElement().satisfies(message -> {
            assertThat(message.current().blocks().toString()).contains("ada has it in hand");
            assertThat(message.buttons()).hasSize(1);
        });
        passes();
    }

    @Test
    @Order(1)
    void aSilenceOutlivesTheAlertAndWhatIsStillSoIsToldAfterIt() {
        fails();
        passes();
        assertThat(said("silence " + Alert.id(key) + " 2h a known flapper")).contains("ada silenced alert");
        fails();
        passes();
        fails();
        assertThat(messages()).as("nobody is told").hasSize(1);
        assertThat(record()).as("it is recorded all the same").hasSize(3);
        later(Duration.ofHours(2));
        assertThat(messages()).hasSize(2);
        var second = messages().getLast().ts();
        assertThat(chat.told(
                        ChatScene.ADA,
                        () -> chat.slack.click(ChatScene.ADA.id(), EdgeService.CHANNEL, second, "alert-silence")))
                .contains("ada silenced");
        chat.tell();
        assertThat(messages().getLast().current().blocks().toString()).contains(":mute: silenced until");
        assertThat(messages().getLast().buttons()).isEmpty();
        later(Duration.ofMinutes(121));
        assertThat(messages()).as("what is still so is told where it was told").hasSize(2);
        assertThat(messages().getLast().buttons()).hasSize(2);
        assertThat(messages().getLast().current().blocks().toString()).contains("came and went 2× in seven days");
        passes();
    }

    @Test
    @Order(1)
    void aSilencedHostAlertsNobodyUntilAnotherFailsToo() {
        assertThat(said("silence host:" + host + "x 1d it is being rebuilt"))
                .contains("No host " + host + "x is declared");
        fails();
        passes();
        assertThat(said("silence host:" + host + "x 1d it is being rebuilt")).contains("did you mean \"" + host + "\"");
        assertThat(said("silence host:" + host + " 1d it is being rebuilt")).contains("ada silenced host " + host);
        fails();
        assertThat(open()).get().satisfies(alert -> assertThat(alert.hosts()).isZero());
        assertThat(messages()).as("of the second time nobody is told").hasSize(1);
        int other = scene.fleet.enroll(FleetHost.ubuntu("other-" + number, "O" + number, "", "192.0.2.2"));
        scene.fleet.judge(other, policy, false);
        later(Duration.ofMinutes(2));
        assertThat(messages()).hasSize(2);
        assertThat(messages().getLast().text()).contains("fails on 1 host: other-" + number + ". 1 is silenced.");
        assertThat(said("unsilence host:" + host)).contains("ended the silence");
        later(Duration.ofMinutes(2));
        assertThat(messages().getLast().text()).contains("fails on 2 hosts");
        scene.fleet.judge(other, policy, true);
        passes();
    }

    @Test
    @Order(1)
    void aPolicyThatSomebodyDeletedInFleetAlertsNoMore() {
        fails();
        scene.delete("queries/p%d.yaml".formatted(number)).push();
        chat.settle();
        scene.fleet.deletePolicy(FleetSettings.PERSON, policy);
        later(Duration.ofMinutes(2));
        assertThat(open()).isEmpty();
        assertThat(messages())
                .singleElement()
                .satisfies(message -> assertThat(message.text()).contains("Gough does not look at this any more"));
    }

    @Test
    @Order(2)
    void whatFleetSaysByItselfIsOnlyAReasonToLookButLookedAtSoon() {
        scene.fleet.connect(chat.uri("/webhooks/fleet/" + EdgeService.WEBHOOK), 1000);
        scene.fleet.judge(id, policy, false);
        // Fleet counts who fails a policy once an hour; until then only its webhook knows.
        scene.fleet.countHosts(scene.fleet.policy(policy).orElseThrow().id(), 1, 0);
        later(Duration.ofMinutes(2));
        assertThat(open()).isEmpty();
        assertThat(scene.fleet.postFailingPolicies()).contains(202).doesNotContain(404);
        assertThat(open()).as("nobody signed that").isEmpty();
        scene.tick();
        assertThat(scene.world.areHostsHinted(Scene.DEFAULT)).isTrue();
        read();
        assertThat(scene.world.areHostsHinted(Scene.DEFAULT)).isFalse();
        assertThat(open()).get().satisfies(alert -> assertThat(alert.hosts()).isEqualTo(1));
        later(Duration.ofMinutes(2));
        assertThat(open()).as("what Fleet has counted takes nothing back").isPresent();
        scene.restart();
        later(Duration.ofMinutes(2));
        later(Duration.ofMinutes(2));
        assertThat(open()).as("nor does a restart").isPresent();
        assertThat(record())
                .singleElement()
                .satisfies(one -> assertThat(one.until()).isEmpty());
        scene.fleet.judge(id, policy, true);
        later(Duration.ofMinutes(2));
        assertThat(open()).as("read, and no host fails it").isEmpty();
    }

    @Test
    @Order(1)
    void whatOnlyFleetTellsIsOneAlertUntilSomebodyHasSeenIt() {
        scene.fleet.connect(chat.uri("/webhooks/fleet/" + EdgeService.WEBHOOK), 1000);
        var cve = "CVE-2026-1000" + number;
        for (int i = 0; i < 3; i++)
            assertThat(scene.fleet.postVulnerability(cve, true, List.of(id))).isEqualTo(202);
        read();
        var told = chat.slack.messages(EdgeService.CHANNEL).stream()
                .filter(message -> message.text().contains(cve))
                .toList();
        assertThat(told)
                .singleElement()
                .satisfies(message -> assertThat(message.text())
                        .contains(":rotating_light:", "known to be exploited", "1 host: " + host));
        assertThat(said("ack " + Alert.id("vulnerability default/" + cve))).contains("it is over");
        chat.tell();
        assertThat(scene.service.alerts().open(Scene.REPOSITORY, "vulnerability default/" + cve))
                .isEmpty();

        scene.fleet.note(FleetSettings.PERSON, "edited_agent_options", Map.of("global", "<!channel>"));
        scene.time.advance(Duration.ofSeconds(1));
        scene.fleet.note(FleetSettings.PERSON, "edited_agent_options", Map.of("team", "second"));
        assertThat(scene.fleet.postActivities()).contains(202);
        read();
        assertThat(chat.slack.messages(EdgeService.CHANNEL).getLast().text())
                .as("one after the other, none in place of another")
                .contains(
                        ":information_source:",
                        "Robin Admin, in fleet default: edited agent options",
                        "global: ",
                        "team: second")
                .doesNotContain("<!channel>");
    }

    @Test
    @Order(1)
    void vulnerabilitiesAreOneAlertThatCountsNoSilencedHostAndLastsWhileTheyAreTold() {
        scene.fleet.connect(chat.uri("/webhooks/fleet/" + EdgeService.WEBHOOK), 1000);
        var all = "vulnerabilities default";
        for (int i = 1; i <= 12; i++)
            assertThat(scene.fleet.postVulnerability("CVE-2026-200" + (10 + i), false, List.of(id)))
                    .isEqualTo(202);
        read();
        assertThat(chat.slack.messages(EdgeService.CHANNEL).stream()
                        .filter(message ->
                                message.text().contains("12 vulnerabilities are in software on 1 host: " + host)))
                .singleElement()
                .satisfies(message -> assertThat(message.text()).contains("and 2 more"));
        var before = expires(all);
        later(Duration.ofDays(1));
        scene.fleet.postVulnerability("CVE-2026-20011", false, List.of(id));
        assertThat(expires(all)).as("the same news").isAfter(before);

        assertThat(said("silence host:" + host + " 1d it is being rebuilt")).contains("ada silenced host");
        later(Duration.ofMinutes(2));
        assertThat(scene.service.alerts().open(Scene.REPOSITORY, all)).get().satisfies(alert -> {
            assertThat(alert.hosts()).isZero();
            assertThat(alert.text()).contains("1 is silenced.");
        });
        assertThat(said("ack " + Alert.id(all))).contains("it is over");
        assertThat(scene.database("select * from alert_parts where key = '%s'".formatted(all)))
                .isEmpty();
        scene.fleet.postVulnerability("CVE-2026-20011", false, List.of(id));
        later(Duration.ofMinutes(2));
        assertThat(scene.service.alerts().open(Scene.REPOSITORY, all))
                .as("somebody has seen that")
                .isEmpty();
    }

    // ---- what webhooks lose

    /** All that a list has is read; the calls that it took. */
    private static List<String> polled(Function<BackendName, Reading<Boolean>> list) {
        int before = scene.fleet.calls().size();
        for (int i = 0; list.apply(Scene.DEFAULT).equals(new Reading.Got<>(false)); i++)
            assertThat(i).isLessThan(100);
        var all = scene.fleet.calls();
        return all.subList(before, all.size()).stream()
                .map(call -> call.path().replaceFirst(".*/fleet/", "")
                        + (call.query().contains("vulnerability=") ? " of a vulnerability" : ""))
                .toList();
    }

    private static List<String> log() {
        return polled(scene.service.polls()::log);
    }

    private static List<String> vulnerabilities() {
        return polled(scene.service.polls()::vulnerabilities);
    }

    /** What is not found any more is not listed for longer than Fleet counts. */
    private static void vulnerabilitiesTwice() {
        scene.time.advance(Duration.ofHours(1));
        for (int i = 0; i < 2; i++) {
            scene.time.advance(Duration.ofMinutes(30));
            scene.fleet.countVulnerabilities();
            vulnerabilities();
        }
    }

    private static long parts(String key) {
        return (Long) scene.database("select count(*) as parts from alert_parts where key = '%s'".formatted(key))
                .getFirst()
                .get("parts");
    }

    private static Optional<Alert> alert(String key) {
        return scene.service.alerts().open(Scene.REPOSITORY, key);
    }

    private static void done(String what, String number) {
        scene.fleet.note(FleetSettings.PERSON, what, Map.of("number", number));
        scene.time.advance(Duration.ofMillis(1100));
    }

    @Test
    @Order(2)
    void whatWebhooksLoseIsReadFromTheLogAndADeedIsToldOnceHoweverItIsTold() {
        scene.database("delete from fleet_lists where list = 'log' returning fleet");
        done("transferred_hosts", "before");
        scene.fleet.connect(chat.uri("/webhooks/fleet/" + EdgeService.WEBHOOK), 1000);
        assertThat(log()).containsExactly("activities");
        assertThat(alert("activity default/transferred_hosts"))
                .as("what was done before is nobody's news")
                .isEmpty();

        done("transferred_hosts", "heard");
        assertThat(scene.fleet.postActivities()).containsOnly(202);
        scene.tick();
        assertThat(scene.service.polls().isLogHinted(Scene.DEFAULT)).isTrue();
        done("transferred_hosts", "lost");
        done("transferred_hosts", "twice");
        done("transferred_hosts", "twice");
        assertThat(log()).containsExactly("activities");
        assertThat(scene.service.polls().isLogHinted(Scene.DEFAULT)).isFalse();
        assertThat(parts("activity default/transferred_hosts")).isEqualTo(4);
        read();
        assertThat(chat.slack.messages(EdgeService.CHANNEL).stream()
                        .filter(message -> message.text().contains("transferred hosts")))
                .singleElement()
                .satisfies(message -> assertThat(message.text())
                        .containsSubsequence("number: twice", "number: twice", "number: lost", "number: heard"));

        assertThat(scene.fleet.postActivities()).as("and late").containsOnly(202);
        scene.restart();
        assertThat(log()).containsExactly("activities");
        assertThat(parts("activity default/transferred_hosts")).isEqualTo(4);
    }

    @Test
    @Order(2)
    void whatWasDoneWhileGoughWasDownIsReadPageByPageAndWhatIsTooMuchIsSaid() {
        scene.time.advance(Duration.ofMinutes(10));
        log();
        for (int i = 0; i < 25; i++) done("deleted_user", "u" + i);
        scene.fleetPage = 10;
        scene.restart();
        assertThat(log()).hasSize(3);
        assertThat(parts("activity default/deleted_user")).isEqualTo(25);
        assertThat(alert("activity default/unread")).isEmpty();

        for (int i = 0; i < 101; i++) done("created_user", "u" + i);
        assertThat(log()).hasSize(FleetLogPoll.MOST_PAGES);
        assertThat(parts("activity default/created_user")).isEqualTo(100);
        assertThat(alert("activity default/unread"))
                .get()
                .satisfies(alert ->
                        assertThat(alert.text()).contains("More was done in fleet default", "Fleet's own log"));
        assertThat(log()).as("and goes on from there, a minute before it").hasSize(6);
        assertThat(parts("activity default/created_user")).isEqualTo(100);
        scene.time.advance(Duration.ofMinutes(10));
        log();
        assertThat(log()).as("and nothing comes late any more").hasSize(1);

        scene.database("update fleet_lists set newest = newest + 1000000 where list = 'log' returning newest");
        assertThat(log()).hasSize(1);
        assertThat(alert("activity default/unread"))
                .get()
                .satisfies(alert -> assertThat(alert.text()).contains("begins anew"));
        done("deleted_team", "after");
        log();
        assertThat(alert("activity default/deleted_team")).isPresent();
        scene.fleetPage = 100;
        scene.restart();
    }

    @Test
    @Order(2)
    void anEntryThatBecomesVisibleLateIsTold() {
        var all = "activity default/deleted_host";
        log();
        done("deleted_host", "late");
        done("deleted_host", "early");
        log();
        assertThat(parts(all)).isEqualTo(2);
        // As if the one with the lower id had not been there.
        scene.database("delete from fleet_deeds where logged = (select max(logged) - 1 from fleet_deeds) returning id");
        scene.database("delete from alert_parts where words like '%number: late%' returning part");
        log();
        assertThat(parts(all)).isEqualTo(2);
        log();
        assertThat(parts(all)).isEqualTo(2);
    }

    @Test
    @Order(2)
    void whatWasReadOfAnotherServerCountsForNothing() {
        scene.time.advance(Duration.ofMinutes(10));
        log();
        vulnerabilities();
        var cve = "CVE-2026-6001";
        scene.fleet.find(cve, true, List.of(id));
        vulnerabilities();
        assertThat(said("ack " + Alert.id("vulnerability default/" + cve))).contains("it is over");
        scene.database(
                "insert into fleet_deeds (fleet, content, at, logged, noted_at) select 'default', 'old', '2100-01-01', newest + 1, '2100-01-01' from fleet_lists where list = 'log' returning id");
        scene.database(
                "insert into fleet_vulnerabilities (fleet, cve, told, exploited, at) values ('default', 'CVE-2020-1', true, false, now()) returning cve");
        scene.database("update fleet_lists set server = 'another' returning list");

        log();
        assertThat(alert("activity default/unread"))
                .get()
                .satisfies(alert -> assertThat(alert.text()).contains("Another server is fleet default now"));
        done("created_fleet", "of the new server");
        log();
        assertThat(alert("activity default/created_fleet"))
                .as("with an id that the old one had, too")
                .isPresent();
        vulnerabilities();
        assertThat(scene.database("select cve from fleet_vulnerabilities where cve = 'CVE-2020-1'"))
                .isEmpty();
        assertThat(alert("vulnerability default/" + cve)).isPresent();
        assertThat(said("ack " + Alert.id("activity default/unread"))).contains("it is over");
        scene.fleet.find(cve, true, List.of());
        vulnerabilitiesTwice();
        assertThat(alert("vulnerability default/" + cve)).isEmpty();
    }

    @Test
    @Order(2)
    void aListThatIsNeverReadToItsEndIsSaidAndWhatNobodyHeardOfForLongIsToldAgain() {
        scene.database("delete from alert_parts where key = 'activity default/unread' returning key");
        scene.database("delete from open_alerts where key = 'activity default/unread' returning key");
        vulnerabilities();
        var all = "vulnerabilities default";
        scene.fleet.find("CVE-2026-7001", false, List.of(id));
        vulnerabilities();
        assertThat(alert(all)).isPresent();
        var fault = scene.fleet.faults().add(FaultRule.always("GET", "vulnerabilities", Fault.Status.of(499, "{}")));
        vulnerabilities();
        assertThat(alert("activity default/unread")).as("it may be well soon").isEmpty();
        scene.time.advance(Duration.ofHours(7));
        vulnerabilities();
        assertThat(alert("activity default/unread"))
                .get()
                .satisfies(alert ->
                        assertThat(alert.text()).contains("Vulnerabilities in fleet default", "webhooks only"));

        scene.database("update alert_parts set expires = 'epoch' where key = '%s' returning part".formatted(all));
        scene.database("update open_alerts set expires = 'epoch' where key = '%s' returning key".formatted(all));
        read();
        assertThat(alert(all)).as("nothing was heard for long").isEmpty();
        scene.fleet.faults().remove(fault);
        vulnerabilities();
        assertThat(alert(all)).as("it is still so").isPresent();
        assertThat(alert("activity default/unread")).isEmpty();
        scene.fleet.find("CVE-2026-7001", false, List.of());
        vulnerabilitiesTwice();
        assertThat(alert(all)).isEmpty();
    }

    @Test
    @Order(2)
    void pagesThatWereWrittenOneAfterTheOtherAreOneListAndThoseOfTwoCountsAreNone() {
        vulnerabilities();
        scene.fleetPage = 10;
        scene.restart();
        var all = "vulnerabilities default";
        var cves =
                IntStream.range(0, 30).mapToObj(i -> "CVE-2026-80" + (10 + i)).toList();
        scene.fleet.find(cves, false, List.of(id));
        var polls = scene.service.polls();
        assertThat(polls.vulnerabilities(Scene.DEFAULT)).isEqualTo(new Reading.Got<>(false));
        scene.time.advance(Duration.ofHours(1));
        scene.fleet.countVulnerabilities();
        assertThat(polls.vulnerabilities(Scene.DEFAULT)).isInstanceOf(Reading.Missed.class);
        assertThat(vulnerabilities()).hasSize(3 + VulnerabilityPoll.MOST_READ);
        assertThat(alert(all)).get().satisfies(alert -> assertThat(alert.text()).contains("30 vulnerabilities are"));
        scene.fleetPage = 100;
        scene.restart();
        scene.fleet.find(cves, false, List.of());
        vulnerabilitiesTwice();
        assertThat(alert(all)).isEmpty();
    }

    @Test
    @Order(2)
    void thatGoughMayNotReadTheLogIsSaidOnceAndTakenBack() {
        scene.fleet.faults().add(FaultRule.times(3, "GET", "activities", Fault.Status.of(403, "{}")));
        assertThat(log()).isNotEmpty();
        var since = alert("activity default/unread").orElseThrow();
        assertThat(since.text()).contains("known from its webhooks only", "Give Gough's user a role that may");
        assertThat(said("ack " + Alert.id("activity default/unread"))).contains("it is over");
        log();
        log();
        assertThat(alert("activity default/unread")).as("said once").isEmpty();
        log();
        scene.fleet.faults().add(FaultRule.once("GET", "activities", Fault.Status.of(403, "{}")));
        log();
        assertThat(alert("activity default/unread")).isPresent();
        log();
        assertThat(alert("activity default/unread")).isEmpty();
    }

    @Test
    @Order(2)
    void whatFleetFindsNewlyIsToldWithItsHostsAndOverWhenItIsNotListedAnyMore() {
        scene.database("delete from fleet_lists where list = 'vulnerabilities' returning fleet");
        var all = "vulnerabilities default";
        int other = scene.fleet.enroll(FleetHost.ubuntu("other-" + number, "O" + number, "", "192.0.2.2"));
        scene.fleet.find(List.of("CVE-2025-3001", "CVE-2025-3002"), false, List.of(id, other));
        scene.fleet.find("CVE-2025-3003", true, List.of(other));
        assertThat(vulnerabilities()).containsExactly("vulnerabilities", "hosts of a vulnerability");
        assertThat(alert(all)).as("what was there is nobody's news").isEmpty();
        assertThat(alert("vulnerability default/CVE-2025-3003"))
                .get()
                .satisfies(alert -> assertThat(alert.text())
                        .contains("known to be exploited, is in software on 1 host: other-" + number)
                        .contains("over when Fleet does not list it any more"));

        scene.fleet.find(List.of("CVE-2026-3004", "CVE-2026-3005"), false, List.of(id));
        scene.fleet.find("CVE-2026-3004", false, List.of(id, other));
        assertThat(vulnerabilities()).hasSize(3);
        assertThat(alert(all)).get().satisfies(alert -> {
            assertThat(alert.hosts()).isEqualTo(2);
            assertThat(alert.text()).contains("2 vulnerabilities are", "CVE-2026-3004, CVE-2026-3005");
        });
        assertThat(vulnerabilities()).as("nothing is new").containsExactly("vulnerabilities");

        var since = alert(all).orElseThrow().since();
        for (int i = 0; i < 2; i++) {
            scene.time.advance(Duration.ofHours(1));
            scene.fleet.beginToCountVulnerabilities(i);
            vulnerabilities();
            assertThat(alert(all)).as("an older Fleet is counting").isPresent();
            scene.fleet.countVulnerabilities();
            vulnerabilities();
        }
        assertThat(alert(all))
                .get()
                .satisfies(alert -> assertThat(alert.since()).isEqualTo(since));

        scene.fleet.find("CVE-2026-3004", false, List.of());
        vulnerabilitiesTwice();
        assertThat(alert(all)).get().satisfies(alert -> {
            assertThat(alert.hosts()).as("the other one has nothing else").isEqualTo(1);
            assertThat(alert.text()).contains("1 vulnerability is", host).doesNotContain("CVE-2026-3004");
        });
        scene.fleet.find(List.of("CVE-2025-3001", "CVE-2025-3002", "CVE-2026-3005", "CVE-2025-3003"), false, List.of());
        vulnerabilitiesTwice();
        assertThat(alert(all)).isEmpty();
        assertThat(alert("vulnerability default/CVE-2025-3003")).isEmpty();
        assertThat(scene.service.alerts().alerts(Optional.of(Scene.REPOSITORY)))
                .filteredOn(alert -> alert.key().equals(all) && alert.resolved().isPresent())
                .first()
                .satisfies(alert -> assertThat(alert.resolved().orElseThrow().text())
                        .contains("Fleet default does not list any of them any more"));
    }

    @Test
    @Order(2)
    void whatAWebhookToldIsNotOverBeforeFleetHasCountedAndWhatSomebodyHasSeenStaysSeen() {
        vulnerabilities();
        scene.fleet.connect(chat.uri("/webhooks/fleet/" + EdgeService.WEBHOOK), 1000);
        var all = "vulnerabilities default";
        assertThat(scene.fleet.postVulnerability("CVE-2026-4001", false, List.of(id)))
                .isEqualTo(202);
        assertThat(scene.fleet.postVulnerability("CVE-2026-4002", false, List.of(id)))
                .isEqualTo(202);
        vulnerabilities();
        assertThat(alert(all)).as("Fleet has not counted yet").isPresent();
        scene.time.advance(Duration.ofHours(1));
        scene.fleet.find("CVE-2026-4001", false, List.of(id));
        vulnerabilities();
        assertThat(alert(all))
                .get()
                .satisfies(alert -> assertThat(alert.text())
                        .contains("1 vulnerability is", "CVE-2026-4001")
                        .doesNotContain("CVE-2026-4002"));

        assertThat(said("ack " + Alert.id(all))).contains("it is over");
        assertThat(vulnerabilities()).containsExactly("vulnerabilities");
        int other = scene.fleet.enroll(FleetHost.ubuntu("other-" + number, "O" + number, "", "192.0.2.2"));
        scene.fleet.postVulnerability("CVE-2026-4001", false, List.of(id, other));
        assertThat(alert(all)).as("somebody has seen that").isEmpty();
        scene.fleet.find("CVE-2026-4001", false, List.of());
        vulnerabilitiesTwice();
        scene.fleet.find("CVE-2026-4001", false, List.of(id));
        vulnerabilities();
        assertThat(alert(all)).as("it came again").isPresent();
        scene.fleet.find("CVE-2026-4001", false, List.of());
        vulnerabilitiesTwice();
        assertThat(alert(all)).isEmpty();
        scene.fleet.postVulnerability("CVE-2026-4002", false, List.of(id));
        assertThat(alert(all)).as("it was over, and is told in the same words").isPresent();
        vulnerabilitiesTwice();
        assertThat(alert(all)).isEmpty();
    }

    @Test
    @Order(2)
    void manyThatAreExploitedAtOnceAreNotAMessageEachAndTheirHostsAreReadInTurns() {
        vulnerabilities();
        var cves =
                IntStream.range(0, 30).mapToObj(i -> "CVE-2026-50" + (10 + i)).toList();
        scene.fleet.find(cves, true, List.of(id));
        assertThat(vulnerabilities()).hasSize(1 + VulnerabilityPoll.MOST_READ);
        assertThat(scene.service.alerts().alerts(Optional.of(Scene.REPOSITORY)))
                .filteredOn(alert -> alert.resolved().isEmpty() && alert.key().startsWith("vulnerability default"))
                .hasSize(21);
        assertThat(alert("vulnerability default"))
                .get()
                .satisfies(alert ->
                        assertThat(alert.text()).contains("10 more vulnerabilities are known to be exploited"));
        assertThat(vulnerabilities()).hasSize(11);
        assertThat(vulnerabilities()).hasSize(1);
        assertThat(said("ack " + Alert.id("vulnerability default/" + cves.getFirst())))
                .contains("it is over");
        scene.fleet.connect(chat.uri("/webhooks/fleet/" + EdgeService.WEBHOOK), 1000);
        scene.fleet.postVulnerability(cves.getLast(), true, List.of(id));
        assertThat(alert("vulnerability default/" + cves.getLast()))
                .as("it is one of the others")
                .isEmpty();
        scene.fleet.find(cves, true, List.of());
        vulnerabilitiesTwice();
        assertThat(scene.service.alerts().alerts(Optional.of(Scene.REPOSITORY)))
                .noneMatch(alert -> alert.resolved().isEmpty() && alert.key().startsWith("vulnerability default"));
    }

    private static java.time.Instant expires(String key) {
        return ((java.sql.Timestamp) scene.database("select expires from open_alerts where key = '%s'".formatted(key))
                        .getFirst()
                        .get("expires"))
                .toInstant();
    }

    @Test
    @Order(1)
    void aFailedChangeOfWhatIsNotDeclaredAnyMoreIsOver() {
        var database = scene.service.alerts();
        scene.database(
                "insert into open_alerts (repository, key, severity, text, since, changed_at) select repository, 'change host gone-%d', 'warning', 'x', now(), now() from repositories returning key"
                        .formatted(number));
        scene.database(
                "insert into open_alerts (repository, key, severity, text, since, changed_at) select repository, 'change %s', 'warning', 'x', now(), now() from repositories returning key"
                        .formatted(key));
        later(Duration.ofMinutes(2));
        assertThat(database.open(Scene.REPOSITORY, "change host gone-" + number))
                .isEmpty();
        assertThat(database.open(Scene.REPOSITORY, "change " + key))
                .as("what is declared may go on")
                .isPresent();
    }

    @Test
    @Order(1)
    void whatSomebodyChangedInFleetIsRevertedOrAcceptedByAButton() {
        var query = "uptime-" + number;
        var file = "queries/drift%d.yaml".formatted(number);
        scene.write(file, Scene.query(query, "SELECT 1 AS one")).push();
        chat.settle();
        scene.fleet.edit(FleetSettings.PERSON, query, HostAlertsTest::edited);
        chat.settle();
        assertThat(chat.question().buttons()).extracting(Button::text).containsExactly("Revert", "Accept", "Reject");
        assertThat(chat.question().current().blocks().toString()).contains("Robin Admin changed it");
        chat.told(ChatScene.BEN, ChatScene.REJECT);
        chat.settle();
        assertThat(scene.state()).isInstanceOf(RolloutState.Declined.class);
        assertThat(chat.question().buttons()).extracting(Button::text).containsExactly("Revert", "Accept");

        assertThat(chat.told(ChatScene.ADA, "drift-revert")).contains("ben said no", "only ben takes that back");
        assertThat(chat.told(ChatScene.BEN, "drift-revert")).contains("is looked at again");
        chat.settle();
        assertThat(scene.state()).as("it is asked, not done").isInstanceOf(RolloutState.AwaitingApproval.class);
        assertThat(scene.fleet.report(query).orElseThrow().fields().query()).isEqualTo("SELECT 2 AS two");

        assertThat(chat.told(ChatScene.NOBODY, "drift-accept")).contains("Only people");
        scene.world.forgetFleet(Scene.DEFAULT);
        assertThat(chat.told(ChatScene.BEN, "drift-accept")).contains("has not read query default/" + query);
        scene.sweep();
        var told = chat.told(ChatScene.BEN, "drift-accept");
        assertThat(told).contains("# query default/" + query + ": instead of the document at " + file);
        var document = told.substring(told.indexOf("```") + 4, told.lastIndexOf("```"));
        scene.write(file, document.replace("&gt;", ">").replace("&lt;", "<").replace("&amp;", "&"))
                .push();
        chat.settle();
        assertThat(scene.state()).isInstanceOf(RolloutState.InSync.class);
        assertThat(scene.fleet.report(query).orElseThrow().fields().query()).isEqualTo("SELECT 2 AS two");
    }

    private static ReportFields edited(ReportFields old) {
        return new ReportFields(
                old.name(),
                old.description(),
                "SELECT 2 AS two",
                old.fleetId(),
                old.interval(),
                old.platform(),
                old.minOsqueryVersion(),
                old.automationsEnabled(),
                old.logging(),
                old.observerCanRun(),
                old.discardData(),
                old.labelsIncludeAny(),
                old.labelsIncludeAll());
    }

    @Test
    @Order(3)
    void tenThousandFailuresAreOneMessageAllInTheRecordAndClear() {
        scene.fleetPage = 1000;
        scene.restart();
        long posts = chat.slack.count("chat.postMessage");
        long updates = chat.slack.count("chat.update");
        var all = new ArrayList<>(
                scene.fleet.enroll(9_999, n -> FleetHost.ubuntu("node-" + n, "N" + n, "", "192.0.2.3")));
        all.add(id);
        scene.fleet.judge(all, policy, false);
        later(Duration.ofMinutes(2));
        assertThat(messages())
                .singleElement()
                .satisfies(message -> assertThat(message.text()).contains("10,000 hosts"));
        assertThat(recorded("until is null")).isEqualTo(10_000);

        scene.fleet.judge(all.subList(0, 6_000), policy, true);
        later(Duration.ofMinutes(2));
        assertThat(messages())
                .singleElement()
                .satisfies(message -> assertThat(message.text()).contains("4,000 hosts"));
        assertThat(recorded("until is null")).isEqualTo(4_000);
        assertThat(recorded("until is not null")).isEqualTo(6_000);

        scene.fleet.judge(all, policy, true);
        later(Duration.ofMinutes(2));
        assertThat(open()).isEmpty();
        assertThat(recorded("until is not null")).as("none is lost").isEqualTo(10_000);
        assertThat(messages())
                .singleElement()
                .satisfies(message -> assertThat(message.text()).contains("passes again: 10,000 hosts in all."));
        assertThat(chat.slack.count("chat.postMessage") - posts).isEqualTo(1);
        assertThat(chat.slack.count("chat.update") - updates).isEqualTo(2);
    }

    private long recorded(String which) {
        return (Long) scene.database("select count(distinct host) as hosts from alert_hosts where key = '%s' and %s"
                        .formatted(key, which))
                .getFirst()
                .get("hosts");
    }
}
