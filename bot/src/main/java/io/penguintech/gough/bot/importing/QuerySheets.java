package io.penguintech.gough.bot.importing;

import io.penguintech.gough.reconcile.ObservedQuery;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Writes a Fleet's queries as documents that take them over. */
final class QuerySheets {
    private static final Pattern NAME = Pattern.compile("\\S([^\\p{Cntrl}]{0,253}\\S)?");

    private QuerySheets() {}

    /**
     * One query.
     *
     * @param name its name
     * @param document its document
     */
    record Sheet(String name, String document) {}

    /** By name. */
    static List<Sheet> of(Collection<ObservedQuery> queries, Remarks leftOut) {
        var sheets = new ArrayList<Sheet>();
        var names = new HashSet<String>();
        queries.stream().sorted(Comparator.comparing(ObservedQuery::name)).forEach(query -> {
            if (!NAME.matcher(query.name()).matches())
                leftOut.add(query.name(), "Its name is none that a document can say: rename it in Fleet.");
            else if (!names.add(query.name()))
                leftOut.add(
                        query.name(), "Fleet has several queries of this name, so no document can mean one of them.");
            else sheets.add(new Sheet(query.name(), Yamls.document("Query", query.name(), spec(query))));
        });
        return List.copyOf(sheets);
    }

    private static Map<String, Object> spec(ObservedQuery query) {
        var spec = new LinkedHashMap<String, Object>();
        if (!query.description().isBlank())
            spec.put("description", query.description().strip());
        spec.put("query", query.sql().strip());
        if (!query.platforms().isEmpty()) spec.put("platforms", List.copyOf(query.platforms()));
        if (!query.interval().isZero()) spec.put("interval", query.interval().toSeconds() + "s");
        spec.put("logging", query.logging());
        if (!query.minOsqueryVersion().isBlank())
            spec.put("minOsqueryVersion", query.minOsqueryVersion().strip());
        if (query.automationsEnabled()) spec.put("automationsEnabled", true);
        if (query.observerCanRun()) spec.put("observerCanRun", true);
        if (query.discardData()) spec.put("discardData", true);
        spec.put("adopt", true);
        return spec;
    }
}
