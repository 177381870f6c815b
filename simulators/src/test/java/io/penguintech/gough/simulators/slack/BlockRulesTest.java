package io.penguintech.gough.simulators.slack;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.json.JsonMapper;

class BlockRulesTest {

    /** Blocks at a limit, the same blocks beyond it, and the complaint about the latter. */
    static Stream<Arguments> limits() {
        return Stream.of(
                limit(
                        "50 blocks",
                        i -> repeat(i, "{'type':'divider'}"),
                        50,
                        "no more than 50 items allowed",
                        "/blocks"),
                limit(
                        "section text",
                        i -> "{'type':'section','text':" + mrkdwn(i) + "}",
                        3000,
                        "must be less than 3001 characters",
                        "/blocks/0/text/text"),
                limit(
                        "field text",
                        i -> "{'type':'section','fields':[" + mrkdwn(i) + "]}",
                        2000,
                        "must be less than 2001 characters",
                        "/blocks/0/fields/0/text"),
                limit(
                        "fields",
                        i -> "{'type':'section','fields':[" + repeat(i, mrkdwn(1)) + "]}",
                        10,
                        "no more than 10 items allowed",
                        "/blocks/0/fields"),
                limit(
                        "header",
                        i -> "{'type':'header','text':" + plain(i) + "}",
                        150,
                        "must be less than 151 characters",
                        "/blocks/0/text/text"),
                limit(
                        "block id",
                        i -> "{'type':'divider','block_id':'" + x(i) + "'}",
                        255,
                        "must be less than 256 characters",
                        "/blocks/0/block_id"),
                limit(
                        "action id",
                        i -> actions(button("'action_id':'" + x(i) + "'")),
                        255,
                        "must be less than 256 characters",
                        "/blocks/0/elements/0/action_id"),
                limit(
                        "button value",
                        i -> actions(button("'value':'" + x(i) + "'")),
                        2000,
                        "must be less than 2001 characters",
                        "/blocks/0/elements/0/value"),
                limit(
                        "button text",
                        i -> actions("{'type':'button','text':" + plain(i) + "}"),
                        75,
                        "must be less than 76 characters",
                        "/blocks/0/elements/0/text/text"),
                limit(
                        "actions",
                        i -> actions(repeat(i, button("'value':'x'"))),
                        25,
                        "no more than 25 items allowed",
                        "/blocks/0/elements"),
                limit(
                        "context",
                        i -> "{'type':'context','elements':[" + repeat(i, mrkdwn(1)) + "]}",
                        10,
                        "no more than 10 items allowed",
                        "/blocks/0/elements"),
                limit(
                        "confirm title",
                        i -> actions(button("'confirm':" + confirm(i, 1, 1))),
                        100,
                        "must be less than 101 characters",
                        "/blocks/0/elements/0/confirm/title/text"),
                limit(
                        "confirm text",
                        i -> actions(button("'confirm':" + confirm(1, i, 1))),
                        300,
                        "must be less than 301 characters",
                        "/blocks/0/elements/0/confirm/text/text"),
                limit(
                        "confirm button",
                        i -> actions(button("'confirm':" + confirm(1, 1, i))),
                        30,
                        "must be less than 31 characters",
                        "/blocks/0/elements/0/confirm/confirm/text"),
                limit(
                        "select options",
                        i -> actions(select(repeat(i, option(5, 5)))),
                        100,
                        "no more than 100 items allowed",
                        "/blocks/0/elements/0/options"),
                limit(
                        "option text",
                        i -> actions(select(option(i, 5))),
                        75,
                        "must be less than 76 characters",
                        "/blocks/0/elements/0/options/0/text/text"),
                limit(
                        "option value",
                        i -> actions(select(option(5, i))),
                        150,
                        "must be less than 151 characters",
                        "/blocks/0/elements/0/options/0/value"),
                limit(
                        "markdown",
                        i -> "{'type':'markdown','text':'" + x(i) + "'}",
                        12_000,
                        "must be less than 12001 characters",
                        "/blocks/0/text"),
                limit(
                        "table rows",
                        i -> "{'type':'table','rows':[" + repeat(i, "[]") + "]}",
                        100,
                        "no more than 100 items allowed",
                        "/blocks/0/rows"),
                limit(
                        "table cells",
                        i -> "{'type':'table','rows':[[" + repeat(i, "{}") + "]]}",
                        20,
                        "no more than 20 items allowed",
                        "/blocks/0/rows/0"));
    }

    private static Arguments limit(
            String name, java.util.function.IntFunction<String> blocks, int max, String complaint, String pointer) {
        return Arguments.of(
                name, blocks.apply(max), blocks.apply(max + 1), complaint + " [json-pointer:" + pointer + "]");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("limits")
    void aLimitIsReachedButNotPassed(String name, String within, String beyond, String complaint) {
        assertThat(complaints(within)).isEmpty();
        assertThat(complaints(beyond)).containsExactly(complaint);
    }

    @Test
    void lengthsAreCodePoints() {
        var emoji = "\uD83D\uDE80";
        assertThat(complaints("{'type':'header','text':{'type':'plain_text','text':'" + emoji.repeat(150) + "'}}"))
                .isEmpty();
        assertThat(complaints("{'type':'header','text':{'type':'plain_text','text':'" + emoji.repeat(151) + "'}}"))
                .hasSize(1);
    }

    @Test
    void anActionIsUniqueInItsBlockOnly() {
        var yes = button("'action_id':'yes'");
        assertThat(complaints(actions(yes) + "," + actions(yes))).isEmpty();
        assertThat(complaints(actions(yes + "," + yes)))
                .containsExactly("`action_id` \"yes\" already exists [json-pointer:/blocks/0/elements/1/action_id]");
    }

    @Test
    void aBlockIdIsUniqueInTheMessage() {
        var block = "{'type':'divider','block_id':'a'}";
        assertThat(complaints(block + "," + block))
                .containsExactly("`block_id` \"a\" already exists [json-pointer:/blocks/1/block_id]");
    }

    @Test
    void theWrongKindOfThingIsRefused() {
        assertThat(complaints("{'type':'header','text':" + mrkdwn(1) + "}"))
                .containsExactly("unsupported type: mrkdwn [json-pointer:/blocks/0/text/type]");
        assertThat(complaints("{'type':'header','text':'x'}"))
                .containsExactly("must provide an object [json-pointer:/blocks/0/text]");
        assertThat(complaints("{'type':'section','text':{'type':'mrkdwn','text':''}}"))
                .containsExactly("must be more than 0 characters [json-pointer:/blocks/0/text/text]");
        assertThat(complaints("{'type':'input','label':" + plain(1) + "}"))
                .containsExactly("unsupported type: input [json-pointer:/blocks/0/type]");
        assertThat(complaints("{'type':'actions','elements':[]}"))
                .containsExactly("no fewer than 1 items allowed [json-pointer:/blocks/0/elements]");
        assertThat(complaints(actions("{'type':'lever'}")))
                .containsExactly("unsupported type: lever [json-pointer:/blocks/0/elements/0/type]");
        assertThat(complaints(actions(button("'style':'loud'"))))
                .containsExactly("invalid value for style [json-pointer:/blocks/0/elements/0/style]");
        assertThat(complaints(actions("{'type':'button'}")))
                .containsExactly("missing required field: text [json-pointer:/blocks/0/elements/0]");
        assertThat(complaints("{}")).containsExactly("unsupported type:  [json-pointer:/blocks/0/type]");
    }

    @Test
    void everyMistakeIsReported() {
        assertThat(complaints("{'type':'section'},{'type':'header'},{'type':'nonsense'}"))
                .hasSize(3);
    }

    @Test
    void aViewHasItsOwnLimits() {
        assertThat(view("'title':" + plain(24) + ",'private_metadata':'" + x(3000) + "'"))
                .isEmpty();
        assertThat(view("'title':" + plain(25) + ",'private_metadata':'" + x(3001) + "'"))
                .containsExactly(
                        "must be less than 25 characters [json-pointer:/view/title/text]",
                        "must be less than 3001 characters [json-pointer:/view/private_metadata]");
        assertThat(view("'x':1")).containsExactly("missing required field: title [json-pointer:/view]");
    }

    @Test
    void allTextOfAMessageHasALimitToo() {
        var section = "{'type':'section','text':" + mrkdwn(3000) + "}";
        assertThat(BlockRules.tooMuchText(json("[" + repeat(4, section) + "]"))).isFalse();
        assertThat(BlockRules.tooMuchText(json("[" + repeat(5, section) + "]"))).isTrue();
    }

    private static List<String> complaints(String blocks) {
        return BlockRules.complaintsAboutMessage(json("[" + blocks + "]"));
    }

    private static List<String> view(String fields) {
        return BlockRules.complaintsAboutView(json("{'type':'modal','blocks':[]," + fields + "}"));
    }

    private static tools.jackson.databind.JsonNode json(String text) {
        return JsonMapper.builder().build().readTree(text.replace('\'', '"'));
    }

    private static String x(int length) {
        return "x".repeat(length);
    }

    private static String repeat(int times, String item) {
        return IntStream.range(0, times).mapToObj(i -> item).collect(Collectors.joining(","));
    }

    private static String mrkdwn(int length) {
        return "{'type':'mrkdwn','text':'" + x(length) + "'}";
    }

    private static String plain(int length) {
        return "{'type':'plain_text','text':'" + x(length) + "'}";
    }

    private static String actions(String elements) {
        return "{'type':'actions','elements':[" + elements + "]}";
    }

    private static String button(String more) {
        return "{'type':'button','text':" + plain(3) + "," + more + "}";
    }

    private static String confirm(int title, int text, int button) {
        return "{'title':" + plain(title) + ",'text':" + mrkdwn(text) + ",'confirm':" + plain(button) + ",'deny':"
                + plain(2) + "}";
    }

    private static String select(String options) {
        return "{'type':'static_select','options':[" + options + "]}";
    }

    private static String option(int text, int value) {
        return "{'text':" + plain(text) + ",'value':'" + x(value) + "'}";
    }
}
