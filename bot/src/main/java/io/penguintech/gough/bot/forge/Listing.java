package io.penguintech.gough.bot.forge;

import io.penguintech.gough.reconcile.http.Exchange;
import io.penguintech.gough.reconcile.http.Refused;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/**
 * One reading of one list, pages followed by number. Strangers write what is in it, as much as the forge lets them, and nobody
 * else may become unheard by that: a page that is longer than an answer may be is read in smaller ones, a thing that is longer
 * than that alone is left out, and calls are counted.
 */
final class Listing {
    private static final int MOST_PAGES = 100;
    private static final int MOST_CALLS = 200;
    private static final int PIECES = 5;
    private static final Pattern LAST = Pattern.compile("[?&]page=([0-9]{1,9})(?:&[^>]*)?>\\s*;\\s*rel=\"last\"");

    private final ForgeCalls calls;
    private final What what;
    private final Paging paging;
    private int made;
    private int seen;

    /**
     * What is listed.
     *
     * @param path with or without a query
     * @param in finds the things in an answer
     */
    record What(String operation, String path, String doing, Function<JsonNode, JsonNode> in) {}

    /**
     * How a forge cuts lists into pages.
     *
     * @param word what asks for a size
     * @param size how many things a page is asked to have
     * @param full how many things fill a page, after which another is asked for whatever the answer says of it: GitLab answers
     *     that nothing changed (304) when a full page is followed by another since
     */
    record Paging(String word, int size, int full) {}

    /**
     * What is known of a page that was read.
     *
     * @param more whether there may be another one
     * @param last how many things there are at most, where the answer names the last page; else 0
     */
    private record Page(boolean more, int last) {
        static final Page NOTHING = new Page(false, 0);
    }

    Listing(ForgeCalls calls, What what, Paging paging) {
        this.calls = calls;
        this.what = what;
        this.paging = paging;
    }

    /** All things, in the order of the list. */
    List<JsonNode> all() throws Refused {
        var all = new ArrayList<JsonNode>();
        for (int page = 1; page <= MOST_PAGES && !isTooMuch(); page++)
            if (!page(paging.size(), page, false, all::add).more()) return all;
        throw calls.failures().human(what.doing(), "there are more than %d pages of them".formatted(MOST_PAGES));
    }

    /** The first things of a list, as many as fit on a page. */
    List<JsonNode> first() throws Refused {
        var first = new ArrayList<JsonNode>();
        page(paging.size(), 1, false, first::add);
        return first;
    }

    /** The things of a list that begins with the newest; of endless ones the newest. */
    void newestFirst(Consumer<JsonNode> each) throws Refused {
        for (int page = 1; page(paging.size(), page, false, each).more(); page++) if (isTooMuch()) return;
    }

    /** The things of a list that ends with the newest, in no order; of endless ones the newest. */
    void newestLast(Consumer<JsonNode> each) throws Refused {
        var first = page(paging.size(), 1, true, each);
        int last = Math.max(1, (first.last() + paging.size() - 1) / paging.size());
        // Which page is the last one may have been said before others followed: the first one need not have changed
        // since.
        boolean more =
                last == 1 ? first.more() : page(paging.size(), last, true, each).more();
        for (int page = last + 1; more && !isTooMuch(); page++)
            more = page(paging.size(), page, false, each).more();
        for (int page = last - 1; page > 1 && !isTooMuch(); page--) page(paging.size(), page, true, each);
    }

    /**
     * The things of a list without pages that were written or edited between two moments, in no order; of endless ones the newest.
     *
     * @param from in seconds since 1970
     */
    void between(long from, long to, Consumer<JsonNode> each) throws Refused {
        if (isTooMuch()) return;
        var span = "since=%s&before=%s".formatted(Instant.ofEpochSecond(from), Instant.ofEpochSecond(to));
        var answer = answer(span);
        if (answer.isPresent()) {
            things(answer.get()).forEach(each);
            return;
        }
        if (from >= to) return;
        long middle = from + (to - from) / 2;
        between(middle + 1, to, each);
        between(from, middle, each);
    }

    /** The things of a list without pages; whether it was short enough for one answer. */
    boolean whole(Consumer<JsonNode> each) throws Refused {
        var answer = answer("");
        answer.ifPresent(all -> things(all).forEach(each));
        return answer.isPresent();
    }

    private boolean isTooMuch() {
        return made >= MOST_CALLS;
    }

    private Page page(int size, int number, boolean backwards, Consumer<JsonNode> each) throws Refused {
        if (isTooMuch()) return Page.NOTHING;
        var answer = answer("%s=%d&page=%d".formatted(paging.word(), size, number));
        if (answer.isPresent()) return page(answer.get(), size, each);
        return size == 1 ? new Page(true, 0) : pieces(size, number, backwards, each);
    }

    private Page pieces(int size, int number, boolean backwards, Consumer<JsonNode> each) throws Refused {
        int pieces = size % PIECES == 0 ? PIECES : size;
        int last = 0;
        boolean more = true;
        for (int i = 1; i <= pieces; i++) {
            int piece = (number - 1) * pieces + (backwards ? pieces + 1 - i : i);
            var read = page(size / pieces, piece, backwards, each);
            last = Math.max(last, read.last());
            // Read backwards, the first pieces may be behind the end.
            if (!read.more() && !backwards) return new Page(false, last);
            if (i == 1) more = read.more();
        }
        return new Page(more, last);
    }

    private Page page(Exchange.Answered answer, int size, Consumer<JsonNode> each) {
        var things = things(answer);
        things.forEach(each);
        seen += things.size();
        var last = LAST.matcher(answer.header("Link").orElse(""));
        boolean full = things.size() >= Math.min(size, paging.full());
        boolean more = !things.isEmpty() && ((full && paging.full() < Integer.MAX_VALUE) || isMore(answer));
        return new Page(more, last.find() ? Integer.parseInt(last.group(1)) * size : 0);
    }

    /** All three name the next page; Gitea says of some lists only how long they are. */
    private boolean isMore(Exchange.Answered answer) {
        var links = answer.header("Link");
        if (links.isPresent()) return links.get().contains("rel=\"next\"");
        return answer.header("X-Total-Count")
                .filter(text -> text.matches("\\d{1,9}"))
                .filter(text -> Integer.parseInt(text) > seen)
                .isPresent();
    }

    private Optional<Exchange.Answered> answer(String more) throws Refused {
        made++;
        var path = more.isEmpty() ? what.path() : what.path() + (what.path().contains("?") ? "&" : "?") + more;
        return calls.fitting(what.operation(), path, what.doing());
    }

    private JsonNode things(Exchange.Answered answer) {
        var things = what.in().apply(ForgeCalls.tree(answer.body()));
        if (!things.isArray() && !things.isNull()) throw new Fields.Malformed("list");
        return things;
    }
}
