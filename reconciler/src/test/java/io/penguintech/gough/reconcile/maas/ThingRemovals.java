package io.penguintech.gough.reconcile.maas;

import io.penguintech.gough.reconcile.http.CallListener;
import io.penguintech.gough.reconcile.http.Refused;
import io.penguintech.gough.schema.BackendName;
import io.penguintech.gough.schema.ThingKind;
import java.time.Clock;
import java.util.List;
import java.util.Random;

/** Deletes things of a region as somebody does who goes past Gough. */
final class ThingRemovals {
    private final MaasCalls calls;
    private final ThingWrites paths;

    ThingRemovals(MaasSettings settings) {
        var random = new Random();
        calls = new MaasCalls(
                new BackendName("default"),
                settings,
                new OAuth(ApiKey.parse(settings.apiKey()), Clock.systemUTC(), random),
                CallListener.NONE,
                random);
        paths = new ThingWrites(calls, new ThingReads(calls));
    }

    /** Whether the key is that of somebody who may do everything ({@code is_superuser}, recorded). */
    boolean isAdministrator() {
        try {
            var user = calls.readTree("whoami", "users/", Form.of("op", "whoami"), "tell who we are");
            return user.path("is_superuser").asBoolean(false);
        } catch (Refused refused) {
            throw new AssertionError(refused.failure());
        }
    }

    /** Deletes it; that it went with something else before is as good. */
    void remove(ThingKind kind, String id) {
        try {
            calls.write(
                    "delete-thing", "DELETE", paths.path(kind, id, "clean up"), Form.empty(), "clean up", List.of());
        } catch (Refused refused) {
            if (refused.status() != 404) throw new AssertionError(refused.failure());
        }
    }
}
