package io.penguintech.gough.schema;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Reads one revision of an infra repository: everything, or all that is wrong with it in one go, each problem with its
 * place. Pure: the same tree and limits give the same result. Never throws for anything a repository may hold.
 */
public final class InventoryLoader {
    private final Limits limits;
    private final SecretChecks secrets;
    private final FleetVariables variables;

    /** Lets a repository refer to every secret: for looking at a repository without a server. */
    public InventoryLoader(Limits limits) {
        this(limits, SecretPrefixes.ANY);
    }

    /** Lets a repository refer to secrets under {@code secrets} only, and to every variable of Fleet's files. */
    public InventoryLoader(Limits limits, SecretPrefixes secrets) {
        this(limits, secrets, FleetVariables.ANY);
    }

    /** Lets a repository refer to secrets under {@code secrets} and, in Fleet's own files, to {@code variables} only. */
    public InventoryLoader(Limits limits, SecretPrefixes secrets, FleetVariables variables) {
        this.limits = limits;
        this.secrets = new SecretChecks(secrets);
        this.variables = variables;
    }

    /** Reads {@code tree}. Warnings and notices do not reject a revision; one error does. */
    public Loaded load(RepoTree tree) {
        var problems = new Problems();
        var draft = Draft.read(tree, limits, variables, problems);
        var uses = templateUses(draft);
        draft.repository().ifPresent(new RolloutChecks(problems)::check);
        draft.repository().ifPresent(new PeopleChecks(problems)::check);
        draft.repository().ifPresent(new QuestionChecks(problems)::check);
        draft.repository()
                .ifPresent(document ->
                        new PathChecks(problems).check(document, tree.entries().keySet()));
        checkHosts(draft, uses, problems);
        new IdentityChecks(problems).check(draft.hosts());
        VirtualSpec.check(draft.hosts(), problems);
        FleetChecks.check(draft, problems);
        FleetSql.check(draft, problems);
        ThingChecks.check(draft, problems);
        if (draft.complete()) checkUse(draft, uses, problems);
        if (problems.anyError()) return new Loaded.Invalid(problems.sorted());
        return valid(tree, draft, problems);
    }

    private static Loaded valid(RepoTree tree, Draft draft, Problems problems) {
        var document = draft.repository().orElseThrow(); // without gough.yaml there is an error
        var repository = RepositoryDecoder.decode(document);
        var hosts = new TreeMap<HostName, Host>();
        var guards = new GuardNames(draft.ofFleet(Kind.QUERY));
        for (var merged : draft.hosts()) {
            var host = HostDecoder.decode(merged, guards);
            hosts.put(host.name(), host);
        }
        new RolloutChecks(problems).groups(document, List.copyOf(hosts.values()));
        var templates = new TreeMap<TemplateName, Template>();
        draft.templates().values().forEach(template -> templates.put(template.name(), template));
        var decoder = new ThingDecoder(draft.things());
        var things = new TreeSet<Thing>();
        draft.things().forEach(thing -> things.add(decoder.decode(thing)));
        return new Loaded.Valid(
                new Inventory(
                        tree.revision(),
                        repository,
                        hosts,
                        draft.ofFleet(Kind.QUERY).stream()
                                .map(QueryDecoder::decode)
                                .toList(),
                        templates,
                        things,
                        draft.ofFleet(Kind.POLICY).stream()
                                .map(PolicyDecoder::decode)
                                .toList(),
                        draft.ofFleet(Kind.LABEL).stream()
                                .map(LabelDecoder::decode)
                                .toList(),
                        profiles(draft),
                        draft.naming()),
                problems.sorted());
    }

    private static SortedMap<ProfileName, Place> profiles(Draft draft) {
        var profiles = new TreeMap<ProfileName, Place>();
        draft.profiles().values().forEach(profile -> profiles.put(new ProfileName(profile.name()), profile.place()));
        return profiles;
    }

    private static Map<String, List<Placeholders.Use>> templateUses(Draft draft) {
        var uses = new HashMap<String, List<Placeholders.Use>>();
        draft.templates()
                .forEach((name, template) -> uses.put(
                        name,
                        switch (template.body()) {
                            case Template.Body.CloudConfig(var tree) ->
                                Placeholders.find(tree).uses();
                            case Template.Body.Script(var text) ->
                                Placeholders.findInScript(text, template.place())
                                        .uses();
                        }));
        return uses;
    }

    private void checkHosts(Draft draft, Map<String, List<Placeholders.Use>> uses, Problems problems) {
        checkSecrets(draft, uses, problems); // first: what is wrong for every host is said once, without a host
        var repeated = new Repeated(problems);
        var checks = new HostChecks(draft.templates().keySet(), new GuardNames(draft.ofFleet(Kind.QUERY)), secrets);
        for (var host : draft.hosts()) {
            var name = host.document().name();
            repeated.addAll(name, host.problems());
            repeated.addAll(name, checks.check(host));
            if (host.complete()) repeated.addAll(name, templateUses(host, uses));
        }
        repeated.flush();
    }

    /** The references that are wrong whatever the host: those of templates, used or not, and of gough.yaml. */
    private void checkSecrets(Draft draft, Map<String, List<Placeholders.Use>> uses, Problems problems) {
        for (var template : uses.values())
            for (var use : template)
                if (use instanceof Placeholders.Use.Secret(var ref, var place))
                    secrets.ofAnybody(ref, place).ifPresent(problems::add);
        draft.repository()
                .ifPresent(document -> SecretForm.each(
                        RepositoryDecoder.values(document, new Problems()),
                        (ref, place) -> secrets.ofRepository(ref, place).ifPresent(problems::add)));
    }

    /** What the templates of a host use and the host does not know, or may not have. */
    private List<Diagnostic> templateUses(MergedHost host, Map<String, List<Placeholders.Use>> uses) {
        var problems = new Problems();
        for (var template : new HashSet<>(new Fields(host.spec()).texts("templates")))
            for (var use : uses.getOrDefault(template, List.of()))
                switch (use) {
                    case Placeholders.Use.Name(var name, var place) ->
                        Placeholders.lookUp(name, host.scope(), place, problems);
                    case Placeholders.Use.Secret(var ref, var place) ->
                        secrets.ofHost(host.document(), ref, place).ifPresent(problems::add);
                }
        return problems.sorted();
    }

    private static void checkUse(Draft draft, Map<String, List<Placeholders.Use>> templateUses, Problems problems) {
        var checks = new UseChecks(problems);
        templateUses.values().forEach(checks::note);
        draft.withValues()
                .forEach(document ->
                        checks.note(Placeholders.find(document.spec()).uses()));
        checks.values(draft.withValues());
        draft.repository().ifPresent(checks::repositoryValues);
        Set<String> profiles = new HashSet<>();
        Set<String> templates = new HashSet<>();
        for (var host : draft.hosts()) {
            profiles.addAll(new Fields(host.spec()).texts("profiles"));
            templates.addAll(new Fields(host.spec()).texts("templates"));
        }
        checks.references(draft.profiles().values(), profiles, draft.templates().values(), templates);
    }
}
