package io.penguintech.gough.templates.cloudinit;

import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaException;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.SpecificationVersion;
import io.penguintech.gough.schema.Diagnostic;
import io.penguintech.gough.schema.Suggestion;
import io.penguintech.gough.schema.Tree;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * cloud-init's own schema ({@code cloudinit/config/schemas/schema-cloud-config-v1.json} of its source). Its modules each
 * own their top-level keys and demand nothing of the others', so each key is checked by itself, and an equal value only
 * once.
 */
final class CloudInitSchema {
    // Read by cloud-init's stages, not by a module; no schema names them (cloudinit/settings.py, cloudinit/mergers).
    private static final Set<String> READ_BY_STAGES = Set.of(
            "allow_userdata",
            "datasource",
            "datasource_list",
            "def_log_file",
            "log_cfgs",
            "manual_cache_clean",
            "merge_how",
            "merge_type",
            "network",
            "output",
            "reporting",
            "syslog_fix_perms",
            "system_info",
            "vendor_data2");
    private static final int REASONS_NAMED = 3;

    private final Schema schema;
    private final Set<String> keys;

    private CloudInitSchema(Schema schema, Set<String> keys) {
        this.schema = schema;
        this.keys = keys;
    }

    /**
     * Reads the text of the schema. Nothing is fetched, whatever it refers to.
     *
     * @throws IllegalArgumentException when it is no JSON schema, or refers to something outside itself
     */
    static CloudInitSchema of(String text) {
        var english = SchemaRegistryConfig.builder().locale(Locale.ENGLISH).build();
        var registry = SchemaRegistry.withDefaultDialect(
                SpecificationVersion.DRAFT_4,
                builder -> builder.schemaLoader(loader -> loader.fetchRemoteResources(false))
                        .schemaRegistryConfig(english));
        try {
            var schema = registry.getSchema(text, InputFormat.JSON);
            schema.validate(JsonNodeFactory.instance.objectNode()); // follows its references now, not at a host
            return new CloudInitSchema(schema, SchemaKeys.of(schema.getSchemaNode()));
        } catch (SchemaException | JacksonException e) {
            throw new IllegalArgumentException("cloud-init's schema cannot be used: " + e.getMessage(), e);
        }
    }

    /** A check that remembers what it has seen; not for use by several threads. */
    Check check() {
        return new Check(this);
    }

    /**
     * What is wrong inside the value of a key.
     *
     * @param steps keys and indexes that lead there, the top-level key first
     * @param reason what the schema says
     */
    private record Finding(List<Object> steps, String reason) {}

    /** One pass over many hosts. */
    static final class Check {
        private final CloudInitSchema schema;
        private final Map<String, List<Finding>> seen = new HashMap<>();

        private Check(CloudInitSchema schema) {
            this.schema = schema;
        }

        void run(Tree.Mapping config, Consumer<Diagnostic> problems) {
            for (var entry : config.entries()) {
                if (!schema.knows(entry.key())) problems.accept(schema.unknown(entry));
                var digest =
                        new Canonical().text(entry.key()).tree(entry.value()).digest();
                var findings = seen.computeIfAbsent(digest, _ -> schema.findings(entry));
                for (var finding : findings) tell(finding, entry, problems);
            }
        }

        private static void tell(Finding finding, Tree.Entry entry, Consumer<Diagnostic> problems) {
            var at = TreePath.follow(entry, finding.steps());
            // The masked form of a secret says nothing about the secret.
            if (at instanceof Tree.SecretText) return;
            problems.accept(Diagnostic.error(
                    "Refused by cloud-init's schema",
                    "%s: %s.".formatted(TreePath.shown(finding.steps()), finding.reason()),
                    at.place()));
        }
    }

    private boolean knows(String key) {
        return keys.contains(key) || READ_BY_STAGES.contains(key);
    }

    private Diagnostic unknown(Tree.Entry entry) {
        return Diagnostic.warning(
                "Unknown cloud-config key",
                "No module of cloud-init reads \"%s\"%s".formatted(entry.key(), Suggestion.clause(entry.key(), keys)),
                entry.keyPlace());
    }

    private List<Finding> findings(Tree.Entry entry) {
        var document = JsonNodeFactory.instance.objectNode();
        document.set(entry.key(), JsonTrees.of(entry.value()));
        var reasons = new LinkedHashMap<List<Object>, Set<String>>();
        for (var error : schema.validate(document))
            reasons.computeIfAbsent(steps(error), _ -> new LinkedHashSet<>()).add(error.getMessage());
        var findings = new ArrayList<Finding>();
        reasons.forEach((steps, said) -> findings.add(new Finding(steps, joined(said))));
        return findings;
    }

    private static String joined(Set<String> reasons) {
        var named = reasons.stream().limit(REASONS_NAMED).collect(Collectors.joining("; or "));
        return reasons.size() > REASONS_NAMED ? named + "; or …" : named;
    }

    private static List<Object> steps(Error error) {
        var location = error.getInstanceLocation();
        var steps = new ArrayList<Object>();
        for (int i = 0; i < location.getNameCount(); i++) steps.add(location.getElement(i));
        return steps;
    }
}
