package io.penguintech.gough.bot.importing;

import static org.assertj.core.api.Assertions.assertThat;

import io.penguintech.gough.schema.Diagnostic;
import io.penguintech.gough.schema.Place;
import io.penguintech.gough.schema.ThingKind;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Of the files of an import, the documents that Gough refuses are taken out, and no other. */
class DraftTest {
    private final Remarks leftOut = new Remarks();

    private static FleetSheets.Sheet object(String name, String document) {
        return new FleetSheets.Sheet(name, document + "\n");
    }

    private static ThingSheets.Sheet thing(ThingKind kind, String name) {
        return new ThingSheets.Sheet(kind, name, "name: %s\n".formatted(name));
    }

    private static Sheet host(String name, String zone) {
        return new Sheet(name, new TreeMap<>(), new TreeMap<>(Map.of(Sheet.ZONE, zone)), new TreeSet<>());
    }

    private static Diagnostic errorAt(String file, int line) {
        return Diagnostic.error("SQL is refused", "near \"FORM\".", new Place(file, line, 1));
    }

    private List<String> reported() {
        return leftOut.list().stream()
                .flatMap(remark -> remark.about().stream())
                .toList();
    }

    @Test
    void aRefusedPolicyTakesNoQueryOfItsNameWithIt() {
        var query = object("Disk encryption", "kind: Query");
        var policy = object("policy Disk encryption", "kind: Policy");
        var draft = new Draft(List.of(), List.of(query, policy), List.of());

        var fewer = draft.without(List.of(errorAt("queries/policy-disk-encryption.yaml", 1)), leftOut);

        assertThat(fewer.queries()).containsExactly(query);
        assertThat(reported()).containsExactly("policy Disk encryption");
    }

    @Test
    void aRefusedPolicyTakesNoQueryThatIsCalledLikeAPolicyWithIt() {
        var query = object("policy Disk encryption", "kind: Query");
        var policy = object("policy Disk encryption", "kind: Policy");
        var draft = new Draft(List.of(), List.of(query, policy), List.of());

        var fewer = draft.without(List.of(errorAt("queries/policy-disk-encryption-2.yaml", 1)), leftOut);

        assertThat(fewer.queries()).containsExactly(query);
    }

    @Test
    void aRefusedPoolTakesNoOtherWhoseNameEndsItsOwnWithIt() {
        var lab = thing(ThingKind.POOL, "lab");
        var old = thing(ThingKind.POOL, "old lab");
        var zone = thing(ThingKind.ZONE, "lab");
        var draft = new Draft(List.of(), List.of(), List.of(lab, old, zone));

        var fewer = draft.without(List.of(errorAt("region/pool.yaml", 3)), leftOut);

        assertThat(fewer.things()).containsExactly(lab, zone);
        assertThat(reported()).containsExactly("old lab");
    }

    @Test
    void aRefusedHostIsTakenOutAlone() {
        var first = host("web-01", "rack-a");
        var second = host("web-02", "rack-b");
        var draft = new Draft(List.of(first, second), List.of(), List.of(thing(ThingKind.POOL, "web-02")));

        var fewer = draft.without(List.of(errorAt("hosts/rack-b.yaml", 1)), leftOut);

        assertThat(fewer.hosts()).containsExactly(first);
        assertThat(fewer.things()).isEqualTo(draft.things());
        assertThat(reported()).containsExactly("web-02");
    }
}
