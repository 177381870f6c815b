package io.penguintech.gough.bot.importing;

import io.penguintech.gough.reconcile.AsFound;
import io.penguintech.gough.reconcile.Machine;
import io.penguintech.gough.schema.Diagnostic;
import io.penguintech.gough.schema.Host;
import io.penguintech.gough.schema.Inventory;
import io.penguintech.gough.schema.Loaded;
import io.penguintech.gough.schema.RepoTree;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Tries what was written of the networks and disks of machines, each host by itself: what Gough would refuse, find
 * different or have to act on is taken out again, with the reason. The machine is imported all the same.
 */
final class Trial {
    private static final Map<String, String> SECTIONS = Map.of(Sheet.NETWORK, "network", Sheet.STORAGE, "storage");

    private final Function<RepoTree, Loaded> load;
    private final AsFound asFound;
    private final Map<String, Machine> machines;
    private final Remarks remarks;

    /** @param machines by name */
    Trial(Function<RepoTree, Loaded> load, AsFound asFound, Map<String, Machine> machines, Remarks remarks) {
        this.load = load;
        this.asFound = asFound;
        this.machines = machines;
        this.remarks = remarks;
    }

    /** The sheets without what no document can say. */
    List<Sheet> of(List<Sheet> sheets) {
        return tried(Sheet.STORAGE, Sheet.NETWORK, tried(Sheet.NETWORK, Sheet.STORAGE, sheets));
    }

    /** @param aside what is left out while the section is tried */
    private List<Sheet> tried(String section, String aside, List<Sheet> sheets) {
        var wrong = new TreeMap<String, String>();
        while (true) {
            var asked = sheets.stream()
                    .filter(sheet -> sheet.has(section) && !wrong.containsKey(sheet.name()))
                    .map(sheet -> sheet.without(aside))
                    .toList();
            var found = asked.isEmpty() ? Map.<String, String>of() : wrong(asked);
            if (found.isEmpty()) break;
            wrong.putAll(found);
        }
        var kept = new ArrayList<Sheet>();
        for (var sheet : sheets) {
            var why = Optional.ofNullable(wrong.get(sheet.name()));
            why.ifPresent(text ->
                    remarks.add(sheet.name(), "Its %s is not written: %s".formatted(SECTIONS.get(section), text)));
            kept.add(why.isPresent() ? sheet.without(section) : sheet);
        }
        return kept;
    }

    /** What is wrong with some of them, by name. */
    private Map<String, String> wrong(List<Sheet> sheets) {
        return switch (load.apply(tree(sheets))) {
            case Loaded.Invalid(var diagnostics) -> refused(diagnostics);
            case Loaded.Valid(var inventory, var _) -> different(inventory);
        };
    }

    private static RepoTree tree(List<Sheet> sheets) {
        var files = new TreeMap<String, RepoTree.Entry>();
        files.put("gough.yaml", blob(RepositoryFile.TEXT));
        for (var sheet : sheets) files.put(file(sheet.name()), blob(Documents.host(sheet, List.of())));
        return new RepoTree(Optional.empty(), files);
    }

    private static RepoTree.Entry blob(String text) {
        return new RepoTree.Entry.Blob(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String file(String host) {
        return "hosts/" + host + ".yaml";
    }

    private static Map<String, String> refused(List<Diagnostic> diagnostics) {
        var wrong = new TreeMap<String, String>();
        for (var problem : diagnostics) {
            if (problem.severity() != Diagnostic.Severity.ERROR) continue;
            var file = problem.place().file();
            if (!file.startsWith("hosts/")) throw new IllegalStateException("the files would be invalid: " + problem);
            wrong.putIfAbsent(
                    file.replaceAll("^hosts/|\\.yaml$", ""),
                    "%s. %s".formatted(problem.summary(), readable(problem.detail())));
        }
        return wrong;
    }

    /** The files of a trial exist nowhere. */
    private static String readable(String text) {
        return text.replaceAll("hosts/([a-z0-9-]+)\\.yaml:[0-9]+:[0-9]+", "the document of $1");
    }

    private Map<String, String> different(Inventory inventory) {
        var wrong = new TreeMap<String, String>();
        for (Host host : inventory.hosts().values()) {
            var name = host.name().value();
            var machine = machines.get(name);
            if (machine == null) throw new IllegalStateException("no machine was written as " + name);
            asFound.objection(host, machine).ifPresent(why -> wrong.put(name, readable(why)));
        }
        return wrong;
    }
}
