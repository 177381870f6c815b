package io.penguintech.gough.bot.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import io.penguintech.gough.bot.edge.EdgeService;
import io.penguintech.gough.bot.rollout.HostQuestions.Ask;
import io.penguintech.gough.bot.rollout.HostQuestions.Begun;
import io.penguintech.gough.bot.rollout.HostQuestions.What;
import io.penguintech.gough.simulators.fault.Fault;
import io.penguintech.gough.simulators.fault.FaultRule;
import io.penguintech.gough.simulators.fleet.FleetHost;
import io.penguintech.gough.simulators.fleet.LiveAnswer;
import io.penguintech.gough.simulators.slack.SlackUser;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** People ask running hosts: who may, who reads the answer, and what is written down. One service for all of them. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class HostQuestionsTest {
    /** As a number of its own: a moment may hold these digits. */
    private static final String ANSWER = "\\b471\\b";

    private static final String SQL = "SELECT pid FROM processes WHERE on_disk = 0";
    private static final String RULES = Scene.RULES + """
              questions:
                roles:
                  operator: {}
                  admin: {tables: [process_envs]}
                  security: {people: [dan], tables: [shadow]}
                perPerson: 12
                confirmAbove: 2
            """;

    private ChatScene chat;
    private Scene scene;

    @BeforeAll
    void start(@TempDir Path dir) {
        chat = new ChatScene(dir, RULES);
        scene = chat.scene;
        scene.write("queries/rootkits.yaml", Scene.query("No file behind it", SQL));
        for (int i = 1; i <= 3; i++) {
            var name = "alpha" + i;
            scene.newMachine(i);
            var document = Scene.host(name, i, "")
                    .replace("{name: %s}".formatted(name), "{name: %s, labels: {role: hv}}".formatted(name));
            scene.write("hosts/%s.yaml".formatted(name), document);
            int id = scene.fleet.enroll(FleetHost.ubuntu(name, "", "52:54:00:00:00:0" + i, "192.0.2." + i));
            scene.fleet.answer(id, SQL, LiveAnswer.rows("pid", "47" + i));
        }
        scene.push(Scene.ADA, "Three hosts").settle();
        assertThat(scene.approve(Scene.ben)).isInstanceOf(Verdict.Accepted.class);
        scene.settle();
        assertThat(scene.state()).isInstanceOf(RolloutState.Done.class);
    }

    @AfterAll
    void close() {
        chat.close();
    }

    private HostQuestions questions() {
        return scene.service.hostQuestions();
    }

    private Begun ask(Actor actor, String sql, String on, int hosts) {
        var number = hosts == 0 ? OptionalInt.empty() : OptionalInt.of(hosts);
        return questions().ask(Scene.REPOSITORY, new Ask(new What.Sql(sql), on, "a test", number), actor);
    }

    private HostQuestion answered(Actor actor, Begun begun) {
        assertThat(begun).isInstanceOf(Begun.Asking.class);
        return questions().ended(((Begun.Asking) begun).id(), actor).orElseThrow();
    }

    private static String refused(Begun begun) {
        assertThat(begun).isInstanceOf(Begun.Refused.class);
        return ((Begun.Refused) begun).why();
    }

    private String record() {
        return scene.service
                .ledger()
                .audit(new Ledger.Filter(
                        Optional.empty(), Optional.empty(), Optional.empty(), OptionalLong.empty(), 50))
                .toString();
    }

    @Test
    @Order(1)
    void manyHostsAnswerAndTheRecordHoldsTheQuestionAndNoAnswer() {
        var question = answered(Scene.ada, ask(Scene.ada, SQL, "label:role=hv", 3));
        assertThat(question.words()).isEqualTo("3 of 3 hosts answered, 3 rows");
        assertThat(question.answers().toString()).contains("pid=471", "pid=472", "pid=473");
        assertThat(record())
                .contains("ask-hosts", SQL, "which reads processes", "a test", "alpha1, alpha2, alpha3")
                .contains("3 of 3 hosts answered")
                .doesNotContainPattern(ANSWER);
        assertThat(scene.database("select * from audit").toString()).doesNotContainPattern(ANSWER);
    }

    @Test
    @Order(2)
    void oneHostIsAskedByTheNameOfADeclaredQueryAndAMisspeltOneIsGuessed() {
        var named = new Ask(new What.Named("no file behind it"), "alpha2", "", OptionalInt.empty());
        var question = answered(Scene.ada, questions().ask(Scene.REPOSITORY, named, Scene.ada));
        assertThat(question.answers().toString()).contains("pid=472");
        var wrong = new Ask(new What.Named("No file behind i"), "alpha2", "", OptionalInt.empty());
        assertThat(refused(questions().ask(Scene.REPOSITORY, wrong, Scene.ada)))
                .contains("did you mean \"No file behind it\"?");
        assertThat(refused(ask(Scene.ada, SQL, "alpa2", 0))).contains("did you mean \"alpha2\"?");
        assertThat(refused(ask(Scene.ada, "SELECT nmae FROM processes", "alpha2", 0)))
                .contains("1:8: Unknown column", "did you mean \"name\"?");
    }

    @Test
    @Order(3)
    void onlyWhoTheRulesNameMayAskAndOnlyWhatTheirRoleMayRead() {
        long asked = scene.fleet.asked(1);
        assertThat(refused(ask(Scene.stranger, SQL, "alpha1", 0))).contains("belongs to nobody");
        assertThat(refused(ask(Scene.ada, "SELECT * FROM shadow", "alpha1", 0))).contains("Table needs a role");
        assertThat(refused(ask(Scene.ada, "SELECT * FROM process_envs", "alpha1", 0)))
                .contains("Table needs a role");
        assertThat(refused(ask(Scene.dan, "SELECT * FROM process_envs", "alpha1", 0)))
                .contains("Table needs a role");
        assertThat(refused(ask(Scene.cyn, "SELECT * FROM curl WHERE url = 'http://x'", "alpha1", 0)))
                .contains("never asked for");
        assertThat(scene.fleet.asked(1)).as("none of these reached a host").isEqualTo(asked);
        assertThat(record()).contains("refused", "SELECT * FROM curl");
        answered(Scene.dan, ask(Scene.dan, "SELECT * FROM shadow", "alpha1", 0));
        answered(Scene.cyn, ask(Scene.cyn, "SELECT * FROM process_envs", "alpha1", 0));
        assertThat(questions().may(Scene.REPOSITORY, Scene.dan)).isTrue();
        assertThat(questions().may(Scene.REPOSITORY, Scene.stranger)).isFalse();
    }

    @Test
    @Order(4)
    void theAnswerIsForWhoeverAskedAndForAdmins() {
        var begun = ask(Scene.ada, SQL, "alpha1", 0);
        var id = answered(Scene.ada, begun).id();
        assertThat(questions().find(id, Scene.ben)).isEmpty();
        assertThat(questions().find(id, Scene.dan)).isEmpty();
        assertThat(questions().find(id, Scene.cyn)).isPresent();
        assertThat(chat.get(ChatScene.ADAS_TOKEN, "/api/v1/questions/" + id).body())
                .contains("\"state\":\"ended\"", "\"pid\":\"471\"");
        assertThat(chat.get(ChatScene.ADAS_TOKEN, "/api/v1/questions/q0").statusCode())
                .isEqualTo(404);
    }

    @Test
    @Order(5)
    void manyHostsAreAskedOnlyWhenTheirNumberIsSaid() {
        assertThat(refused(ask(Scene.ada, SQL, "label:role=hv", 0)))
                .isEqualTo("It is meant for 3 hosts, more than 2: say the number 3 too. Nobody was asked.");
        assertThat(refused(ask(Scene.ada, SQL, "label:role=hv", 2))).contains("for 3 hosts, not for 2");
    }

    @Test
    @Order(6)
    void hostsThatCannotAnswerAreNamed() {
        scene.fleet.change(3, scene.fleet.hosts().get(3).with(FleetHost.Status.OFFLINE));
        var question = answered(Scene.ada, ask(Scene.ada, SQL, "label:role=hv", 3));
        assertThat(question.words()).isEqualTo("2 of 3 hosts answered, 2 rows");
        assertThat(question.silent().toString()).contains("alpha3", "offline");
        scene.fleet.faults().add(FaultRule.once("GET", "/hosts", new Fault.Status(403, Map.of(), "{}")));
        var none = answered(Scene.ada, ask(Scene.ada, SQL, "label:role=hv", 3));
        assertThat(none.answered()).isZero();
        assertThat(none.notes().toString()).contains("HTTP 403", "role");
        scene.fleet.change(3, scene.fleet.hosts().get(3).with(FleetHost.Status.ONLINE));
    }

    @Test
    @Order(7)
    void theApiAnswersByAnIdAndSaysAllThatIsWrong() {
        var asked = chat.post(
                ChatScene.ADAS_TOKEN, "/api/v1/questions", "{\"sql\": \"%s\", \"on\": \"alpha1\"}".formatted(SQL));
        assertThat(asked.statusCode()).isEqualTo(202);
        assertThat(asked.body()).contains("\"id\":\"q");
        var both = "{\"sql\": \"SELECT 1\", \"query\": \"x\", \"on\": \"alpha1\"}";
        assertThat(chat.post(ChatScene.ADAS_TOKEN, "/api/v1/questions", both).statusCode())
                .isEqualTo(400);
        var wrong = chat.post(
                ChatScene.ADAS_TOKEN, "/api/v1/questions", "{\"sql\": \"SELECT a, b FROM users\", \"on\": \"alpha1\"}");
        assertThat(wrong.statusCode()).isEqualTo(409);
        assertThat(wrong.body()).contains("1:8: ", "1:11: ");
    }

    @Test
    @Order(8)
    void inSlackTheAnswerComesToThePersonAlone() {
        assertThat(said(ChatScene.BEN, "ask " + SQL + " on alpha1", "471"))
                .contains("1 of 1 host answered, 1 row", "```\nHOST    pid", "alpha1  471");
        assertThat(chat.slack.ephemerals(ChatScene.ADA.id()).toString()).doesNotContain("alpha1  471");
        assertThat(chat.slack.messages(EdgeService.CHANNEL).toString()).doesNotContain("471");
        assertThat(said(
                        ChatScene.BEN,
                        "ask \u201cSELECT pid FROM processes WHERE on_disk &lt; 1\u201d on label:role=hv 3",
                        "3 of 3"))
                .contains("0 rows");
        assertThat(said(ChatScene.BEN, "query No file behind it alpha2", "472")).contains("alpha2  472");
        assertThat(said(ChatScene.DAN, "help", "version")).contains("/gough ask SQL on HOST");
        assertThat(said(ChatScene.NOBODY, "help", "version")).doesNotContain("/gough ask");
        assertThat(said(ChatScene.NOBODY, "ask select 1 on alpha1", "no_entry")).contains("belongs to nobody");
    }

    @Test
    @Order(9)
    void aLongAnswerIsAFileForThePersonAlone() {
        var many = IntStream.range(1000, 2000).mapToObj(Integer::toString).toArray(String[]::new);
        scene.fleet.answer(1, SQL, LiveAnswer.rows("pid", many));
        assertThat(said(ChatScene.BEN, "ask " + SQL + " on alpha1", "too long")).contains("sent to you alone");
        var file = chat.slack.files().getLast();
        assertThat(file.content()).contains("alpha1  1999", "1 of 1 host answered, 1000 rows");
        assertThat(file.channels()).isEqualTo(List.of("D" + ChatScene.BEN.id().substring(1)));

        chat.slack
                .faults()
                .add(FaultRule.once(
                        "POST",
                        "files.getUploadURLExternal",
                        new Fault.Status(200, Map.of(), "{\"ok\":false,\"error\":\"missing_scope\"}")));
        assertThat(said(ChatScene.BEN, "ask " + SQL + " on alpha1", "too long"))
                .contains("did not get to you: Slack refuses: missing_", "`gough answers q");
        scene.fleet.answer(1, SQL, LiveAnswer.rows("pid", "471"));
    }

    @Test
    @Order(10)
    void whoAsksTooOftenWaits() {
        var why = "";
        for (int i = 0; i < 13 && why.isEmpty(); i++)
            switch (ask(Scene.cyn, SQL, "alpha1", 0)) {
                case Begun.Refused(var no) -> why = no;
                case Begun.Asking(var id, var _) ->
                    questions().ended(id, Scene.cyn).orElseThrow();
            }
        assertThat(why).contains("cyn asked 12 questions within an hour");
        scene.time.advance(Duration.ofHours(1));
        answered(Scene.cyn, ask(Scene.cyn, SQL, "alpha1", 0));
    }

    private static void pause() {
        try {
            Thread.sleep(30);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The first thing that is told to {@code user} alone after these words and holds {@code part}. */
    private String said(SlackUser user, String words, String part) {
        int seen = chat.slack.ephemerals(user.id()).size();
        chat.slack.postCommand(user.id(), "/gough", words);
        var deadline = Instant.now().plusSeconds(20);
        while (Instant.now().isBefore(deadline)) {
            var all = chat.slack.ephemerals(user.id());
            for (var one : all.subList(seen, all.size())) if (one.text().contains(part)) return one.text();
            pause();
        }
        throw new AssertionError(user.name() + " is not told " + part + ": " + chat.slack.ephemerals(user.id()));
    }
}
