package io.penguintech.gough.simulators.fleet;

import static io.penguintech.gough.simulators.fleet.FleetSettings.GOUGH;
import static io.penguintech.gough.simulators.fleet.FleetSettings.OBSERVER;
import static io.penguintech.gough.simulators.fleet.FleetSettings.PERSON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.penguintech.gough.simulators.fault.Fault;
import io.penguintech.gough.simulators.fault.FaultRule;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

class FleetStandInTest {

    private static final String UPTIME = "{'name':'uptime','query':'SELECT * FROM uptime','interval':300}";

    private FleetStandIn fleet;
    private FleetClient gough;
    private FleetClient observer;

    @BeforeEach
    void start() {
        open(Function.identity());
    }

    @AfterEach
    void stop() {
        gough.close();
        observer.close();
        fleet.close();
    }

    private void reopen(Function<FleetSettings, FleetSettings> change) {
        stop();
        open(change);
    }

    private void open(Function<FleetSettings, FleetSettings> change) {
        fleet = FleetStandIn.start(change.apply(FleetSettings.defaults()));
        gough = new FleetClient(fleet, GOUGH);
        observer = new FleetClient(fleet, OBSERVER);
    }

    @Nested
    class Names {

        @Test
        void aNewServerAnswersWithBothNames() {
            int id = gough.post("reports", UPTIME).json().at("/report/id").intValue();

            var one = gough.get("queries/" + id).json();
            assertThat(keys(one)).containsExactly("query", "report");
            assertThat(keys(one.get("report"))).contains("team_id", "fleet_id");

            var list = gough.get("/api/latest/fleet/reports").json();
            assertThat(keys(list))
                    .containsExactly(
                            "queries", "reports", "count", "inherited_query_count", "inherited_report_count", "meta");
            assertThat(keys(list.at("/queries/0"))).contains("team_id").doesNotContain("fleet_id");
            assertThat(keys(list.at("/reports/0"))).contains("fleet_id").doesNotContain("team_id");
            assertThat(gough.get("version").json().get("version").asString()).isEqualTo("4.86.2");
        }

        @Test
        void anOldServerKnowsOnlyTheOldNames() {
            reopen(settings -> settings.withGeneration(Generation.OLD));
            assertThat(gough.post("reports", UPTIME).status()).isEqualTo(404);
            assertThat(gough.get("spec/reports").status()).isEqualTo(404);
            assertThat(gough.get("fleets").status()).isEqualTo(404);

            var made = gough.post("queries", UPTIME);
            assertThat(keys(made.json())).containsExactly("query");
            assertThat(keys(made.json().get("query"))).contains("team_id").doesNotContain("fleet_id");
            assertThat(keys(gough.get("queries").json()))
                    .containsExactly("queries", "count", "inherited_query_count", "meta");
            assertThat(gough.get("version").json().get("version").asString()).isEqualTo("4.79.1");
            assertThat(keys(gough.get("config").json().get("server_settings"))).doesNotContain("report_cap");
        }

        @Test
        void bothNamesOfOneFieldTogetherAreRefused() {
            var answer = gough.post("reports", "{'name':'a','query':'b','team_id':null,'fleet_id':null}");
            assertThat(answer.status()).isEqualTo(400);
            assertThat(reason(answer))
                    .isEqualTo("Conflicting field names: cannot specify both `team_id` (deprecated) and `fleet_id`"
                            + " in the same request");
        }

        @Test
        void eitherNameOfAFieldIsUnderstood() {
            var servers = fleet.addFleet("Servers", "secret-1");
            gough.post("reports", "{'name':'a','query':'b','team_id':" + servers.id() + "}");
            gough.post("reports", "{'name':'b','query':'b','fleet_id':" + servers.id() + "}");
            assertThat(gough.get("reports?fleet_id=" + servers.id())
                            .json()
                            .get("count")
                            .intValue())
                    .isEqualTo(2);
            assertThat(gough.get("reports?team_id=" + servers.id())
                            .json()
                            .get("count")
                            .intValue())
                    .isEqualTo(2);
            assertThat(gough.get("reports?team_id=1&fleet_id=1").status()).isEqualTo(400);
        }
    }

    @Nested
    class People {

        @Test
        void nobodyGetsInWithoutAToken() {
            for (var user : List.of("", "wrong")) {
                try (var stranger = new FleetClient(fleet, new FleetUser(9, "x", "x", Role.ADMIN, false, user))) {
                    var answer = stranger.get("reports");
                    assertThat(answer.status()).isEqualTo(401);
                    assertThat(answer.json().get("message").asString())
                            .isIn("Authorization header required", "Authentication required");
                }
            }
            assertThat(fleet.reports()).isEmpty();
        }

        @Test
        void anObserverReadsButDoesNotWrite() {
            gough.post("reports", UPTIME);
            assertThat(observer.get("reports").status()).isEqualTo(200);
            var refused = observer.post("reports", "{'name':'x','query':'y'}");
            assertThat(refused.status()).isEqualTo(403);
            assertThat(refused.json().get("message").asString()).isEqualTo("forbidden");
            assertThat(observer.delete("reports/id/1").status()).isEqualTo(403);
            assertThat(observer.patch("reports/1", "{'query':'z'}").status()).isEqualTo(403);
            assertThat(observer.get("spec/enroll_secret").status()).isEqualTo(403);
            assertThat(fleet.report("uptime").orElseThrow().fields().query()).isEqualTo("SELECT * FROM uptime");
        }

        @Test
        void theGitopsRoleWritesButListsNeitherHostsNorActivities() {
            var robot = new FleetUser(7, "Robot", "robot@example.org", Role.GITOPS, true, "token-7");
            reopen(settings -> settings.withUser(robot));
            try (var client = new FleetClient(fleet, robot)) {
                assertThat(client.post("reports", UPTIME).status()).isEqualTo(200);
                assertThat(client.get("hosts").status()).isEqualTo(403);
                assertThat(client.get("activities").status()).isEqualTo(403);
            }
        }

        @Test
        void aPersonsEditIsLoggedUnderTheirName() {
            gough.post("reports", UPTIME);
            fleet.edit(PERSON, "uptime", fields -> fields.asking("SELECT 1"));

            var list = gough.get("activities?order_key=id&order_direction=desc&per_page=1")
                    .json();
            assertThat(list.at("/activities/0/type").asString()).isEqualTo("edited_saved_query");
            assertThat(list.at("/activities/0/actor_email").asString()).isEqualTo(PERSON.email());
            assertThat(list.at("/activities/0/details/team_id").intValue()).isEqualTo(-1);
            assertThat(list.at("/meta/has_next_results").booleanValue()).isTrue();
            assertThat(gough.get("reports/1").json().at("/query/query").asString())
                    .isEqualTo("SELECT 1");
        }

        @Test
        void tokensAreNotPrinted() {
            assertThat(FleetSettings.defaults().toString() + GOUGH).doesNotContain(GOUGH.token());
        }
    }

    @Nested
    class Writing {

        @Test
        void aReportIsMadeWithFleetsDefaults() {
            var made = gough.post("reports", "{'name':'x','query':'select 1'}");
            assertThat(made.status()).isEqualTo(200);
            var report = made.json().get("report");
            assertThat(report.get("logging").asString()).isEqualTo("snapshot");
            assertThat(report.get("interval").intValue()).isZero();
            assertThat(report.get("fleet_id").isNull()).isTrue();
            assertThat(report.get("labels_include_any").isNull()).isTrue();
            assertThat(report.get("author_email").asString()).isEqualTo(GOUGH.email());
            assertThat(report.get("created_at").asString()).isEqualTo("0001-01-01T00:00:00Z");
        }

        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                value = {
                    "{'name':'  ','query':'x'} | 400 | query payload verification: query name cannot be empty",
                    "{'name':'x','query':' '} | 400 | query payload verification: query's SQL query cannot be empty",
                    "{'query':'x'} | 400 | name and query fields are required",
                    "{'name':'x','query':'y','platform':'macos'} | 400 | query payload verification: query's platform"
                            + " must be a comma-separated list of 'darwin', 'linux', 'windows', and/or 'chrome' in a"
                            + " single string",
                    "{'name':'x','query':'y','logging':'loud'} | 400 | query payload verification: invalid value for"
                            + " logging: must be one of 'snapshot', 'differential', or 'differential_ignore_removals'",
                    "[] | 400 | Expected JSON Body",
                    "{'name':3,'query':'y'} | 400 | json: cannot decode field name as string",
                    "{'name':'x','query':'y','interval':-1} | 400 | json: cannot decode field interval as uint",
                    "{'name':'x','query':'y','fleet_id':77} | 404 | Team 77 was not found in the datastore",
                    "{'name':'x','query':'y','labels_include_any':['nope']} | 400 | some or all the labels provided"
                            + " don't exist: nope",
                },
                quoteCharacter = '`')
        void aWrongReportIsRefused(String body, int status, String reason) {
            var answer = gough.post("reports", body);
            assertThat(answer.status()).isEqualTo(status);
            assertThat(reason(answer)).isEqualTo(reason);
            assertThat(fleet.reports()).isEmpty();
        }

        @Test
        void aSecondReportOfTheSameNameIsRefused() {
            gough.post("reports", UPTIME);
            var again = gough.post("reports", "{'name':'UPTIME','query':'x'}");
            assertThat(again.status()).isEqualTo(409);
            assertThat(again.json().get("message").asString()).isEqualTo("Resource Already Exists");
            gough.post("reports", "{'name':'other','query':'x'}");
            assertThat(gough.patch("reports/2", "{'name':'uptime'}").status()).isEqualTo(409);
        }

        @Test
        void aPatchChangesOnlyWhatItNames() {
            gough.post("reports", UPTIME);
            var patched = gough.patch("reports/1", "{'description':'How long','platform':null}");
            assertThat(patched.status()).isEqualTo(200);
            var fields = fleet.report("uptime").orElseThrow().fields();
            assertThat(fields)
                    .isEqualTo(new ReportFields(
                            "uptime",
                            "How long",
                            "SELECT * FROM uptime",
                            null,
                            300,
                            "",
                            "",
                            false,
                            "snapshot",
                            false,
                            false,
                            List.of(),
                            List.of()));
            assertThat(gough.patch("reports/99", "{}").status()).isEqualTo(404);
        }

        @Test
        void labelsArePatchedWholeAndClearedByAnEmptyList() {
            fleet.addLabel("Docker hosts", "");
            gough.post("reports", "{'name':'x','query':'y','labels_include_any':['Docker hosts']}");
            gough.patch("reports/1", "{'labels_include_any':null}");
            assertThat(gough.get("reports/1")
                            .json()
                            .at("/report/labels_include_any/0/name")
                            .asString())
                    .isEqualTo("Docker hosts");
            gough.patch("reports/1", "{'labels_include_any':[]}");
            assertThat(fleet.report("x").orElseThrow().fields().labelsIncludeAny())
                    .isEmpty();
        }

        @Test
        void reportsAreDeletedByNameByIdAndTogether() {
            for (var name : List.of("a", "b", "c", "d")) {
                gough.post("reports", "{'name':'" + name + "','query':'x'}");
            }
            assertThat(gough.delete("reports/a").status()).isEqualTo(200);
            assertThat(gough.delete("reports/id/2").status()).isEqualTo(200);
            assertThat(gough.post("reports/delete", "{'ids':[3,99]}").status()).isEqualTo(404);
            assertThat(fleet.reports()).hasSize(2);
            assertThat(gough.post("reports/delete", "{'ids':[3,4]}")
                            .json()
                            .get("deleted")
                            .intValue())
                    .isEqualTo(2);
            assertThat(fleet.reports()).isEmpty();
            assertThat(gough.delete("reports/id/2").status()).isEqualTo(404);
        }

        @Test
        void anIdIsNeverUsedTwice() {
            gough.post("reports", UPTIME);
            gough.delete("reports/id/1");
            assertThat(gough.post("reports", UPTIME).json().at("/report/id").intValue())
                    .isEqualTo(2);
        }

        @Test
        void theBulkUpsertOverwritesAStrangersReport() {
            fleet.create(PERSON, ReportFields.of("uptime", "SELECT 1"));
            assertThat(gough.post("spec/reports", "{'specs':[{'name':'uptime','query':'SELECT 2'}]}")
                            .status())
                    .isEqualTo(200);
            var overwritten = fleet.report("uptime").orElseThrow();
            assertThat(overwritten.id()).isEqualTo(1);
            assertThat(overwritten.fields().query()).isEqualTo("SELECT 2");
            assertThat(overwritten.author()).isEqualTo(GOUGH);
            assertThat(fleet.activities().getLast().type()).isEqualTo("applied_spec_saved_query");
            assertThat(gough.get("spec/reports/uptime")
                            .json()
                            .at("/specs/query")
                            .asString())
                    .isEqualTo("SELECT 2");
        }

        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                quoteCharacter = '`',
                value = {
                    "{'query':'SELECT 2'} | true",
                    "{'discard_data':true} | true",
                    "{'logging':'differential'} | true",
                    "{'platform':'linux'} | true",
                    "{'min_osquery_version':'5.0.0'} | true",
                    "{'query':'SELECT * FROM uptime'} | false",
                    "{'description':'x','interval':60} | false",
                })
        void someEditsThrowStoredResultsAway(String patch, boolean lost) {
            gough.post("reports", UPTIME);
            int host = fleet.enroll(FleetHost.ubuntu("hv-01", "S1", "52:54:00:aa:bb:01", "192.0.2.1"));
            fleet.storeResults("uptime", host, List.of(Map.of("days", "3"), Map.of("days", "4")));
            assertThat(gough.get("reports/1/report")
                            .json()
                            .at("/results/1/columns/days")
                            .asString())
                    .isEqualTo("4");

            gough.patch("reports/1", patch);

            assertThat(fleet.storedRows("uptime")).isEqualTo(lost ? 0 : 2);
            assertThat(fleet.lostRows()).isEqualTo(lost ? 2 : 0);
        }
    }

    @Nested
    class Licence {

        @Test
        void aFreeServerRefusesFleetsAndLabels() {
            reopen(settings -> settings.withTier(Tier.FREE));
            assertThat(gough.get("config").json().at("/license/tier").asString())
                    .isEqualTo("free");
            assertThat(gough.get("fleets").status()).isEqualTo(402);
            fleet.addLabel("x", "");
            var answer = gough.post("reports", "{'name':'x','query':'y','labels_include_any':['x']}");
            assertThat(answer.status()).isEqualTo(402);
            assertThat(reason(answer)).isEqualTo("Requires Fleet Premium license");
        }

        @Test
        void aPremiumServerListsFleetsUnderBothNames() {
            fleet.addFleet("Servers", "secret-1");
            assertThat(gough.get("config").json().at("/license/tier").asString())
                    .isEqualTo("premium");
            assertThat(keys(gough.get("fleets").json())).containsExactly("fleets", "teams");
            assertThat(gough.get("fleets/1/secrets")
                            .json()
                            .at("/secrets/0/secret")
                            .asString())
                    .isEqualTo("secret-1");
        }
    }

    @Nested
    class Lists {

        @Test
        void reportsComeInPagesWithMeta() {
            IntStream.rangeClosed(1, 25).forEach(i -> fleet.create(GOUGH, ReportFields.of("q%02d".formatted(i), "x")));
            var first = gough.get("reports?page=0&per_page=10").json();
            assertThat(first.get("reports")).hasSize(10);
            assertThat(first.get("count").intValue()).isEqualTo(25);
            assertThat(first.at("/meta/has_next_results").booleanValue()).isTrue();
            assertThat(first.at("/meta/has_previous_results").booleanValue()).isFalse();
            var last = gough.get("reports?page=2&per_page=10").json();
            assertThat(last.get("reports")).hasSize(5);
            assertThat(last.at("/meta/has_next_results").booleanValue()).isFalse();
            assertThat(last.at("/meta/has_previous_results").booleanValue()).isTrue();
            assertThat(gough.get("reports").json().get("reports")).hasSize(25);
            assertThat(gough.get("reports?page=0").json().get("reports")).hasSize(20);
            assertThat(gough.get("reports?order_key=name&order_direction=desc")
                            .json()
                            .at("/reports/0/name")
                            .asString())
                    .isEqualTo("q25");
            assertThat(gough.get("reports?page=x").status()).isEqualTo(400);
            assertThat(gough.get("reports?order_key=evil").status()).isEqualTo(422);
        }

        @Test
        void reportsOfAFleetCanBringTheGlobalOnesAlong() {
            var servers = fleet.addFleet("Servers", "s");
            fleet.create(GOUGH, ReportFields.of("global", "x"));
            fleet.create(GOUGH, ReportFields.of("own", "x").in(servers.id()));
            assertThat(gough.get("reports").json().get("count").intValue()).isEqualTo(1);
            var merged = gough.get("reports?fleet_id=1&merge_inherited=true").json();
            assertThat(merged.get("count").intValue()).isEqualTo(2);
            assertThat(merged.get("inherited_report_count").intValue()).isEqualTo(1);
        }

        @Test
        void hostsComeInPagesWithoutMeta() {
            IntStream.rangeClosed(1, 5)
                    .forEach(i ->
                            fleet.enroll(FleetHost.ubuntu("h" + i, "S" + i, "52:54:00:00:00:0" + i, "192.0.2." + i)));
            var page = gough.get("hosts?page=1&per_page=2&order_key=id").json();
            assertThat(keys(page)).containsExactly("hosts");
            assertThat(page.at("/hosts/0/hostname").asString()).isEqualTo("h3");
            assertThat(gough.get("hosts?page=9&per_page=2").json().get("hosts")).isEmpty();
            assertThat(gough.get("hosts/identifier/S4").json().at("/host/id").intValue())
                    .isEqualTo(4);
            assertThat(gough.get("hosts/2").json().at("/host/primary_mac").asString())
                    .isEqualTo("52:54:00:00:00:02");
            assertThat(gough.get("hosts/identifier/none").status()).isEqualTo(404);
            fleet.change(1, fleet.hosts().get(1).with(FleetHost.Status.OFFLINE));
            assertThat(gough.get("hosts?status=offline").json().get("hosts")).hasSize(1);
            assertThat(gough.get("host_summary").json().get("online_count").intValue())
                    .isEqualTo(4);
            assertThat(gough.get("hosts/count").json().get("count").intValue()).isEqualTo(5);
        }

        @Test
        void policiesAreListedWithoutMetaAndVanishPastTheEnd() {
            fleet.addPolicy("disk", "select 1", "encrypt it", 3, 1);
            assertThat(keys(gough.get("global/policies").json())).containsExactly("policies");
            assertThat(gough.get("/api/latest/fleet/policies")
                            .json()
                            .at("/policies/0/failing_host_count")
                            .intValue())
                    .isEqualTo(1);
            assertThat(keys(gough.get("global/policies?page=3&per_page=5").json()))
                    .isEmpty();
            assertThat(gough.get("policies").status()).isEqualTo(404);
        }
    }

    @Nested
    class Trouble {

        @Test
        void aSwallowedAnswerLeavesTheReportMade() {
            fleet.faults().add(FaultRule.once("POST", "/reports", new Fault.DoneThenTimeout(Duration.ofMillis(20))));
            assertThatThrownBy(() -> gough.post("reports", UPTIME)).isInstanceOf(AssertionError.class);
            assertThat(fleet.reports()).hasSize(1);
            assertThat(fleet.writes()).isEqualTo(1);
        }

        @Test
        void aFleetThatIsDownIsNotReachedUntilItIsUp() {
            fleet.down();
            assertThatThrownBy(() -> gough.post("reports", UPTIME)).isInstanceOf(AssertionError.class);
            fleet.up();
            assertThat(gough.get("reports").json().get("count").intValue()).isZero();
        }

        @Test
        void peopleCanBeActedOverHttp() {
            gough.post("reports", UPTIME);
            var edited = gough.patch("/standin/fleet/reports/1?as=robin@example.org", "{'query':'SELECT 9'}");
            assertThat(edited.status()).isEqualTo(200);
            var state = gough.get("/standin/fleet/state").json();
            assertThat(state.at("/reports/0/query").asString()).isEqualTo("SELECT 9");
            assertThat(state.at("/activities/1/actor").asString()).isEqualTo("robin@example.org");
            assertThat(gough.patch("/standin/fleet/reports/1?as=nobody", "{}").status())
                    .isEqualTo(400);
            assertThat(gough.post("/standin/fleet/hosts", "{'hostname':'h1','serial':'S1'}")
                            .status())
                    .isEqualTo(200);
            assertThat(gough.delete("/standin/fleet/reports/1?as=robin@example.org")
                            .status())
                    .isEqualTo(204);
            assertThat(fleet.reports()).isEmpty();
            assertThat(fleet.writes()).isEqualTo(1);
        }

        @Test
        void aWrongMethodIsNotAWrongPath() {
            assertThat(gough.call("PUT", "reports", "{}").status()).isEqualTo(405);
            assertThat(gough.get("nothing").status()).isEqualTo(404);
            assertThat(gough.get("/api/v9/fleet/reports").status()).isEqualTo(404);
            assertThat(gough.get("/healthz").status()).isEqualTo(200);
        }
    }

    private static List<String> keys(JsonNode node) {
        return List.copyOf(node.propertyNames());
    }

    private static String reason(FleetClient.Reply answer) {
        return answer.json().at("/errors/0/reason").asString();
    }
}
