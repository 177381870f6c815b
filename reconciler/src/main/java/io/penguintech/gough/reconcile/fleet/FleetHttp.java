package io.penguintech.gough.reconcile.fleet;

import io.penguintech.gough.reconcile.BackendIdentity;
import io.penguintech.gough.reconcile.Fleet;
import io.penguintech.gough.reconcile.HostIdentity;
import io.penguintech.gough.reconcile.HostPage;
import io.penguintech.gough.reconcile.LiveAnswer;
import io.penguintech.gough.reconcile.LiveEnd;
import io.penguintech.gough.reconcile.LiveQuestion;
import io.penguintech.gough.reconcile.Observed;
import io.penguintech.gough.reconcile.ObservedObject;
import io.penguintech.gough.reconcile.Outcome;
import io.penguintech.gough.reconcile.Reading;
import io.penguintech.gough.reconcile.Sight;
import io.penguintech.gough.reconcile.Step;
import io.penguintech.gough.reconcile.http.CallListener;
import io.penguintech.gough.reconcile.http.Refused;
import io.penguintech.gough.schema.BackendName;
import io.penguintech.gough.schema.FleetKind;
import io.penguintech.gough.schema.HostName;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.random.RandomGenerator;

/**
 * A Fleet over its REST API, 4.82 and later by the new names, older ones by the old. Safe for use by many threads.
 *
 * <table>
 * <caption>HTTP calls when nothing is repeated; q = queries, p = the settings' page size, t = teams asked for</caption>
 * <tr><td>identity</td><td>3</td></tr>
 * <tr><td>look</td><td>identity; q / p, rounded up, at least 1 (one more when the last page is full and the server sends no
 *     paging information), 1 for policies and 1 for labels, all three once more for each team; 1 for t &gt; 0</td></tr>
 * <tr><td>activities, log, vulnerabilities</td><td>1</td></tr>
 * <tr><td>update, delete</td><td>1 (and once in its life version)</td></tr>
 * <tr><td>sight</td><td>1</td></tr>
 * <tr><td>hosts, carrying, vulnerable</td><td>1, a page of p hosts</td></tr>
 * <tr><td>failing</td><td>1, 1 for hosts of no team unless the licence is Free, and 1 for each team</td></tr>
 * <tr><td>ask</td><td>1 for each thing that the machine is known by (serial, UUID, two names), and 1</td></tr>
 * <tr><td>ask many</td><td>h / p for h hosts of Fleet, rounded up, at least 1 (one more when the last page is full); 1; one
 *     WebSocket</td></tr>
 * <tr><td>create</td><td>1 read for each begun page of queries whose name holds the new one, at least 1, or 1 of policies or
 *     labels; 1 write</td></tr>
 * </table>
 */
public final class FleetHttp implements Fleet, AutoCloseable {
    /** Fleet waits 25 seconds for a host (facts), and some more may pass until its answer is here. */
    private static final Duration QUESTION = Duration.ofSeconds(45);

    private final FleetCalls calls;
    /** With turns of their own: a read must not wait behind a host that does not answer. */
    private final FleetCalls ofGuards;
    /** With turns of their own again: a guard must not wait behind what people ask. */
    private final FleetCalls ofPeople;

    private final FleetIdentity identity;
    private final FleetTeams teams;
    private final FleetObjects objects;
    private final FleetHosts hosts;
    private final FleetActivities activities;
    private final FleetVulnerabilities vulnerabilities;
    private final FleetHostLists lists;
    private final Clock clock;
    /** As it was last read. */
    private volatile Optional<Observed.Licence> licence = Optional.empty();

    /**
     * Sets up; calls nothing yet.
     *
     * @param fleet its name in the server settings, for messages and metrics
     * @param settings how to reach it
     * @param listener hears of every HTTP call
     * @param clock for the moments of observations
     * @param random for the spread of pauses
     */
    public FleetHttp(
            BackendName fleet, FleetSettings settings, CallListener listener, Clock clock, RandomGenerator random) {
        this.calls = new FleetCalls(fleet, settings, listener, random);
        this.ofGuards =
                new FleetCalls(fleet, settings.with(settings.http().within(QUESTION, QUESTION)), listener, random);
        this.ofPeople =
                new FleetCalls(fleet, settings.with(settings.http().within(QUESTION, QUESTION)), listener, random);
        this.hosts = new FleetHosts(ofGuards);
        this.identity = new FleetIdentity(calls);
        this.activities = new FleetActivities(calls);
        this.vulnerabilities = new FleetVulnerabilities(calls);
        this.teams = new FleetTeams(calls);
        this.objects = new FleetObjects(calls, teams);
        this.lists = new FleetHostLists(calls, teams);
        this.clock = clock;
    }

    @Override
    public Reading<BackendIdentity> identity() {
        return reading(() -> identity.read().identity());
    }

    @Override
    public Reading<Observed.FleetServer> look(Optional<Set<String>> wanted) {
        return reading(() -> {
            var who = identity.read();
            licence = who.licence();
            var at = clock.instant();
            var found = new TreeMap<String, Boolean>();
            // A Free server refuses to be asked for teams.
            if (!wanted.equals(Optional.of(Set.of())) && !who.licence().equals(Optional.of(Observed.Licence.FREE))) {
                var there = teams.read();
                wanted.orElse(there)
                        .forEach(name -> found.put(name, teams.id(name).isPresent()));
            }
            return new Observed.FleetServer(who.identity(), who.licence(), all(found), found, at);
        });
    }

    private SortedMap<FleetKind, SortedMap<Long, ObservedObject>> all(SortedMap<String, Boolean> wanted)
            throws Refused {
        var all = new TreeMap<FleetKind, SortedMap<Long, ObservedObject>>();
        for (var kind : FleetKind.values()) {
            var found = new TreeMap<>(objects.all(kind, ""));
            for (var team : wanted.entrySet()) if (team.getValue()) found.putAll(objects.all(kind, team.getKey()));
            all.put(kind, found);
        }
        return all;
    }

    @Override
    public Reading<List<Noted>> activities() {
        return reading(activities::newest);
    }

    @Override
    public Reading<LogPage> log(int page) {
        return reading(() -> activities.page(page));
    }

    @Override
    public Reading<VulnerabilityPage> vulnerabilities(int page) {
        return reading(() -> vulnerabilities.page(page));
    }

    @Override
    public Reading<HostPage> vulnerable(String cve, int page) {
        return reading(() -> lists.vulnerable(cve, page));
    }

    @Override
    public Reading<HostPage> hosts(int page, OptionalLong failing) {
        return reading(() -> lists.page(page, failing));
    }

    @Override
    public Reading<Sight> sight() {
        return reading(identity::sight);
    }

    @Override
    public Reading<HostPage> carrying(long label, int page) {
        return reading(() -> lists.carrying(label, page));
    }

    @Override
    public Reading<SortedMap<Long, Integer>> failing(Set<String> wanted) {
        return reading(() -> lists.failing(wanted, !licence.equals(Optional.of(Observed.Licence.FREE))));
    }

    @Override
    public Reading<LiveAnswer> ask(HostIdentity host, String sql) {
        return reading(() -> hosts.ask(host, sql));
    }

    @Override
    public Reading<LiveEnd> ask(LiveQuestion question, BiConsumer<HostName, LiveAnswer> heard) {
        if (question.hosts().size() != 1)
            return reading(
                    () -> LiveCampaign.ask(ofPeople, question, heard, new FleetHostLists(ofPeople, teams), clock));
        return reading(() -> {
            var room = new RowRoom(question.mostRows(), question.mostCharacters());
            var host = question.hosts().firstEntry();
            heard.accept(host.getKey(), new FleetHosts(ofPeople).ask(host.getValue(), question.sql(), room));
            return new LiveEnd.Complete();
        });
    }

    @Override
    public Outcome start(Step.OnFleet step) {
        try {
            return switch (step) {
                case Step.CreateInFleet create -> objects.create(create);
                case Step.UpdateInFleet update -> objects.update(update);
                case Step.DeleteInFleet delete -> objects.delete(delete);
            };
        } catch (Refused refused) {
            return new Outcome.Failed(refused.failure());
        }
    }

    private interface Read<T> {
        T get() throws Refused;
    }

    private static <T> Reading<T> reading(Read<T> read) {
        try {
            return new Reading.Got<>(read.get());
        } catch (Refused refused) {
            return new Reading.Missed<>(refused.failure());
        }
    }

    /** Cuts what is under way. */
    @Override
    public void close() {
        calls.close();
        ofGuards.close();
        ofPeople.close();
    }
}
