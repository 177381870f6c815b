package io.penguintech.gough.simulators.forge;

import io.penguintech.gough.simulators.fault.Answer;
import io.penguintech.gough.simulators.fault.Call;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;

/**
 * Cuts lists into pages and links them, as all three forges do.
 *
 * @param url the stand-in's own address
 * @param size the query parameter that asks for a size
 * @param usual how long a page is when nobody asks
 * @param most how long it is at most, whoever asks
 * @param count the header that tells how many there are; empty for none
 */
record Pages(String url, String size, int usual, int most, String count) {
    /** One page of {@code things}, and where the others are. */
    <T> Answer of(Call call, List<T> things, Function<T, JsonNode> rendered) {
        int length = Math.min(number(call, size, usual), most);
        int page = number(call, "page", 1);
        int from = Math.min((page - 1) * length, things.size());
        int to = Math.min(from + length, things.size());
        var answer = counted(things.size(), things.subList(from, to), rendered);
        var links = new ArrayList<String>();
        if (to < things.size()) {
            links.add(link(call, page + 1, "next"));
            links.add(link(call, (things.size() + length - 1) / length, "last"));
        }
        if (page > 1) {
            links.add(link(call, page - 1, "prev"));
            links.add(link(call, 1, "first"));
        }
        return links.isEmpty() ? answer : answer.withHeader("Link", String.join(", ", links));
    }

    /** A page, and how many things there are altogether. */
    private <T> Answer counted(int altogether, List<T> page, Function<T, JsonNode> rendered) {
        var body = Json.array();
        page.forEach(thing -> body.add(rendered.apply(thing)));
        var answer = Answer.json(200, Json.text(body));
        return count.isEmpty() ? answer : answer.withHeader(count, Integer.toString(altogether));
    }

    private static int number(Call call, String name, int otherwise) {
        return call.queryValue(name)
                .filter(text -> text.matches("[1-9]\\d{0,5}"))
                .map(Integer::parseInt)
                .orElse(otherwise);
    }

    private String link(Call call, int page, String rel) {
        var query = call.rawQuery().replaceAll("(^|&)page=[^&]*", "");
        return "<%s%s?%s&page=%d>; rel=\"%s\"".formatted(url, call.path(), query, page, rel);
    }
}
