package io.penguintech.gough.bot.pulls;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.penguintech.gough.bot.forge.PullRequest;
import io.penguintech.gough.templates.view.PullView;
import java.util.regex.Pattern;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.cfg.DateTimeFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * How a pull request and what was found out about it are kept. A row written by one version must be readable by the next:
 * the words of {@code kind} are part of the database.
 */
final class PullJson {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .disable(DateTimeFeature.WRITE_DATES_AS_TIMESTAMPS)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .disable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .addMixIn(PullRequest.State.class, StateKinds.class)
            .addMixIn(PullView.Outcome.class, OutcomeKinds.class)
            .addMixIn(PullView.Consent.class, ConsentKinds.class)
            .build();

    /** PostgreSQL's jsonb refuses the escape of a NUL; a backslash that is itself escaped is no escape. */
    private static final Pattern NUL = Pattern.compile("(?<!\\\\)((?:\\\\\\\\)*)\\\\u0000");

    private PullJson() {}

    static String write(Object value) {
        var json = MAPPER.writeValueAsString(value);
        return json.contains("\\u0000") ? NUL.matcher(json).replaceAll("$1\\\\ufffd") : json;
    }

    static <T> T read(String json, Class<T> type) {
        return MAPPER.readValue(json, type);
    }

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
    @JsonSubTypes({
        @JsonSubTypes.Type(value = PullRequest.State.Open.class, name = "open"),
        @JsonSubTypes.Type(value = PullRequest.State.Closed.class, name = "closed"),
        @JsonSubTypes.Type(value = PullRequest.State.Merged.class, name = "merged")
    })
    private interface StateKinds {}

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
    @JsonSubTypes({
        @JsonSubTypes.Type(value = PullView.Outcome.Planned.class, name = "planned"),
        @JsonSubTypes.Type(value = PullView.Outcome.Invalid.class, name = "invalid"),
        @JsonSubTypes.Type(value = PullView.Outcome.Conflict.class, name = "conflict"),
        @JsonSubTypes.Type(value = PullView.Outcome.NotPlanned.class, name = "not-planned"),
        @JsonSubTypes.Type(value = PullView.Outcome.Failed.class, name = "failed"),
        @JsonSubTypes.Type(value = PullView.Outcome.Superseded.class, name = "superseded"),
        @JsonSubTypes.Type(value = PullView.Outcome.Merged.class, name = "merged"),
        @JsonSubTypes.Type(value = PullView.Outcome.Closed.class, name = "closed")
    })
    private interface OutcomeKinds {}

    /** Kept plans hold none but that nobody is asked: how far people are with one is looked up when it is shown. */
    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
    @JsonSubTypes(@JsonSubTypes.Type(value = PullView.Consent.Free.class, name = "free"))
    private interface ConsentKinds {}
}
