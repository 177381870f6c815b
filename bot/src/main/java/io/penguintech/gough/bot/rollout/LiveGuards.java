package io.penguintech.gough.bot.rollout;

import io.penguintech.gough.bot.source.RepositoryId;
import io.penguintech.gough.reconcile.Change;
import io.penguintech.gough.reconcile.HostIdentity;
import io.penguintech.gough.reconcile.LiveAnswer;
import io.penguintech.gough.reconcile.Machine;
import io.penguintech.gough.reconcile.Reading;
import io.penguintech.gough.reconcile.Seen;
import io.penguintech.gough.reconcile.World;
import io.penguintech.gough.schema.Guard;
import io.penguintech.gough.schema.Host;
import io.penguintech.gough.schema.HostName;
import io.penguintech.gough.schema.VisibleText;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What keeps a change from destroying what runs on its machine: the guards of its host, asked through Fleet. Only a fresh
 * answer without rows lets it begin; silence of any kind does not.
 */
final class LiveGuards implements AutoCloseable {
    private static final int LONGEST_ROW = 120;
    private static final int LONGEST_WHY = 400;

    private final Stores stores;
    private final World world;
    private final GuardQuestions questions;
    private final Clock clock;

    LiveGuards(Stores stores, World world, GuardQuestions questions, Clock clock) {
        this.stores = stores;
        this.world = world;
        this.questions = questions;
        this.clock = clock;
    }

    /** What the guards of a change say. */
    sealed interface Say {
        /** It may go on. */
        record Pass() implements Say {}

        /** The host is being asked. */
        record Asking() implements Say {}

        /** It may not, and why; the sentence ends with what ends that. */
        record Held(String why) implements Say {}
    }

    /** Whether a change destroys what runs on a machine, or restarts what lives there, so that its host may be guarded. */
    static boolean isGuarded(Change change) {
        return switch (change) {
            case Change.Release _, Change.Reinstall _ -> true;
            case Change.Amend amend -> amend.takesInVirtualMachines();
            case Change.BringUp _,
                    Change.Adopt _,
                    Change.Register _,
                    Change.Restore _,
                    Change.Maintain _,
                    Change.Return _,
                    Change.OnRequest _,
                    Change.OfFleet _,
                    Change.OfThing _,
                    Change.AcceptRules _ -> false;
        };
    }

    /**
     * The guards that a change begins under: those of the revision that is brought about, those of the last accepted one
     * before it, and those under which people said yes.
     */
    List<Guard> inForce(RolloutRow rollout, Change change, Declarations.Declared.Valid declared) {
        if (!isGuarded(change) || !(change instanceof Change.OfHost host)) return List.of();
        var repository = rollout.repository();
        var name = host.subject().host();
        boolean itself = Outlook.isAccepted(stores.repositories().get(repository), declared);
        var now = Optional.ofNullable(declared.inventory().hosts().get(name));
        var accepted = stores.guards().accepted(repository, itself);
        return all(Stream.of(
                        Stream.of(now.map(Host::guards).orElse(List.of())),
                        names(name, now).map(each -> accepted.getOrDefault(each, List.of())),
                        Stream.of(stores.guards().approved(rollout.id(), change.digest(), clock.instant())))
                .flatMap(each -> each));
    }

    /** A host that was renamed is guarded by what was accepted under its earlier names. */
    private static Stream<HostName> names(HostName name, Optional<Host> host) {
        return Stream.concat(Stream.of(name), host.stream().flatMap(it -> it.formerly().stream()));
    }

    /** The guards of the accepted revision and of the one before it: of a revision that cannot be read, these are known. */
    List<Guard> accepted(RepositoryId repository, Change change) {
        if (!isGuarded(change) || !(change instanceof Change.OfHost host)) return List.of();
        var name = host.subject().host();
        return all(Stream.of(
                stores.guards().accepted(repository, false).getOrDefault(name, List.of()),
                stores.guards().accepted(repository, true).getOrDefault(name, List.of())));
    }

    /** What several know, once each. */
    static List<Guard> all(Stream<List<Guard>> guards) {
        return guards.flatMap(List::stream).distinct().sorted().toList();
    }

    /** What keeps a change from beginning under {@code guards}; {@code rules} say whose word against them counts now. */
    Say beginning(RolloutRow rollout, Change change, List<Guard> guards, ApprovalRules rules) {
        return say(rollout.repository(), change, guards, () -> {
            var words = stores.guards().overruledBy(rollout.id(), change.digest(), clock.instant());
            return !words.isEmpty() && Overrules.who(rules, change).stream().anyMatch(words::contains);
        });
    }

    /** What keeps a change that has begun from its first destructive step. */
    Say goingOn(Intent intent) {
        if (!isGuarded(intent.change())) return new Say.Pass();
        return say(
                intent.repository(),
                intent.change(),
                stores.guards().of(intent),
                () -> stores.guards().isOverruled(intent, clock.instant()));
    }

    private Say say(RepositoryId repository, Change change, List<Guard> guards, BooleanSupplier overruled) {
        if (guards.isEmpty() || !(change instanceof Change.OfHost host)) return new Say.Pass();
        var machine = running(host);
        if (machine.isEmpty() || overruled.getAsBoolean()) return new Say.Pass();
        var asking = false;
        var held = new ArrayList<String>();
        for (var guard : guards) {
            var question = new GuardQuestions.Question(
                    repository, host.region(), machine.get().id(), guard);
            var answer = questions.answer(question, HostIdentity.of(machine.get()));
            if (answer.isEmpty()) asking = true;
            else if (!answer.get().passes())
                held.add(why(host, guard, answer.get().said()));
        }
        if (!held.isEmpty()) return new Say.Held(String.join(" ", held));
        return asking ? new Say.Asking() : new Say.Pass();
    }

    /** The machine, as long as something runs there: what is not deployed has nobody to answer. */
    private Optional<Machine> running(Change.OfHost change) {
        if (!(change.machine() instanceof Change.Identity.Known(var id))) return Optional.empty();
        return Optional.ofNullable(world.snapshot().regions().get(change.region()))
                .flatMap(region -> Optional.ofNullable(region.machines().get(id)))
                .map(Seen::value)
                .filter(machine -> machine.state() instanceof Machine.State.Deployed);
    }

    /** Whether the machine was seen to be off: then nobody is there to answer. */
    boolean isOff(Change change) {
        return change instanceof Change.OfHost host
                && running(host)
                        .filter(machine -> machine.vitals().power() == Machine.Power.OFF)
                        .isPresent();
    }

    private static String why(Change.OfHost change, Guard guard, Reading<LiveAnswer> said) {
        var name = "Guard %s of host %s"
                .formatted(
                        VisibleText.line(guard.query().value()),
                        change.subject().host());
        return switch (said) {
            case Reading.Got<LiveAnswer>(LiveAnswer.Rows(int count, var first)) ->
                "%s returns %d %s: %s.".formatted(name, count, count == 1 ? "row" : "rows", shown(count, first));
            case Reading.Got<LiveAnswer>(LiveAnswer.Silent(var _, var why)) ->
                "%s is not answered, and silence blocks: %s.".formatted(name, ended(why));
            case Reading.Missed<LiveAnswer>(var failure) ->
                "%s cannot be asked, and silence blocks: %s.".formatted(name, ended(failure.why()));
        };
    }

    private static String shown(int count, List<SortedMap<String, String>> first) {
        var rows = first.stream().map(LiveGuards::row).collect(Collectors.joining("; "));
        return count > first.size() ? "%s; and %d more".formatted(rows, count - first.size()) : rows;
    }

    private static String row(Map<String, String> row) {
        return cut(
                row.entrySet().stream()
                        .map(column -> column.getKey() + "=" + column.getValue())
                        .collect(Collectors.joining(", ")),
                LONGEST_ROW);
    }

    private static String ended(String why) {
        return cut(why, LONGEST_WHY).replaceFirst("[.\\s]+$", "");
    }

    /** What a host says is not ours: bounded, on one line, and what cannot be seen is shown by its number. */
    private static String cut(String text, int most) {
        var line = VisibleText.line(text.length() > most ? text.substring(0, most) : text);
        return text.length() > most ? line + "…" : line;
    }

    /** Whether an answer came since this was last asked: then a look is worth while. */
    boolean news(RepositoryId repository) {
        return questions.news(repository);
    }

    @Override
    public void close() {
        questions.close();
    }
}
