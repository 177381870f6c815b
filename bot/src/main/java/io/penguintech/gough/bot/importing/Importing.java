package io.penguintech.gough.bot.importing;

import io.penguintech.gough.reconcile.AsFound;
import io.penguintech.gough.reconcile.Machine;
import io.penguintech.gough.reconcile.Observed;
import io.penguintech.gough.reconcile.Seen;
import io.penguintech.gough.reconcile.Survey;
import io.penguintech.gough.schema.Diagnostic;
import io.penguintech.gough.schema.Loaded;
import io.penguintech.gough.schema.RepoTree;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * Writes an infra repository of what exists, so that its plan is empty: machines that run or wait as they are, adopted;
 * queries, policies and labels of a Fleet, adopted. Whatever Gough would refuse or would have to act on is left out, with the reason. Pure.
 */
public final class Importing {
    /** How Gough itself judges the files. */
    private final Function<RepoTree, Loaded> load;

    private final Remarks leftOut = new Remarks();
    /** What of a machine that is written is not. */
    private final Remarks partly = new Remarks();

    /** @param load what a tree of files declares, or everything wrong with it */
    public Importing(Function<RepoTree, Loaded> load) {
        this.load = load;
    }

    /**
     * What was seen.
     *
     * @param region the region; empty when only a Fleet is imported
     * @param survey what else MAAS tells of its machines
     * @param fleet the Fleet; empty when only a region is imported
     * @param ownTag the tag of this repository's Gough
     */
    public record Sight(
            Optional<Observed.Region> region, Survey survey, Optional<Observed.FleetServer> fleet, String ownTag) {}

    /** The files, and a sentence about everything that is not in them. */
    public Imported of(Sight sight) {
        var machines = sight.region()
                .map(region ->
                        region.machines().values().stream().map(Seen::value).toList())
                .orElse(List.<Machine>of());
        var objects = sight.fleet()
                .map(fleet -> fleet.objects().values().stream()
                        .flatMap(all -> all.values().stream())
                        .filter(object -> !object.builtIn())
                        .toList())
                .orElse(List.of());
        var sheets = sheets(machines, sight);
        var written = accepted(new Draft(
                sheets,
                FleetSheets.of(objects, leftOut),
                sight.region().map(region -> ThingSheets.of(region, leftOut)).orElse(List.of())));
        return new Imported(
                written.files(),
                written.hosts().size(),
                machines.size(),
                written.queries().size(),
                objects.size(),
                written.things().size(),
                leftOut.list(),
                remarks(machines, sight, written));
    }

    private List<Sheet> sheets(Collection<Machine> machines, Sight sight) {
        var sifting = new Sifting(machines, sight.ownTag());
        var writing = new MachineSheets(machines, sight.survey(), new Remarks());
        var sheets = new TreeMap<String, Sheet>();
        for (var machine : machines) {
            var no = sifting.objection(machine);
            if (no.isPresent()) {
                leftOut.add(named(machine), no.get());
                continue;
            }
            writing.sheet(machine)
                    .ifPresentOrElse(
                            sheet -> sheets.put(sheet.name(), sheet),
                            () -> leftOut.add(
                                    named(machine),
                                    "MAAS knows neither a MAC address nor a serial number that is its alone, so no document can mean it."));
        }
        return sight.region()
                .map(region -> tried(List.copyOf(sheets.values()), machines, region))
                .orElse(List.of());
    }

    private List<Sheet> tried(List<Sheet> sheets, Collection<Machine> machines, Observed.Region region) {
        var byName = new TreeMap<String, Machine>();
        machines.forEach(machine -> byName.putIfAbsent(machine.hostname(), machine));
        return new Trial(load, new AsFound(region), byName, partly).of(sheets);
    }

    private static String named(Machine machine) {
        return "%s (%s)".formatted(machine.hostname(), machine.id());
    }

    /** Said of what was written only. */
    private List<Imported.Remark> remarks(Collection<Machine> machines, Sight sight, Draft written) {
        var remarks = new Remarks();
        var names = new TreeSet<String>();
        written.hosts().forEach(sheet -> names.add(sheet.name()));
        var user = sight.region().map(region -> region.identity().user()).orElse("");
        var writing = new MachineSheets(machines, sight.survey(), remarks);
        for (var machine : machines) {
            if (!names.contains(machine.hostname())) continue;
            writing.sheet(machine);
            Sifting.note(machine, user).ifPresent(note -> remarks.add(machine.hostname(), note));
            Sifting.lock(machine).ifPresent(note -> remarks.add(machine.hostname(), note));
        }
        remarks.addAbout(names, partly);
        return remarks.list();
    }

    /** Without the documents that Gough would refuse: they are left out one by one, with what is wrong with them. */
    private Draft accepted(Draft first) {
        var draft = first;
        while (true) {
            if (!(load.apply(draft.tree()) instanceof Loaded.Invalid(var problems))) return draft;
            var errors = problems.stream()
                    .filter(problem -> problem.severity() == Diagnostic.Severity.ERROR)
                    .toList();
            var fewer = draft.without(errors, leftOut);
            if (fewer.size() == draft.size())
                throw new IllegalStateException("the files would be invalid: " + errors.getFirst());
            draft = fewer;
        }
    }
}
