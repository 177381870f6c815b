package io.penguintech.gough.bot.rollout;

import io.penguintech.gough.bot.rollout.HostQuestions.Ask;
import io.penguintech.gough.bot.rollout.HostQuestions.What;
import io.penguintech.gough.reconcile.HostIdentity;
import io.penguintech.gough.reconcile.LiveAnswer;
import io.penguintech.gough.reconcile.LiveAnswer.Cause;
import io.penguintech.gough.reconcile.Machine;
import io.penguintech.gough.reconcile.Seen;
import io.penguintech.gough.reconcile.World;
import io.penguintech.gough.schema.BackendName;
import io.penguintech.gough.schema.Host;
import io.penguintech.gough.schema.HostName;
import io.penguintech.gough.schema.Inventory;
import io.penguintech.gough.schema.LiveSql;
import io.penguintech.gough.schema.Query;
import io.penguintech.gough.schema.Questions;
import io.penguintech.gough.schema.Repository;
import io.penguintech.gough.schema.Suggestion;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** Judges a live question by the rules in force, and finds out who it is for. Asks nobody. */
final class QuestionJudge {
    private final Registrar registrar;
    private final Stores stores;
    private final RolloutEngine engine;
    private final World world;
    private final Differences differences;

    QuestionJudge(Registrar registrar, Stores stores, RolloutEngine engine, World world, Differences differences) {
        this.differences = differences;
        this.registrar = registrar;
        this.stores = stores;
        this.engine = engine;
        this.world = world;
    }

    /** What comes of a question. */
    sealed interface Judged {
        /**
         * Nobody is asked.
         *
         * @param hosts those it was meant for, as far as that was found out
         */
        record Refused(String why, SortedSet<HostName> hosts) implements Judged {}

        /**
         * It may be asked.
         *
         * @param by who asks
         * @param rules how often
         * @param sql what is asked
         * @param tables what it reads
         * @param hosts everybody it is meant for
         * @param asked who is asked, by Fleet
         * @param silent why the others are not
         */
        record Allowed(
                String by,
                Questions rules,
                String sql,
                SortedSet<String> tables,
                SortedSet<HostName> hosts,
                SortedMap<BackendName, SortedMap<HostName, HostIdentity>> asked,
                SortedMap<HostName, LiveAnswer> silent)
                implements Judged {}
    }

    /** The tables that somebody may read besides those everybody may; empty when they may not ask at all. */
    Optional<SortedSet<String>> tables(ServedRepository served, Actor actor) {
        var person = registrar.person(served, actor);
        if (person.isEmpty()) return Optional.empty();
        if (actor instanceof Actor.ApiToken token && !registrar.isAtLeast(token, Repository.Role.OPERATOR))
            return Optional.empty();
        return rules(served).tables(person.get().name(), role -> registrar.may(served, actor, role));
    }

    /** Whether somebody may read the answers of others. */
    boolean mayReadAll(ServedRepository served, Actor actor) {
        return registrar.objection(served, actor, Repository.Role.ADMIN).isEmpty();
    }

    private Questions rules(ServedRepository served) {
        return InForce.of(served, stores.repositories().get(served.id()))
                .rules()
                .questions();
    }

    Judged judge(ServedRepository served, Ask ask, Actor actor) {
        var granted = tables(served, actor);
        if (granted.isEmpty()) return refused(mayNot(served, actor));
        var sight = engine.sight(served.id());
        if (sight.isEmpty()) return refused("Gough has not looked at " + served.id() + " yet. Ask again in a moment.");
        var inventory = sight.get().compared().declared().inventory();
        var meant = new ArrayList<Host>();
        try {
            var selection = HostSelection.parse(ask.on());
            inventory.hosts().values().stream()
                    .filter(selection.among(digest -> differences.hosts(served, digest)))
                    .forEach(meant::add);
            if (meant.isEmpty())
                return refused(Asking.nobody(selection, inventory.hosts().keySet()));
        } catch (IllegalArgumentException e) {
            return refused(String.valueOf(e.getMessage()));
        }
        return judge(served, ask, actor, inventory, meant, granted.get());
    }

    private Judged judge(
            ServedRepository served,
            Ask ask,
            Actor actor,
            Inventory inventory,
            List<Host> meant,
            SortedSet<String> granted) {
        var hosts = new TreeSet<HostName>();
        meant.forEach(host -> hosts.add(host.name()));
        return switch (sql(ask.what(), inventory, meant)) {
            case Sql.None(var why) -> new Judged.Refused(why, hosts);
            case Sql.One(var sql) -> {
                var why = new LinkedHashSet<String>();
                var tables = new TreeSet<String>();
                var judged = sql;
                for (var platform : platforms(meant))
                    switch (LiveSql.judge(sql, platform, granted)) {
                        case LiveSql.Judged.Refused(var all) -> why.addAll(all);
                        case LiveSql.Judged.Allowed(var text, var read) -> {
                            judged = text; // the same for every platform
                            tables.addAll(read);
                        }
                    }
                if (!why.isEmpty()) yield new Judged.Refused(String.join("\n", why), hosts);
                var rules = rules(served);
                var count = unconfirmed(ask, hosts.size(), rules);
                if (count.isPresent()) yield new Judged.Refused(count.get(), hosts);
                yield chosen(
                        served,
                        new Judged.Allowed(
                                registrar.name(served, actor),
                                rules,
                                sql,
                                tables,
                                hosts,
                                new TreeMap<>(),
                                new TreeMap<>()),
                        meant);
            }
        };
    }

    private static Judged refused(String why) {
        return new Judged.Refused(why, new TreeSet<>());
    }

    private String mayNot(ServedRepository served, Actor actor) {
        if (registrar.person(served, actor).isEmpty())
            return Registrar.stranger(actor).text();
        return "%s may not ask hosts by the gough.yaml in force: its spec.questions names who may%s."
                .formatted(
                        actor.account(),
                        actor instanceof Actor.ApiToken ? ", and an API token needs the role operator itself" : "");
    }

    private static Optional<String> unconfirmed(Ask ask, int hosts, Questions rules) {
        if (ask.hosts().isPresent() && ask.hosts().getAsInt() != hosts)
            return Optional.of("It is meant for %d hosts, not for %d. Nobody was asked."
                    .formatted(hosts, ask.hosts().getAsInt()));
        return hosts > rules.confirmAbove() && ask.hosts().isEmpty()
                ? Optional.of("It is meant for %d hosts, more than %d: say the number %d too. Nobody was asked."
                        .formatted(hosts, rules.confirmAbove(), hosts))
                : Optional.empty();
    }

    // ---- what is asked

    private sealed interface Sql {
        record One(String text) implements Sql {}

        record None(String why) implements Sql {}
    }

    private static Sql sql(What what, Inventory inventory, List<Host> meant) {
        return switch (what) {
            case What.Sql(var text) -> new Sql.One(text.strip());
            case What.Named(var name) -> named(name.strip(), inventory, meant);
        };
    }

    private static Sql named(String name, Inventory inventory, List<Host> meant) {
        var fleets = new TreeSet<BackendName>();
        meant.forEach(host -> fleets.add(host.fleet()));
        var there = inventory.queries().stream()
                .filter(query -> fleets.contains(query.fleet()))
                .toList();
        var found = there.stream()
                .filter(query -> query.title().equalsIgnoreCase(name))
                .map(Query::sql)
                .distinct()
                .toList();
        if (found.size() == 1) return new Sql.One(found.getFirst().strip());
        return new Sql.None(
                found.isEmpty()
                        ? "No query of these hosts' Fleet is called \"%s\"%s"
                                .formatted(
                                        name,
                                        Suggestion.clause(
                                                name,
                                                there.stream().map(Query::title).toList()))
                        : "Queries that are called \"%s\" ask different things in different Fleets or teams. Ask hosts of one of them, or write the SQL."
                                .formatted(name));
    }

    /** MAAS deploys Windows under such names; whatever else runs, its tables are those of Linux. */
    private static SortedSet<String> platforms(List<Host> meant) {
        var platforms = new TreeSet<String>();
        for (var host : meant)
            platforms.add(
                    host.os()
                                    .release()
                                    .filter(release -> release.startsWith("win"))
                                    .isPresent()
                            ? "windows"
                            : "linux");
        return platforms;
    }

    // ---- who is asked

    private Judged chosen(ServedRepository served, Judged.Allowed allowed, List<Host> meant) {
        var records = stores.records().all(served.id());
        var found = new Found(world.snapshot());
        for (var host : meant) {
            var machine = found.machine(host, records).map(Seen::value);
            var silent = silence(host, machine);
            if (silent.isPresent()) allowed.silent().put(host.name(), silent.get());
            else
                allowed.asked()
                        .computeIfAbsent(host.fleet(), _ -> new TreeMap<>())
                        .put(host.name(), HostIdentity.of(machine.orElseThrow()));
        }
        return allowed;
    }

    /** Why nobody is there to answer; what is not deployed runs nothing. */
    private Optional<LiveAnswer> silence(Host host, Optional<Machine> machine) {
        if (machine.isEmpty())
            return Optional.of(
                    new LiveAnswer.Silent(Cause.NOT_FOUND, "MAAS has no machine for it, as far as was seen"));
        if (!(machine.get().state() instanceof Machine.State.Deployed))
            return Optional.of(new LiveAnswer.Silent(
                    Cause.OFFLINE,
                    "nothing runs on its machine: MAAS says " + machine.get().status()));
        if (!world.fleetNames().contains(host.fleet()))
            return Optional.of(
                    new LiveAnswer.Silent(Cause.NOT_FOUND, "the server settings know no Fleet " + host.fleet()));
        if (world.identityChanged().containsKey("fleet " + host.fleet()))
            return Optional.of(new LiveAnswer.Silent(
                    Cause.NOT_FOUND, "Fleet %s is another server than before".formatted(host.fleet())));
        return Optional.empty();
    }
}
