package io.penguintech.gough.bot.rollout;

import com.fasterxml.jackson.annotation.JsonAlias;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.penguintech.gough.bot.source.RepositoryId;
import io.penguintech.gough.reconcile.Change;
import io.penguintech.gough.reconcile.Failure;
import io.penguintech.gough.reconcile.Machine;
import io.penguintech.gough.reconcile.Outcome;
import io.penguintech.gough.reconcile.Subject;
import io.penguintech.gough.reconcile.SystemId;
import io.penguintech.gough.schema.BackendName;
import io.penguintech.gough.schema.FleetKind;
import io.penguintech.gough.schema.FleetObject;
import io.penguintech.gough.schema.HostGoal;
import io.penguintech.gough.schema.HostName;
import io.penguintech.gough.schema.Label;
import io.penguintech.gough.schema.LabelName;
import io.penguintech.gough.schema.MacAddress;
import io.penguintech.gough.schema.PathGlob;
import io.penguintech.gough.schema.Policy;
import io.penguintech.gough.schema.PolicyName;
import io.penguintech.gough.schema.Query;
import io.penguintech.gough.schema.QueryName;
import io.penguintech.gough.schema.Revision;
import io.penguintech.gough.schema.SecretRef;
import io.penguintech.gough.schema.TeamName;
import io.penguintech.gough.schema.ThingKind;
import io.penguintech.gough.schema.Tree;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.annotation.JsonDeserialize;
import tools.jackson.databind.cfg.DateTimeFeature;
import tools.jackson.databind.deser.std.StdDeserializer;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.ser.std.StdSerializer;

/**
 * How plans, changes, outcomes, rules and events are kept as JSON. A row written by one version must be readable by the
 * next: the words of {@code kind} below are part of the database, not of the code.
 */
final class Json {
    private static final JsonMapper MAPPER = mapper();

    private Json() {}

    /** PostgreSQL's jsonb refuses the escape of a NUL; a backslash that is itself escaped is no escape. */
    private static final Pattern NUL = Pattern.compile("(?<!\\\\)((?:\\\\\\\\)*)\\\\u0000");

    static String write(Object value) {
        var json = MAPPER.writeValueAsString(value);
        return json.contains("\\u0000") ? NUL.matcher(json).replaceAll("$1\\\\ufffd") : json;
    }

    static <T> T read(String json, Class<T> type) {
        return MAPPER.readValue(json, type);
    }

    static <T> List<T> readList(String json, Class<T> type) {
        return MAPPER.readValue(json, listOf(type));
    }

    static <T> SortedMap<String, T> readMap(String json, Class<T> type) {
        return MAPPER.readValue(json, MAPPER.getTypeFactory().constructMapType(TreeMap.class, String.class, type));
    }

    static SortedMap<String, String> readTexts(String json) {
        return readMap(json, String.class);
    }

    private static JavaType listOf(Class<?> type) {
        return MAPPER.getTypeFactory().constructCollectionType(List.class, type);
    }

    private static JsonMapper mapper() {
        return JsonMapper.builder()
                .disable(DateTimeFeature.WRITE_DATES_AS_TIMESTAMPS)
                .disable(DateTimeFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
                .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .disable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
                .addModule(names())
                .addMixIn(Change.class, ChangeKinds.class)
                .addMixIn(Change.Identity.class, IdentityKinds.class)
                .addMixIn(Subject.class, SubjectKinds.class)
                .addMixIn(Subject.OfThing.class, ThingWord.class)
                .addMixIn(Subject.OfFleet.class, FleetWords.class)
                .addMixIn(Change.CreateInFleet.class, WantedWord.class)
                .addMixIn(Change.UpdateInFleet.class, WantedWord.class)
                .addMixIn(FleetObject.class, ObjectKinds.class)
                .addMixIn(Label.Membership.class, MembershipKinds.class)
                .addMixIn(HostGoal.class, GoalKinds.class)
                .addMixIn(Outcome.class, OutcomeKinds.class)
                .addMixIn(Failure.class, FailureKinds.class)
                .addMixIn(RolloutEvent.class, EventKinds.class)
                .addMixIn(Tree.class, TreeKinds.class)
                .addMixIn(Tree.Scalar.class, ScalarValue.class)
                .addMixIn(Tree.Part.class, PartKinds.class)
                .addMixIn(Machine.State.class, StateKinds.class)
                .build();
    }

    private static SimpleModule names() {
        var module = new SimpleModule("names");
        name(module, HostName.class, HostName::new);
        name(module, SystemId.class, SystemId::new);
        name(module, BackendName.class, BackendName::new);
        name(module, MacAddress.class, MacAddress::new);
        name(module, QueryName.class, QueryName::new);
        name(module, LabelName.class, LabelName::new);
        name(module, PolicyName.class, PolicyName::new);
        name(module, TeamName.class, TeamName::new);
        name(module, Revision.class, Revision::new);
        name(module, RepositoryId.class, RepositoryId::new);
        name(module, RolloutId.class, RolloutId::parse);
        name(module, PathGlob.class, PathGlob::parse);
        module.addSerializer(SecretRef.class, new AsText<>(SecretRef.class, ref -> ref.path() + "#" + ref.key()));
        module.addDeserializer(SecretRef.class, new FromText<>(SecretRef.class, SecretRef::parse));
        return module;
    }

    private static <T> void name(SimpleModule module, Class<T> type, Function<String, T> parse) {
        module.addSerializer(type, new AsText<>(type, Object::toString));
        module.addDeserializer(type, new FromText<>(type, parse));
    }

    private static final class AsText<T> extends StdSerializer<T> {
        private final transient Function<T, String> print;

        AsText(Class<T> type, Function<T, String> print) {
            super(type);
            this.print = print;
        }

        @Override
        public void serialize(T value, JsonGenerator out, SerializationContext context) throws JacksonException {
            out.writeString(print.apply(value));
        }
    }

    private static final class FromText<T> extends StdDeserializer<T> {
        private final transient Function<String, T> parse;

        FromText(Class<T> type, Function<String, T> parse) {
            super(type);
            this.parse = parse;
        }

        @Override
        public T deserialize(JsonParser in, DeserializationContext context) throws JacksonException {
            return parse.apply(in.getString());
        }
    }

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
    @JsonSubTypes({
        @JsonSubTypes.Type(value = Change.BringUp.class, name = "bring-up"),
        @JsonSubTypes.Type(value = Change.Amend.class, name = "amend"),
        @JsonSubTypes.Type(value = Change.Release.class, name = "release"),
        @JsonSubTypes.Type(value = Change.Reinstall.class, name = "reinstall"),
        @JsonSubTypes.Type(value = Change.Adopt.class, name = "adopt"),
        @JsonSubTypes.Type(value = Change.Restore.class, name = "restore"),
        @JsonSubTypes.Type(value = Change.Register.class, name = "register"),
        @JsonSubTypes.Type(value = Change.Maintain.class, name = "maintain"),
        @JsonSubTypes.Type(value = Change.Return.class, name = "return"),
        @JsonSubTypes.Type(value = Change.OnRequest.class, name = "on-request"),
        // Named when there were queries only.
        @JsonSubTypes.Type(value = Change.CreateInFleet.class, name = "create-query"),
        @JsonSubTypes.Type(value = Change.UpdateInFleet.class, name = "update-query"),
        @JsonSubTypes.Type(value = Change.DeleteInFleet.class, name = "delete-query"),
        @JsonSubTypes.Type(value = Change.ReplaceLabel.class, name = "replace-label"),
        @JsonSubTypes.Type(value = Change.OfThing.class, name = "thing"),
        @JsonSubTypes.Type(value = Change.AcceptRules.class, name = "accept-rules")
    })
    private interface ChangeKinds {}

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
    @JsonSubTypes({
        @JsonSubTypes.Type(value = Change.Identity.Known.class, name = "known"),
        @JsonSubTypes.Type(value = Change.Identity.Virtual.class, name = "virtual"),
        @JsonSubTypes.Type(value = Change.Identity.Absent.class, name = "absent")
    })
    private interface IdentityKinds {}

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
    @JsonSubTypes({
        @JsonSubTypes.Type(value = Subject.OfHost.class, name = "host"),
        @JsonSubTypes.Type(value = Subject.OfFleet.class, name = "query"),
        @JsonSubTypes.Type(value = Subject.OfThing.class, name = "thing"),
        @JsonSubTypes.Type(value = Subject.OfRules.class, name = "rules"),
        @JsonSubTypes.Type(value = Subject.OfOrphan.class, name = "orphan")
    })
    private interface SubjectKinds {}

    /** The word {@code kind} says which subject it is. */
    private interface ThingWord {
        @SuppressWarnings("UnusedMethod") // Jackson reads it
        @JsonProperty("thing")
        ThingKind kind();
    }

    /** The same, and the names of a time when there were queries only. */
    private interface FleetWords {
        @SuppressWarnings("UnusedMethod") // Jackson reads it
        @JsonProperty("object")
        FleetKind kind();

        @SuppressWarnings("UnusedMethod") // Jackson reads it
        @JsonAlias("query")
        String name();
    }

    private interface WantedWord {
        @SuppressWarnings("UnusedMethod") // Jackson reads it
        @JsonAlias("query")
        FleetObject wanted();
    }

    /** What says nothing is a query. */
    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "object", defaultImpl = Query.class)
    @JsonSubTypes({
        @JsonSubTypes.Type(value = Query.class, name = "query"),
        @JsonSubTypes.Type(value = Policy.class, name = "policy"),
        @JsonSubTypes.Type(value = Label.class, name = "label")
    })
    private interface ObjectKinds {}

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "membership")
    @JsonSubTypes({
        @JsonSubTypes.Type(value = Label.Membership.Dynamic.class, name = "dynamic"),
        @JsonSubTypes.Type(value = Label.Membership.Manual.class, name = "manual"),
        @JsonSubTypes.Type(value = Label.Membership.HostVitals.class, name = "host-vitals")
    })
    private interface MembershipKinds {}

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
    @JsonSubTypes({
        @JsonSubTypes.Type(value = HostGoal.Ready.class, name = "ready"),
        @JsonSubTypes.Type(value = HostGoal.Deployed.class, name = "deployed"),
        @JsonSubTypes.Type(value = HostGoal.Maintenance.class, name = "maintenance"),
        @JsonSubTypes.Type(value = HostGoal.Retired.class, name = "retired")
    })
    private interface GoalKinds {}

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
    @JsonSubTypes({
        @JsonSubTypes.Type(value = Outcome.Done.class, name = "done"),
        @JsonSubTypes.Type(value = Outcome.Running.class, name = "running"),
        @JsonSubTypes.Type(value = Outcome.Failed.class, name = "failed")
    })
    private interface OutcomeKinds {}

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
    @JsonSubTypes({
        @JsonSubTypes.Type(value = Failure.TryAgain.class, name = "try-again"),
        @JsonSubTypes.Type(value = Failure.WorldChanged.class, name = "world-changed"),
        @JsonSubTypes.Type(value = Failure.NeedsHuman.class, name = "needs-human"),
        @JsonSubTypes.Type(value = Failure.Forbidden.class, name = "forbidden"),
        @JsonSubTypes.Type(value = Failure.Unclear.class, name = "unclear")
    })
    private interface FailureKinds {}

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
    @JsonSubTypes({
        @JsonSubTypes.Type(value = RolloutEvent.RolloutChanged.class, name = "rollout-changed"),
        @JsonSubTypes.Type(value = RolloutEvent.AlertRaised.class, name = "alert-raised"),
        @JsonSubTypes.Type(value = RolloutEvent.AlertResolved.class, name = "alert-resolved"),
        @JsonSubTypes.Type(value = RolloutEvent.Decided.class, name = "decided"),
        @JsonSubTypes.Type(value = RolloutEvent.ProposalChanged.class, name = "proposal-changed")
    })
    private interface EventKinds {}

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
    @JsonSubTypes({
        @JsonSubTypes.Type(value = Tree.Scalar.class, name = "scalar"),
        @JsonSubTypes.Type(value = Tree.SecretText.class, name = "secret-text"),
        @JsonSubTypes.Type(value = Tree.Seq.class, name = "seq"),
        @JsonSubTypes.Type(value = Tree.Mapping.class, name = "mapping")
    })
    private interface TreeKinds {}

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
    @JsonSubTypes({
        @JsonSubTypes.Type(value = Tree.Part.Literal.class, name = "literal"),
        @JsonSubTypes.Type(value = Tree.Part.Secret.class, name = "secret")
    })
    private interface PartKinds {}

    /** A scalar keeps its type: {@code 5} stays a long, and what no long holds a big integer. */
    private interface ScalarValue {
        @SuppressWarnings("UnusedMethod") // Jackson reads it
        @JsonDeserialize(using = Exactly.class)
        @Nullable
        Object value();
    }

    private static final class Exactly extends StdDeserializer<Object> {
        Exactly() {
            super(Object.class);
        }

        @Override
        public Object deserialize(JsonParser in, DeserializationContext context) throws JacksonException {
            return switch (in.currentToken()) {
                case VALUE_NUMBER_INT ->
                    in.getNumberType() == JsonParser.NumberType.BIG_INTEGER
                            ? in.getBigIntegerValue()
                            : in.getLongValue();
                case VALUE_NUMBER_FLOAT -> in.getDoubleValue();
                case VALUE_TRUE -> true;
                case VALUE_FALSE -> false;
                default -> in.getString();
            };
        }
    }

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
    @JsonSubTypes({
        @JsonSubTypes.Type(value = Machine.State.New.class, name = "new"),
        @JsonSubTypes.Type(value = Machine.State.Ready.class, name = "ready"),
        @JsonSubTypes.Type(value = Machine.State.Allocated.class, name = "allocated"),
        @JsonSubTypes.Type(value = Machine.State.Busy.class, name = "busy"),
        @JsonSubTypes.Type(value = Machine.State.Deployed.class, name = "deployed"),
        @JsonSubTypes.Type(value = Machine.State.Broken.class, name = "broken")
    })
    private interface StateKinds {}
}
