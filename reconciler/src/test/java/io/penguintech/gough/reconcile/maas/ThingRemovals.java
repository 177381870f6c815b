package io.penguintech.gough.reconcile.maas;

import io.penguintech.gough.reconcile.http.CallListener;
import io.penguintech.gough.reconcile.http.Refused;
import io.penguintech.gough.schema.BackendName;
import io.penguintech.gough.schema.ThingKind;
import java.time.Clock;
import java.util.List;
import java.util.Random;

/** Deletes things of a region, and edits them, as somebody does who goes past Gough. */
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

    /** Does not let machines of these architectures boot in a subnet, which no document says. */
    void disableBooting(String subnet, String architectures) {
        try {
            var form = Form.of("disabled_boot_architectures", architectures);
            calls.write("update-thing", "PUT", path(subnet), form, "disable booting", List.of());
        } catch (Refused refused) {
            throw new AssertionError(refused.failure());
        }
    }

    /** Architectures whose machines do not boot in a subnet. */
    List<String> disabledBooting(String subnet) {
        try {
            var now = calls.readTree("read-subnet", path(subnet), Form.empty(), "look at a subnet");
            return now.path("disabled_boot_architectures")
                    .valueStream()
                    .map(name -> name.asString(""))
                    .toList();
        } catch (Refused refused) {
            throw new AssertionError(refused.failure());
        }
    }

    private String path(String subnet) throws Refused {
        return paths.path(ThingKind.SUBNET, subnet, "look at a subnet");
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
