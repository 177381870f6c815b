package io.penguintech.gough.simulators.maas;

import io.penguintech.gough.simulators.fault.Answer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Which handler answers which path. In a pattern {@code *} stands for any one segment; a few paths of MAAS have no slash
 * at their end (source code, {@code urls_api.py}), all others need it (recorded).
 */
final class Routes {
    /** Paths and handler. */
    private record Route(List<String> pattern, boolean slash, Function<Request, MachinesApi.Priced> handler) {
        boolean matches(List<String> segments, boolean slashed) {
            if (slashed != slash || segments.size() != pattern.size()) {
                return false;
            }
            for (int i = 0; i < pattern.size(); i++) {
                var part = pattern.get(i);
                if (!part.equals("*") && !part.equals(segments.get(i))) {
                    return false;
                }
            }
            return true;
        }
    }

    private final Map<String, List<Route>> byFirst = new HashMap<>();

    /** A handler whose answers cost nothing. Routes added first win. */
    void add(String pattern, Function<Request, Answer> handler) {
        addPriced(pattern, request -> MachinesApi.Priced.free(handler.apply(request)));
    }

    void addPriced(String pattern, Function<Request, MachinesApi.Priced> handler) {
        var parts = List.of(pattern.split("/"));
        byFirst.computeIfAbsent(parts.getFirst(), any -> new ArrayList<>())
                .add(new Route(parts, pattern.endsWith("/"), handler));
    }

    Optional<Function<Request, MachinesApi.Priced>> find(List<String> segments, boolean slashed) {
        return byFirst.getOrDefault(segments.getFirst(), List.of()).stream()
                .filter(route -> route.matches(segments, slashed))
                .findFirst()
                .map(Route::handler);
    }
}
