package io.penguintech.gough.templates.cloudinit;

import io.penguintech.gough.schema.Tree;
import java.util.List;

/** Whether user data has a system enrol in a Fleet. */
final class Enrolling {
    /**
     * osquery's flags that name the secret ({@code --enroll_secret_path}, {@code --enroll_secret_env}), the settings of fleetd's
     * service ({@code ORBIT_ENROLL_SECRET}, {@code --enroll-secret}), and the package that {@code fleetctl package} makes (facts).
     */
    private static final List<String> SIGNS =
            List.of("enroll_secret", "ENROLL_SECRET", "enroll-secret", "fleet-osquery");

    private Enrolling() {}

    static boolean in(Contents contents) {
        return contents.config().filter(Enrolling::in).isPresent()
                || contents.scripts().stream().anyMatch(script -> in(script.text()));
    }

    private static boolean in(Tree tree) {
        return switch (tree) {
            case Tree.Mapping map -> map.entries().stream().anyMatch(entry -> in(entry.value()));
            case Tree.Seq list -> list.items().stream().anyMatch(Enrolling::in);
            case Tree.Scalar scalar -> scalar.value() instanceof String text && in(text);
            case Tree.SecretText secret -> in(String.valueOf(secret.plain()));
        };
    }

    private static boolean in(String text) {
        return SIGNS.stream().anyMatch(text::contains);
    }
}
