package io.penguintech.gough.bot.forge;

import io.penguintech.gough.bot.forge.Annotation.Level;
import io.penguintech.gough.reconcile.http.Refused;
import io.penguintech.gough.schema.VisibleText;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * Annotations as those of a check run, which GitHub takes of apps alone (docs.github.com, <i>REST API endpoints for check runs</i>):
 * fifty with a call, added to those there are, and none ever deleted. So other annotations of the same commit are another run,
 * and one that does not have all of its own yet is gone on with at the first that is missing. It is ended from the first call on.
 */
final class CheckRuns {
    private static final String NAME = "gough/diagnostics";
    private static final int AT_ONCE = 50;
    private static final int MOST = 200;
    private static final int LONGEST_TITLE = 255;
    /** GitHub takes 64 KB, people read less. */
    private static final int LONGEST_MESSAGE = 2_000;

    private final ForgeCalls calls;
    private final String repository;
    private final Listing.Paging paging;

    CheckRuns(ForgeCalls calls, String repository, Listing.Paging paging) {
        this.calls = calls;
        this.repository = repository;
        this.paging = paging;
    }

    /**
     * One of ours.
     *
     * @param key which annotations of which pull request it is to show
     * @param count how many it shows
     */
    private record Run(long id, String key, int count) {}

    /** Has {@code wanted} shown beside the pull request's newest commit; answers how many are. */
    int show(PullRequest pull, List<Annotation> wanted, String doing) throws Refused {
        var all = wanted.stream().limit(MOST).toList();
        var mine = "pr-%d-".formatted(pull.number());
        var key = mine + Digests.brief(all);
        var newest = newest(pull, mine, doing);
        if (newest.isEmpty() && all.isEmpty()) return 0;
        var known = newest.filter(one -> one.key().equals(key));
        var run = known.isPresent() ? known.get() : create(pull, key, all, doing);
        for (int there = known.isPresent() ? run.count() : AT_ONCE; there < all.size(); there += AT_ONCE)
            calls.write("check-run", "PATCH", repository + "check-runs/" + run.id(), next(all, there), doing);
        return all.size();
    }

    /** Another pull request may have the same commit: what is shown there is left alone. */
    private Optional<Run> newest(PullRequest pull, String mine, String doing) throws Refused {
        var app = calls.self().replaceFirst("\\[bot]$", "");
        var path = "%scommits/%s/check-runs?filter=all&check_name=%s"
                .formatted(repository, pull.head(), ForgeCalls.piece(NAME));
        var what = new Listing.What("check-runs", path, doing, answer -> answer.path("check_runs"));
        return new Listing(calls, what, paging)
                .all().stream()
                        .filter(node -> Fields.words(node.path("app"), "slug").equalsIgnoreCase(app))
                        .map(CheckRuns::run)
                        .filter(run -> run.key().startsWith(mine))
                        .max(Comparator.comparingLong(Run::id));
    }

    private static Run run(JsonNode node) {
        return new Run(
                Fields.number(node, "id"),
                Fields.words(node, "external_id"),
                Math.toIntExact(Fields.number(node.path("output"), "annotations_count")));
    }

    private Run create(PullRequest pull, String key, List<Annotation> all, String doing) throws Refused {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("name", NAME);
        fields.put("head_sha", pull.head().id());
        fields.put("external_id", key);
        fields.put("details_url", pull.page().toString());
        fields.putAll(next(all, 0));
        return run(calls.write("check-run", "POST", repository + "check-runs", fields, doing));
    }

    /** What comes after the first so many, and how it ends. */
    private static Map<String, Object> next(List<Annotation> all, int there) {
        int to = Math.min(all.size(), there + AT_ONCE);
        var fields = new LinkedHashMap<String, Object>();
        fields.put(
                "output",
                Map.of(
                        "title", title(all),
                        "summary", "The comment on the pull request says all of it, and what the plan is.",
                        "annotations",
                                all.subList(there, to).stream()
                                        .map(CheckRuns::json)
                                        .toList()));
        fields.put("status", "completed");
        fields.put("conclusion", conclusion(all));
        return fields;
    }

    private static Map<String, Object> json(Annotation one) {
        return Map.of(
                "path", one.file(),
                "start_line", one.line(),
                "end_line", one.line(),
                "annotation_level", one.level().name().toLowerCase(Locale.ROOT),
                "title", ForgeCalls.cut(VisibleText.line(one.title()), LONGEST_TITLE),
                "message", ForgeCalls.cut(VisibleText.line(one.text()), LONGEST_MESSAGE));
    }

    private static String title(List<Annotation> all) {
        var words = new ArrayList<String>();
        for (var level : Level.values()) {
            long count = all.stream().filter(one -> one.level() == level).count();
            var word = level == Level.FAILURE ? "error" : level.name().toLowerCase(Locale.ROOT);
            if (count > 0) words.add(count + " " + word + (count == 1 ? "" : "s"));
        }
        return words.isEmpty() ? "Nothing is wrong" : String.join(", ", words);
    }

    /** The status gough/plan says whether the head can be used: what may be a mistake need not be red. */
    private static String conclusion(List<Annotation> all) {
        if (all.isEmpty()) return "success";
        return all.stream().anyMatch(one -> one.level() == Level.FAILURE) ? "failure" : "neutral";
    }
}
