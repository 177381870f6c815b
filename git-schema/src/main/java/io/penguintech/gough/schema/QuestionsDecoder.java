package io.penguintech.gough.schema;

import static io.penguintech.gough.schema.Shape.field;
import static io.penguintech.gough.schema.Shape.listOf;
import static io.penguintech.gough.schema.Shape.struct;

import java.util.TreeMap;
import java.util.TreeSet;

/** Reads {@code questions} of {@code gough.yaml}. */
final class QuestionsDecoder {
    /** What {@code questions} may hold. */
    static final Shape.Struct SHAPE = struct(
            field(
                    "roles",
                    new Shape.MapOf(
                            TextRule.WORD,
                            struct(
                                    field(
                                            "people",
                                            listOf(TextRule.LINE),
                                            "Who has a role of your own choosing, by their names; not with viewer, operator, approver, admin."),
                                    field(
                                            "tables",
                                            listOf(TextRule.SQL_NAME),
                                            "Tables that hold secrets or private matters, which this role may read."))),
                    "Who may ask: viewer, operator, approver or admin, or a role of your own choosing."),
            field("perPerson", new Shape.Whole(1, 10_000), "Most questions of one person in an hour; 30 if not given."),
            field("inAll", new Shape.Whole(1, 100_000), "Most questions of all in an hour; 120 if not given."),
            field(
                    "confirmAbove",
                    new Shape.Whole(1, 100_000),
                    "More hosts than that are asked only when their number is said; 20 if not given."));

    private QuestionsDecoder() {}

    static Questions decode(Fields questions) {
        var usual = Questions.NOBODY;
        var roles = new TreeMap<String, Questions.Grant>();
        for (var role : questions.mapping("roles").entries()) {
            var grant = questions.inner("roles").inner(role.key());
            roles.put(
                    role.key(),
                    new Questions.Grant(new TreeSet<>(grant.texts("people")), new TreeSet<>(grant.texts("tables"))));
        }
        return new Questions(
                roles,
                questions.whole("perPerson", usual.perPerson()),
                questions.whole("inAll", usual.inAll()),
                questions.whole("confirmAbove", usual.confirmAbove()));
    }
}
