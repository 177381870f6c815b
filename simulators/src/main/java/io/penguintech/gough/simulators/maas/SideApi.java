package io.penguintech.gough.simulators.maas;

import io.penguintech.gough.simulators.fault.Answer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What stands beside the machines: SSH keys, notifications, package repositories (made, changed, deleted), scripts and
 * power types (read). Shapes recorded, rules source code.
 */
final class SideApi {
    private static final List<String> CATEGORIES = List.of("error", "warning", "success", "info");

    private final Map<String, Map<Integer, Map<String, @Nullable Object>>> keysByUser = new HashMap<>();
    private final Map<Integer, Map<String, @Nullable Object>> notifications = new TreeMap<>();
    private final Map<Integer, Map<String, @Nullable Object>> repositories = new TreeMap<>();
    private int last;

    SideApi() {
        repository("main_archive", "http://archive.ubuntu.com/ubuntu", List.of("amd64", "i386"));
        repository(
                "ports_archive", "http://ports.ubuntu.com/ubuntu-ports", List.of("armhf", "arm64", "ppc64el", "s390x"));
    }

    private Map<String, @Nullable Object> repository(String name, String url, List<String> arches) {
        int id = ++last;
        var made = Json.object()
                .with("name", name)
                .with("url", url)
                .with("distributions", List.of())
                .with("disabled_pockets", List.of())
                .with("disabled_components", List.of())
                .with("disable_sources", true)
                .with("components", List.of())
                .with("arches", arches)
                .with("key", "")
                .with("enabled", true)
                .with("id", id)
                .with("resource_uri", "/MAAS/api/2.0/package-repositories/" + id + "/")
                .map();
        repositories.put(id, made);
        return made;
    }

    /** The caller's own. 201 for a new key; the same one twice is refused. */
    Answer sshKeys(Request request) {
        var keys = keys(request);
        if (request.signature().equals("GET")) {
            return Answers.json(List.copyOf(keys.values()));
        }
        if (request.signature().equals("POST import")) {
            throw Refusal.notModelled("fetching SSH keys from elsewhere");
        }
        if (!request.signature().equals("POST")) {
            throw request.noSuchOperation();
        }
        var fields = new FormFields(request);
        var key = fields.required("key");
        if (!key.isEmpty() && !key.matches("(ssh-|ecdsa-)\\S+ \\S+.*")) {
            fields.error("key", "Invalid SSH public key.");
        } else if (keys.values().stream().anyMatch(each -> key.equals(each.get("key")))) {
            fields.error("key", "This key has already been added for this user.");
        }
        fields.refuseErrors();
        int id = ++last;
        var made = Json.object()
                .with("key", key)
                .with("keysource", "")
                .with("id", id)
                .with("resource_uri", "/MAAS/api/2.0/account/prefs/sshkeys/" + id + "/")
                .map();
        keys.put(id, made);
        return Answers.known(201, "application/json; charset=utf-8", PyJson.indented(made));
    }

    private Map<Integer, Map<String, @Nullable Object>> keys(Request request) {
        return keysByUser.computeIfAbsent(request.user().username(), any -> new TreeMap<>());
    }

    Answer sshKey(Request request) {
        return one(request, keys(request), request.path().get(3), "SSHKey");
    }

    /** One that has an {@code ident} replaces the older one with it (source code). */
    Answer notifications(Request request) {
        if (request.signature().equals("GET")) {
            return Answers.json(List.copyOf(notifications.values()));
        }
        if (!request.signature().equals("POST")) {
            throw request.noSuchOperation();
        }
        request.requireAdmin();
        var fields = new FormFields(request);
        var message = fields.required("message");
        var category = fields.word("category", CATEGORIES).orElse("info");
        fields.refuseErrors();
        var ident = request.field("ident").filter(text -> !text.isEmpty()).orElse(null);
        notifications.values().removeIf(each -> ident != null && ident.equals(each.get("ident")));
        int id = ++last;
        var made = Json.object()
                .with("ident", ident)
                .with("user", null)
                .with("users", request.flag("users"))
                .with("admins", request.flag("admins"))
                .with("message", message)
                .with("context", Map.of())
                .with("category", category)
                .with("dismissable", !request.has("dismissable") || request.flag("dismissable"))
                .with("id", id)
                .with("resource_uri", "/MAAS/api/2.0/notifications/" + id + "/")
                .map();
        notifications.put(id, made);
        return Answers.json(made);
    }

    Answer notification(Request request) {
        if (request.signature().equals("POST dismiss")) {
            var found = find(notifications, request.path().get(1), "Notification");
            if (!Boolean.TRUE.equals(found.get("dismissable"))) {
                throw Refusal.bad("Notification is not dismissable.");
            }
            notifications.values().remove(found);
            return Answers.known(200, "text/plain; charset=utf-8", "");
        }
        return one(request, notifications, request.path().get(1), "Notification");
    }

    Answer repositories(Request request) {
        if (request.signature().equals("GET")) {
            return Answers.json(List.copyOf(repositories.values()));
        }
        if (!request.signature().equals("POST")) {
            throw request.noSuchOperation();
        }
        request.requireAdmin();
        var fields = new FormFields(request);
        var name = fields.required("name");
        var url = fields.required("url");
        if (repositories.values().stream().anyMatch(each -> name.equals(each.get("name")))) {
            fields.error("name", "Package repository with this Name already exists.");
        }
        fields.refuseErrors();
        return Answers.json(repository(name, url, List.copyOf(request.all("arches"))));
    }

    Answer repository(Request request) {
        return one(request, repositories, request.path().get(1), "PackageRepository");
    }

    /** Texts and switches change by name, lists not. */
    private static Answer one(
            Request request, Map<Integer, Map<String, @Nullable Object>> all, String id, String model) {
        var found = find(all, id, model);
        switch (request.signature()) {
            case "GET" -> {}
            case "PUT" -> {
                request.requireAdmin();
                for (var field : request.fields().keySet()) {
                    switch (found.get(field)) {
                        case String text -> found.put(field, request.text(field));
                        case Boolean on -> found.put(field, request.flag(field));
                        case null, default -> {}
                    }
                }
            }
            case "DELETE" -> {
                all.values().remove(found);
                return Answers.gone();
            }
            default -> throw request.noSuchOperation();
        }
        return Answers.json(found);
    }

    private static Map<String, @Nullable Object> find(
            Map<Integer, Map<String, @Nullable Object>> all, String id, String model) {
        return all.entrySet().stream()
                .filter(entry -> entry.getKey().toString().equals(id))
                .findFirst()
                .orElseThrow(() -> Refusal.unknown(model))
                .getValue();
    }

    /** The built-in ones, by type if asked. */
    static Answer scripts(Request request) {
        if (!request.signature().equals("GET")) {
            throw Refusal.notModelled("adding scripts");
        }
        var type = request.text("type");
        return Answers.json(allScripts().stream()
                .filter(script -> type.isEmpty()
                        || type.equals(String.valueOf(script.get("type")))
                        || type.equals(kind(script.get("type"))))
                .toList());
    }

    private static String kind(@Nullable Object type) {
        return Objects.equals(type, 0L) ? "commissioning" : "testing";
    }

    static Answer script(Request request) {
        if (!request.signature().equals("GET")) {
            throw Refusal.notModelled("changing scripts");
        }
        return Answers.json(allScripts().stream()
                .filter(script -> request.path().get(1).equals(script.get("name")))
                .findFirst()
                .orElseThrow(() -> Refusal.unknown("Script")));
    }

    private static List<Map<String, @Nullable Object>> allScripts() {
        var all = new ArrayList<Map<String, @Nullable Object>>();
        for (var script : Shelf.read("scripts.json")) {
            long id = 1L + all.size();
            var history = Json.object()
                    .with("id", id)
                    .with("comment", "")
                    .with("created", "Sun, 22 Nov 2026 18:52:48 -0000")
                    .map();
            var copy = new LinkedHashMap<>(script);
            copy.put("history", List.of(history));
            copy.put("id", id);
            copy.put("resource_uri", "/MAAS/api/2.0/scripts/" + script.get("name"));
            all.add(copy);
        }
        return all;
    }

    /** What each power type needs; nova left in 3.7 (source code). */
    static Answer rackControllers(Request request) {
        if (!request.signature().equals("GET describe_power_types")) {
            throw Refusal.notModelled("rackcontrollers/");
        }
        return Answers.json(Shelf.read("power-types.json").stream()
                .filter(type ->
                        !"nova".equals(type.get("name")) || !request.version().atLeast(MaasVersion.V3_7))
                .toList());
    }
}
