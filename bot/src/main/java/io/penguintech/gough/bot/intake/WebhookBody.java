package io.penguintech.gough.bot.intake;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.json.JsonMapper;

/**
 * The body of a call, as far as it matters: what it is about, nothing of what it says.
 *
 * @param ref the full name of the branch that was pushed, which all three forges call ref; empty text for any other event
 * @param pullRequest the number of the pull request that something happened to, or on; empty for any other event
 */
record WebhookBody(String ref, OptionalLong pullRequest) {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Set<String> PARTS = Set.of("pull_request", "issue", "object_attributes", "merge_request");
    private static final Set<String> KEYS = Set.of(
            "ref",
            "object_kind",
            "pull_request.number",
            "issue.number",
            "issue.pull_request",
            "object_attributes.iid",
            "merge_request.iid");

    /** Reads it; empty when it is no object of JSON. Nothing else of it is kept. */
    static Optional<WebhookBody> read(byte[] body) {
        try (var json = JSON.createParser(body)) {
            if (json.nextToken() != JsonToken.START_OBJECT) return Optional.empty();
            var found = new HashMap<String, String>();
            object(json, "", found);
            return json.nextToken() == null ? Optional.of(of(found)) : Optional.empty();
        } catch (JacksonException notJson) {
            return Optional.empty();
        }
    }

    /** Keeps what stands at the top, and one step below it of what may be a pull request. */
    private static void object(JsonParser json, String path, Map<String, String> found) {
        while (json.nextToken() == JsonToken.PROPERTY_NAME) {
            var key = path + json.currentName();
            var token = json.nextToken();
            if (token == JsonToken.START_OBJECT && path.isEmpty() && PARTS.contains(key))
                object(json, key + ".", found);
            else {
                if (KEYS.contains(key)) found.put(key, token.isScalarValue() ? json.getString() : "");
                json.skipChildren();
            }
        }
    }

    /**
     * GitHub and Gitea name the pull request, or an issue that is one; GitLab the merge request, by its number in the project
     * (docs.github.com, <i>Webhook events and payloads</i>; docs.gitlab.com, <i>Webhook events</i>).
     */
    private static WebhookBody of(Map<String, String> found) {
        boolean isPull = found.containsKey("issue.pull_request")
                && !found.getOrDefault("issue.pull_request", "").equals("null");
        var issue = isPull ? found.get("issue.number") : null;
        var merge = "merge_request".equals(found.get("object_kind")) ? found.get("object_attributes.iid") : null;
        var number = Stream.of(
                        Optional.ofNullable(found.get("pull_request.number")),
                        Optional.ofNullable(issue),
                        Optional.ofNullable(merge),
                        Optional.ofNullable(found.get("merge_request.iid")))
                .flatMap(Optional::stream)
                .filter(text -> text.matches("[1-9]\\d{0,17}"))
                .findFirst();
        return new WebhookBody(
                found.getOrDefault("ref", ""),
                number.map(text -> OptionalLong.of(Long.parseLong(text))).orElse(OptionalLong.empty()));
    }
}
