package io.penguintech.gough.templates.view;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class PagesTest {
    private static final Views VIEWS = new Views();

    static List<String> pages() {
        return List.of(
                VIEWS.statusPage(Samples.status()),
                VIEWS.hostsPage(Samples.hosts()),
                VIEWS.rolloutsPage(new RolloutsPageView(
                        Samples.frame(),
                        Samples.status().repositories().getFirst().latest(),
                        Optional.of("/rollouts?before=40"))),
                VIEWS.rolloutPage(Samples.rolloutPage()),
                VIEWS.auditPage(new AuditPageView(
                        Samples.frame(),
                        "ada",
                        "",
                        List.of(new AuditPageView.Alert(
                                "warning", "maas default cannot be read", new Moment("2026", "now"))),
                        List.of(new AuditPageView.Entry(
                                new Moment("2026", "now"), "ada", "approve r1", "accepted", "ada said yes", "")),
                        Optional.of("/audit?before=3"))),
                VIEWS.driftPage(new DriftPageView(
                        Samples.frame(),
                        Samples.plan().blocked(),
                        Samples.plan().findings(),
                        List.of(new AcceptedRow(
                                Samples.plan().findings().getFirst(),
                                "<i>ada</i>",
                                new Moment("2026", "now"),
                                "<b>fine</b>")))));
    }

    @ParameterizedTest
    @MethodSource("pages")
    void keepsItsOwnContentSecurityPolicy(String page) {
        assertThat(page).doesNotContain("style=", "javascript:").doesNotContainPattern("\\son[a-z]+=");
        assertThat(Pattern.compile("<script(?! src=\"/assets/)|<style")
                        .matcher(page)
                        .find())
                .isFalse();
        assertThat(Pattern.compile("(src|href)=\"(?!/|#|data:image/svg)")
                        .matcher(page)
                        .find())
                .isFalse();
    }

    @ParameterizedTest
    @MethodSource("pages")
    void closesWhatItOpens(String page) {
        for (var tag : List.of(
                "main", "table", "tr", "td", "th", "thead", "tbody", "section", "div", "ul", "li", "details", "p",
                "span")) assertThat(count(page, "<" + tag + "[ >]")).as(tag).isEqualTo(count(page, "</" + tag + ">"));
    }

    @ParameterizedTest
    @MethodSource("pages")
    void hasOneHeadingALanguageAndTablesThatCanBeReadAloud(String page) {
        assertThat(count(page, "<h1>")).isOne();
        assertThat(page).contains("<html lang=\"en\">", "<main id=\"main\"", "name=\"viewport\"");
        assertThat(count(page, "<table>")).isEqualTo(count(page, "<caption"));
        assertThat(page).doesNotContain("<th>");
    }

    @Test
    void showsHowEverythingIs() {
        assertThat(VIEWS.statusPage(Samples.status()))
                .contains("<strong>996</strong> in sync", "maas default", "connection refused", "aria-current=\"page\"")
                .contains(
                        "host st-02",
                        "host dk-03",
                        "1 of 2",
                        "3 deploy, 1 REINSTALL",
                        "title=\"" + Samples.DIGEST + "\"");
    }

    @Test
    void saysLoudlyThatItIsStopped() {
        var frame = new Frame(
                "",
                "",
                Optional.of("Ada: fire drill"),
                Optional.empty(),
                "0.1.0",
                Samples.frame().now());
        assertThat(VIEWS.driftPage(new DriftPageView(frame, List.of(), List.of(), List.of())))
                .contains("role=\"alert\"", "Ada: fire drill", "Nothing is blocked");
    }

    @Test
    void showsTheHostsThatWereAskedFor() {
        assertThat(VIEWS.hostsPage(Samples.hosts()))
                .contains("hv-24", "value=\"hv\"", "href=\"/hosts?after=hv-24\"", ">never<", "hosts/rack-a.yaml:12:1");
    }

    @Test
    void escapesEverythingForeign() {
        var evil = "\"><script>alert(1)</script><img src=x onerror=alert(1)>";
        var host = new HostsPageView.Host(
                evil, evil, evil, evil, evil, evil, evil, evil, evil, evil, Optional.empty(), evil);
        var frame = new Frame(evil, evil, Optional.of(evil), Optional.of(evil), evil, new Moment(evil, evil));
        var row = new RolloutRow(
                evil, evil, evil, evil, evil, evil, evil, evil, evil, evil, 1, 2, 3, 4, frame.now(), frame.now());
        var change = new PlanView.Change(
                evil,
                evil,
                "destructive",
                evil,
                evil,
                evil,
                evil,
                List.of(evil),
                List.of(new PlanView.Field(evil, Optional.of(evil), Optional.of(evil))));
        var plan = new PlanView(
                evil,
                evil,
                evil,
                Optional.of(frame.now()),
                List.of(change),
                List.of(new BlockedRow(evil, evil, false)),
                List.of(new FindingRow(evil, evil, evil, evil)),
                1);
        var pages = Stream.of(
                VIEWS.hostsPage(new HostsPageView(
                        frame,
                        new HostCounts(1, 1, 1, 1, 1, 1),
                        evil,
                        evil,
                        evil,
                        List.of(host),
                        Optional.of("/" + evil))),
                VIEWS.rolloutPage(new RolloutPageView(
                        frame,
                        row,
                        List.of(evil),
                        List.of(evil),
                        List.of(new RolloutPageView.Approval(evil, evil, frame.now(), frame.now(), evil)),
                        List.of(new RolloutPageView.Progress(evil, evil, evil, evil)),
                        List.of(evil),
                        List.of(new RolloutPageView.Difference(
                                evil, evil, frame.now(), List.of(new RolloutPageView.Row(evil, evil, evil)))),
                        Optional.of(plan))),
                VIEWS.auditPage(new AuditPageView(
                        frame,
                        evil,
                        evil,
                        List.of(new AuditPageView.Alert(evil, evil, frame.now())),
                        List.of(new AuditPageView.Entry(frame.now(), evil, evil, evil, evil, evil)),
                        Optional.of("/" + evil))),
                VIEWS.statusPage(new StatusPageView(
                        frame,
                        List.of(new StatusPageView.Repository(
                                evil,
                                evil,
                                evil,
                                evil,
                                evil,
                                Optional.of(evil),
                                Optional.of(frame.now()),
                                new HostCounts(1, 1, 1, 1, 1, 1),
                                List.of(new StatusPageView.Backend(evil, Optional.of(evil), Optional.empty())),
                                List.of(row),
                                plan.blocked(),
                                plan.findings(),
                                List.of(evil),
                                List.of(new RequestRow(
                                        12,
                                        evil,
                                        evil,
                                        evil,
                                        evil,
                                        frame.now(),
                                        evil,
                                        evil,
                                        Optional.of(frame.now()))))))));
        assertThat(pages).allSatisfy(page -> assertThat(page).doesNotContain("<script>", "<img"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"javascript:alert(1)", "//evil.example", "/\\\\evil.example", "https://evil.example", ""})
    void linksOnlyToItself(String address) {
        assertThatThrownBy(() -> new RolloutsPageView(Samples.frame(), List.of(), Optional.of(address)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void namesItsAssetsByTheirContent() {
        assertThat(Assets.ALL)
                .extracting(Assets.Asset::path)
                .allMatch(path -> path.matches("/assets/gough-[0-9a-f]{12}\\.(css|js)"));
        assertThat(VIEWS.statusPage(Samples.status())).contains(Assets.STYLE.path(), Assets.SCRIPT.path());
    }

    private static long count(String text, String pattern) {
        return Pattern.compile(pattern).matcher(text).results().count();
    }
}
