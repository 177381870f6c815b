package io.penguintech.gough.bot.cli;

import io.penguintech.gough.bot.backends.Backends;
import io.penguintech.gough.bot.importing.Imported;
import io.penguintech.gough.bot.importing.Importing;
import io.penguintech.gough.bot.source.RepositoryId;
import io.penguintech.gough.reconcile.Failure;
import io.penguintech.gough.reconcile.Machine;
import io.penguintech.gough.reconcile.Observed;
import io.penguintech.gough.reconcile.Reading;
import io.penguintech.gough.reconcile.Survey;
import io.penguintech.gough.reconcile.SystemId;
import io.penguintech.gough.reconcile.World;
import io.penguintech.gough.reconcile.http.CallListener;
import io.penguintech.gough.schema.BackendName;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

@Command(
        name = "import",
        description = "Write an infra repository of what exists in a MAAS region and a Fleet. Changes nothing there.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:written",
            "1:refused: the folder holds such files already",
            "2:wrong usage",
            "3:a backend cannot be reached"
        })
final class ImportCommand implements Callable<Integer> {
    /** So many machines are asked about between two signs of progress. */
    private static final int SLICE = 500;

    private static final BackendName DEFAULT = new BackendName("default");

    @ParentCommand
    @SuppressWarnings("NullAway.Init") // set by picocli
    Gough gough;

    @Parameters(
            index = "0",
            paramLabel = "DIR",
            description = "Where to; made when it is missing. Files that exist are never overwritten.")
    @SuppressWarnings("NullAway.Init") // set by picocli
    Path folder;

    @Mixin
    BackendFlags backends = new BackendFlags();

    @Mixin
    OneRepository repository = new OneRepository();

    @Option(names = "-o", paramLabel = "FORMAT", description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
    OutputFormat format = OutputFormat.TEXT;

    @Override
    public Integer call() {
        var target = new NewFolder(folder);
        target.refuseWhatIsThere();
        Logs.quiet();
        var imported = imported(tag());
        target.write(imported.files());
        gough.terminal()
                .raw(
                        switch (format) {
                            case TEXT -> ImportReport.text(folder, imported);
                            case JSON -> ImportReport.json(imported);
                        });
        gough.terminal().note(next());
        return Exit.OK;
    }

    /** The tag of the Gough that shall manage what is imported. */
    private String tag() {
        try {
            return "gough-" + new RepositoryId(repository.id == null ? "main" : repository.id);
        } catch (IllegalArgumentException e) {
            throw new CommandFailed(Exit.USAGE, "--repository " + e.getMessage());
        }
    }

    private Imported imported(String tag) {
        try (var opened = new Backends(backends.settings(), CallListener.NONE, Clock.systemUTC(), new SecureRandom())) {
            progress("listing everything");
            var observed = Observing.everything(opened.world());
            var region = Optional.ofNullable(observed.regions().get(DEFAULT));
            var survey = region.map(seen -> survey(opened.world(), seen))
                    .orElseGet(() -> new Survey(new TreeMap<>(), Optional.empty(), new TreeSet<>()));
            survey.withheld()
                    .ifPresent(why -> gough.terminal()
                            .problem("power parameters are for MAAS administrators, so only power types are written: "
                                    + why));
            progress("writing");
            var sight = new Importing.Sight(
                    region, survey, Optional.ofNullable(observed.fleets().get(DEFAULT)), tag);
            return new Importing(Checked::loaded).of(sight);
        } finally {
            gough.terminal().progress("");
        }
    }

    private Survey survey(World world, Observed.Region region) {
        var machines =
                region.machines().values().stream().map(seen -> seen.value()).toList();
        var power = new TreeMap<SystemId, java.util.SortedMap<String, Optional<String>>>();
        var tags = new TreeSet<String>();
        var withheld = Optional.<String>empty();
        for (int from = 0; from < machines.size() && withheld.isEmpty(); from += SLICE) {
            progress("power parameters: %,d of %,d machines".formatted(from, machines.size()));
            var slice = asked(world, machines.subList(from, Math.min(machines.size(), from + SLICE)));
            power.putAll(slice.power());
            tags.addAll(slice.computedTags());
            withheld = slice.withheld();
        }
        return new Survey(withheld.isPresent() ? new TreeMap<>() : power, withheld, tags);
    }

    private static Survey asked(World world, List<Machine> machines) {
        Map<SystemId, String> types = new HashMap<>();
        machines.forEach(machine -> types.put(machine.id(), machine.powerType()));
        return switch (world.maas(DEFAULT).survey(types)) {
            case Reading.Got<Survey>(var survey) -> survey;
            case Reading.Missed<Survey>(Failure why) ->
                throw new CommandFailed(Exit.UNREACHABLE, "maas default: " + why.why());
        };
    }

    private void progress(String what) {
        gough.terminal().progress("importing: " + what);
    }

    /** What to do with it now. */
    private String next() {
        var words = new ArrayList<String>();
        if (backends.maasUrl != null)
            words.add("--maas-url %s --maas-api-key-file %s".formatted(backends.maasUrl, backends.maasApiKeyFile));
        if (backends.fleetUrl != null)
            words.add("--fleet-url %s --fleet-token-file %s".formatted(backends.fleetUrl, backends.fleetTokenFile));
        return """
                Next: read the files, fill in gough.yaml, commit. Nothing is to be done:
                  gough plan %s --state DATA --initial-rules %s %s""".formatted(folder, folder.resolve("gough.yaml"), String.join(" ", words));
    }
}
