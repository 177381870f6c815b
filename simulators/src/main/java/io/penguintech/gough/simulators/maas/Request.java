package io.penguintech.gough.simulators.maas;

import io.penguintech.gough.simulators.fault.Call;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * An API call with its operation found and its caller known.
 *
 * @param call as it came
 * @param user who calls
 * @param version what the region is
 * @param path path segments below {@code api/2.0/}, without a suffix {@code op-name}
 * @param op the operation, if one was named in query, form or path
 * @param fields the form of a POST or PUT, the query of the rest, without {@code op}
 */
record Request(
        Call call,
        MaasUser user,
        MaasVersion version,
        List<String> path,
        Optional<String> op,
        Map<String, List<String>> fields) {
    private static final Set<String> TRUE = Set.of("true", "1", "yes", "on", "t", "y");

    /** Verb and operation, for example {@code POST deploy}, or the verb alone. */
    String signature() {
        return op.map(name -> call.method() + " " + name).orElse(call.method());
    }

    boolean has(String name) {
        return fields.containsKey(name);
    }

    Optional<String> field(String name) {
        return fields.getOrDefault(name, List.of()).stream().findFirst();
    }

    String text(String name) {
        return field(name).orElse("");
    }

    List<String> all(String name) {
        return fields.getOrDefault(name, List.of());
    }

    /** Booleans are true, 1 or yes (source code). */
    boolean flag(String name) {
        return TRUE.contains(text(name).toLowerCase(Locale.ROOT));
    }

    /** A field that must be there (text source code). */
    String mandatory(String name) {
        return field(name).filter(text -> !text.isEmpty()).orElseThrow(() -> Refusal.bad("No provided " + name + "!"));
    }

    void requireAdmin() {
        if (!user.superuser()) {
            throw new Refusal(Answers.refused(403, version.adminsOnly()));
        }
    }

    Refusal noSuchOperation() {
        return Refusal.noSuchOperation(call.method(), op.orElse("None"));
    }
}
