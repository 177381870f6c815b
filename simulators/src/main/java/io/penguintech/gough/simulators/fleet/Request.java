package io.penguintech.gough.simulators.fleet;

import io.penguintech.gough.simulators.fault.Call;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One authenticated request below {@code /api/VERSION/fleet}.
 *
 * @param call as it came
 * @param segments of the path behind {@code fleet}
 * @param user who is signed in
 * @param generation which names the server speaks
 */
record Request(Call call, List<String> segments, FleetUser user, Generation generation) {

    Body body() {
        return Body.parse(call.body().toByteArray(), generation);
    }

    int id(int position) {
        try {
            return Integer.parseInt(segments.get(position));
        } catch (NumberFormatException e) {
            throw Refusal.badRequest(
                    "strconv.ParseUint: parsing \"" + segments.get(position) + "\": value out of range");
        }
    }

    String name() {
        return segments.getLast();
    }

    Paging paging() {
        return Paging.of(call);
    }

    /** A query parameter that was renamed; 0 and absence are both null. */
    @Nullable
    Integer fleetId() {
        var old = call.queryValue("team_id");
        var fresh = generation == Generation.NEW ? call.queryValue("fleet_id") : Optional.<String>empty();
        if (old.isPresent() && fresh.isPresent()) {
            throw Refusal.badRequest(
                    "Conflicting field names: cannot specify both `team_id` (deprecated) and `fleet_id`"
                            + " in the same request");
        }
        try {
            var id = old.or(() -> fresh).filter(text -> !text.isEmpty()).map(Integer::valueOf);
            return id.filter(number -> number != 0).orElse(null);
        } catch (NumberFormatException e) {
            throw Refusal.badRequest("non-int fleet_id value");
        }
    }

    boolean flag(String name) {
        return call.queryValue(name)
                .filter(value -> value.equals("true") || value.equals("1"))
                .isPresent();
    }

    /** The keys single objects carry. */
    Json.Keys keys() {
        return generation == Generation.NEW ? Json.Keys.BOTH : Json.Keys.OLD;
    }
}
