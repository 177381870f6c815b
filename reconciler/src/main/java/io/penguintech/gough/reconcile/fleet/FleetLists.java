package io.penguintech.gough.reconcile.fleet;

import io.penguintech.gough.reconcile.http.Refused;
import io.penguintech.gough.schema.FleetKind;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** Reads whole lists: queries in pages, policies and labels at once, as Fleet wants it (facts). */
final class FleetLists {
    /** A list that does not end is no list. */
    private static final int MOST_PAGES = 1000;

    private final FleetCalls calls;

    FleetLists(FleetCalls calls) {
        this.calls = calls;
    }

    /**
     * Everything of a kind.
     *
     * @param teamId of which team; 0 is for all hosts
     * @param search a parameter that narrows it, or empty text; a server that does not know it gives more
     */
    List<JsonNode> all(FleetKind kind, long teamId, String search, String doing) throws Refused {
        return switch (kind) {
            case QUERY -> pages(teamId, search, doing);
            case POLICY -> whole(kind, Routes.collection(kind, teamId, calls.dialect()) + parameters(search), doing);
            case LABEL -> whole(kind, "labels" + parameters(team(teamId)), doing);
        };
    }

    private static String parameters(String text) {
        return text.isEmpty() ? "" : "?" + text;
    }

    private String team(long teamId) throws Refused {
        return teamId == 0 ? "" : calls.dialect().teamId() + "=" + teamId;
    }

    private List<JsonNode> whole(FleetKind kind, String path, String doing) throws Refused {
        return Routes.list(kind, calls.read("list-" + kind.plural(), path, doing))
                .valueStream()
                .toList();
    }

    private List<JsonNode> pages(long teamId, String search, String doing) throws Refused {
        var found = new ArrayList<JsonNode>();
        var size = calls.settings().pageSize();
        var team = team(teamId);
        for (int page = 0; page < MOST_PAGES; page++) {
            var path = "%s?page=%d&per_page=%d&order_key=id&order_direction=asc%s%s"
                    .formatted(
                            calls.dialect().collection(),
                            page,
                            size,
                            team.isEmpty() ? "" : "&" + team,
                            search.isEmpty() ? "" : "&" + search);
            var answer = calls.read("list-queries", path, doing);
            var items = Dialect.list(answer);
            items.valueStream().forEach(found::add);
            if (last(answer.path("meta").path("has_next_results").asBoolean(items.size() == size), items.size()))
                return found;
        }
        throw new Refused(calls.failures().human(doing, "its list has more than " + MOST_PAGES + " pages."));
    }

    /** Some servers send no {@code meta}: then a short page is the last one; an empty page always is. */
    private static boolean last(boolean more, int items) {
        return !more || items == 0;
    }
}
