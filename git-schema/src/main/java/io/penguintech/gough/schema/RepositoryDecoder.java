package io.penguintech.gough.schema;

import static io.penguintech.gough.schema.Shape.field;
import static io.penguintech.gough.schema.Shape.listOf;
import static io.penguintech.gough.schema.Shape.required;
import static io.penguintech.gough.schema.Shape.struct;
import static io.penguintech.gough.schema.Shape.text;
import static io.penguintech.gough.schema.Shape.words;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Reads {@code gough.yaml}. */
final class RepositoryDecoder {
    /** The forges a person may have a login at. */
    static final List<String> FORGES = List.of("github", "gitlab", "gitea");

    /** What stands behind a forge's word where the number of an account there is written. */
    static final String ACCOUNT = "Id";

    /** Up to what every reader of JSON keeps exactly. */
    private static final Shape.Whole ACCOUNT_NUMBER = new Shape.Whole(1, (1L << 53) - 1);

    /** Tables of osquery that nobody but the agents of this repository know. */
    static final String OSQUERY_TABLES = "osqueryTables";

    private static final Shape.Whole PEOPLE_NEEDED = new Shape.Whole(0, 20);
    private static final Duration HOLD = Duration.ofDays(3);

    /** What {@code spec} may hold. */
    static final Shape.Struct SPEC = struct(
            field("mode", words("observe", "propose", "apply"), "How far Gough may go; observe if not given."),
            field("people", new Shape.ListOf(person()), "Who may do what."),
            field(
                    "approvals",
                    struct(
                            field("validFor", new Shape.Period(), "How long an approval holds; 24h if not given."),
                            field("none", PEOPLE_NEEDED, "People needed for changes of risk none; 0 if not given."),
                            field("notice", PEOPLE_NEEDED, "People needed for risk notice; 0 if not given."),
                            field("disruptive", PEOPLE_NEEDED, "People needed for risk disruptive; 1 if not given."),
                            field("destructive", PEOPLE_NEEDED, "People needed for risk destructive; 2 if not given.")),
                    "How many people must approve."),
            field("rollout", RolloutDecoder.SHAPE, "How fast and how far one rollout goes."),
            field(
                    "prune",
                    new Shape.Flag(),
                    "Whether Fleet objects whose document vanished are deleted; false if not given."),
            field(
                    "retire",
                    struct(field("hold", new Shape.Period(), "How long a retired machine is kept; 72h if not given.")),
                    "How machines are given up."),
            field(
                    "values",
                    new Shape.MapOf(TextRule.ANY, new Shape.Anything()),
                    "What the placeholders repository.x stand for."),
            field("questions", QuestionsDecoder.SHAPE, "Who may ask hosts live questions; nobody if not given."),
            field("paths", PathsDecoder.SHAPE, "Who may say yes to what comes from which files."),
            field(
                    OSQUERY_TABLES,
                    listOf(TextRule.SQL_NAME),
                    "Tables that extensions give your agents; what is read from them is not checked."));

    private RepositoryDecoder() {}

    private static Shape.Struct person() {
        return struct(
                required("name", text(TextRule.LINE), "Unique, for people and records."),
                field("slack", text(TextRule.SLACK_ID), "Slack user id, such as U012ABC."),
                field("github", text(TextRule.LOGIN), "Login at GitHub."),
                field("gitlab", text(TextRule.LOGIN), "Login at GitLab."),
                field("gitea", text(TextRule.LOGIN), "Login at Gitea."),
                field(
                        "githubId",
                        ACCOUNT_NUMBER,
                        "Number of the account at GitHub; what it says there counts by that."),
                field(
                        "gitlabId",
                        ACCOUNT_NUMBER,
                        "Number of the account at GitLab; what it says there counts by that."),
                field("giteaId", ACCOUNT_NUMBER, "Number of the account at Gitea; what it says there counts by that."),
                field("emails", listOf(TextRule.EMAIL), "Addresses their commits carry."),
                field(
                        "roles",
                        new Shape.ListOf(words("viewer", "operator", "approver", "admin")),
                        "What they may do; each role includes those before it; viewer if not given."));
    }

    static Repository decode(Document document) {
        var spec = new Fields(document.spec());
        return new Repository(
                document.name(),
                spec.text("mode")
                        .map(word -> Repository.Mode.valueOf(upper(word)))
                        .orElse(Repository.Mode.OBSERVE),
                approvals(spec.inner("approvals")),
                spec.items("people").stream().map(RepositoryDecoder::person).toList(),
                RolloutDecoder.decode(spec.inner("rollout")),
                spec.flag("prune", false),
                spec.inner("retire").period("hold").orElse(HOLD),
                values(document, new Problems()),
                document.place(),
                QuestionsDecoder.decode(spec.inner("questions")),
                PathsDecoder.decode(spec.items("paths")));
    }

    /** What {@code repository.x} stands for, references to secrets read. */
    static Tree.Mapping values(Document document, Problems problems) {
        var values = new Fields(document.spec()).mapping("values");
        return SecretForm.read(values, problems) instanceof Tree.Mapping map ? map : values;
    }

    private static Repository.Approvals approvals(Fields approvals) {
        var usual = Repository.Approvals.DEFAULT;
        return new Repository.Approvals(
                approvals.period("validFor").orElse(usual.validFor()),
                approvals.whole("none", usual.none()),
                approvals.whole("notice", usual.notice()),
                approvals.whole("disruptive", usual.disruptive()),
                approvals.whole("destructive", usual.destructive()));
    }

    /** A person as far as the tree says. */
    static Repository.Person person(Tree tree) {
        var fields = new Fields(tree instanceof Tree.Mapping map ? map : new Tree.Mapping(List.of(), tree.place()));
        var logins = new TreeMap<String, String>();
        var accounts = new TreeMap<String, Long>();
        for (var forge : FORGES) {
            fields.text(forge).ifPresent(login -> logins.put(forge, login));
            fields.number(forge + ACCOUNT).ifPresent(account -> accounts.put(forge, account));
        }
        var roles = fields.texts("roles").stream()
                .map(word -> Repository.Role.valueOf(upper(word)))
                .collect(Collectors.toCollection(TreeSet::new));
        if (roles.isEmpty()) roles.add(Repository.Role.VIEWER);
        var emails = fields.texts("emails").stream()
                .map(email -> email.toLowerCase(Locale.ROOT))
                .collect(Collectors.toCollection(TreeSet::new));
        return new Repository.Person(
                fields.text("name").orElse(""), fields.text("slack"), logins, accounts, emails, roles);
    }

    private static String upper(String word) {
        return word.toUpperCase(Locale.ROOT);
    }
}
