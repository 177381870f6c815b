package io.penguintech.gough.reconcile.maas;

import io.penguintech.gough.reconcile.BackendIdentity;
import io.penguintech.gough.reconcile.Deployable;
import io.penguintech.gough.reconcile.DiskWrite;
import io.penguintech.gough.reconcile.Failure;
import io.penguintech.gough.reconcile.Maas;
import io.penguintech.gough.reconcile.Machine;
import io.penguintech.gough.reconcile.Observed;
import io.penguintech.gough.reconcile.ObservedThing;
import io.penguintech.gough.reconcile.ObservedVmHost;
import io.penguintech.gough.reconcile.Outcome;
import io.penguintech.gough.reconcile.Reading;
import io.penguintech.gough.reconcile.SetupWrite;
import io.penguintech.gough.reconcile.Step;
import io.penguintech.gough.reconcile.Survey;
import io.penguintech.gough.reconcile.SystemId;
import io.penguintech.gough.reconcile.http.CallListener;
import io.penguintech.gough.reconcile.http.Refused;
import io.penguintech.gough.schema.BackendName;
import io.penguintech.gough.schema.MacAddress;
import io.penguintech.gough.schema.SecretSource;
import io.penguintech.gough.schema.ThingKind;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedMap;
import java.util.random.RandomGenerator;

/**
 * A MAAS region over its API 2.0. Safe for use by many threads.
 *
 * <table>
 * <caption>HTTP calls when nothing is repeated; k = machines asked for, b = the settings' batch, t = tags</caption>
 * <tr><td>identity</td><td>3 (4 when our user may not list region controllers)</td></tr>
 * <tr><td>sweep</td><td>surroundings + 1</td></tr>
 * <tr><td>surroundings</td><td>identity + 12, 1 for each boot source, and 1 for each selected release and architecture</td></tr>
 * <tr><td>things</td><td>1 a kind; fabrics and their VLANs together 1, DNS records 3, image sets as above and 2 lists</td></tr>
 * <tr><td>make or change a thing</td><td>1 write; 1 read more for what it refers to, for a zone, a subnet, a name, images</td></tr>
 * <tr><td>compose</td><td>2 reads, 1 write</td></tr>
 * <tr><td>look, find, named</td><td>k / b, rounded up; none for nothing</td></tr>
 * <tr><td>survey</td><td>2 + k / b, rounded up</td></tr>
 * <tr><td>roster</td><td>none without a login; 1 for each begun 1000 machines, and now and then 1 to log in or renew</td></tr>
 * <tr><td>news</td><td>1 for each begun 1000 events; 2 when there are none at all</td></tr>
 * <tr><td>enlist, register</td><td>1 read (per b addresses), 1 write (and once in its life whoami)</td></tr>
 * <tr><td>commission, deploy, allocate, power on, lock and unlock, exit rescue mode, amend, stamp</td><td>1 write; after a refusal
 *     for the machine's state 1 read more (and once in its life whoami)</td></tr>
 * <tr><td>set power, query power</td><td>1 write; 1 read</td></tr>
 * <tr><td>release, power off, rescue mode, delete</td><td>1 read before (2 for a VM host), then the same</td></tr>
 * <tr><td>register a VM host</td><td>1 read, 1 more for each VM host whose machine MAAS does not know, 1 write</td></tr>
 * <tr><td>remove VM hosts</td><td>2 reads; 1 read and 1 write for each</td></tr>
 * <tr><td>VM hosts</td><td>1</td></tr>
 * <tr><td>deployable</td><td>1, and 1 for each image of the release</td></tr>
 * <tr><td>a setup's write</td><td>1 write; 1 read before it when it names a VLAN or subnet, or lays out disks</td></tr>
 * <tr><td>tag</td><td>t writes and 1 read; 2 writes more for each tag MAAS does not have yet</td></tr>
 * </table>
 */
public final class MaasHttp implements Maas, AutoCloseable {
    private static final Duration SECRETS_LATER = Duration.ofSeconds(60);

    private final MaasCalls calls;
    private final Identity identity;
    private final Reads reads;
    private final Surveys surveys;
    private final EventFeed events;
    private final Optional<PagedList> paged;
    private final Enlisting enlisting;
    private final Lifecycle lifecycle;
    private final FieldWrites fields;
    private final PowerWrites power;
    private final NetworkWrites network;
    private final StorageWrites storage;
    private final VmHosts vmHosts;
    private final ThingReads things;
    private final ThingWrites thingWrites;

    /**
     * Sets up; calls nothing yet.
     *
     * @param region its name in the server settings, for messages and metrics
     * @param settings how to reach it
     * @param listener hears of every HTTP call
     * @param clock for OAuth time stamps and the moments of observations
     * @param random for OAuth nonces and the spread of pauses; must not repeat after a restart
     */
    public MaasHttp(
            BackendName region, MaasSettings settings, CallListener listener, Clock clock, RandomGenerator random) {
        this.calls = new MaasCalls(
                region, settings, new OAuth(ApiKey.parse(settings.apiKey()), clock, random), listener, random);
        this.identity = new Identity(calls);
        this.vmHosts = new VmHosts(calls);
        this.things = new ThingReads(calls);
        this.thingWrites = new ThingWrites(calls, things);
        this.reads = new Reads(calls, things, vmHosts, clock);
        this.surveys = new Surveys(calls);
        this.events = new EventFeed(calls, clock);
        this.paged = calls.pagedList(clock);
        this.enlisting = new Enlisting(calls, reads, identity);
        this.lifecycle = new Lifecycle(calls, reads, identity, vmHosts);
        this.fields = new FieldWrites(calls, reads);
        this.power = new PowerWrites(calls);
        this.network = new NetworkWrites(calls);
        this.storage = new StorageWrites(calls, reads);
    }

    @Override
    public Reading<BackendIdentity> identity() {
        return reading(identity::read);
    }

    @Override
    public Reading<Observed.Region> sweep() {
        return reading(() -> reads.sweep(identity.read()));
    }

    @Override
    public Reading<Observed.Region> surroundings() {
        return reading(() -> reads.surroundings(identity.read()));
    }

    @Override
    public Reading<Map<SystemId, Machine>> look(Set<SystemId> ids) {
        return reading(() -> reads.look(ids));
    }

    @Override
    public Reading<List<Machine>> find(Set<MacAddress> macAddresses) {
        return reading(() -> reads.find(macAddresses));
    }

    @Override
    public Reading<List<Machine>> named(Set<String> hostnames) {
        return reading(() -> reads.named(hostnames));
    }

    @Override
    public Reading<News> news(OptionalLong cursor) {
        return reading(() -> events.news(cursor));
    }

    @Override
    public Reading<Survey> survey(Map<SystemId, String> powerTypes) {
        return reading(() -> surveys.read(powerTypes));
    }

    @Override
    public Reading<Optional<Map<SystemId, Integer>>> roster() {
        return reading(() ->
                paged.isEmpty() ? Optional.empty() : Optional.of(paged.get().read()));
    }

    @Override
    public Reading<SortedMap<ThingKind, SortedMap<String, ObservedThing>>> things(Set<ThingKind> kinds) {
        return reading(() -> things.read(kinds));
    }

    @Override
    public Reading<Optional<SortedMap<Long, ObservedVmHost>>> vmHosts() {
        return reading(vmHosts::list);
    }

    @Override
    public Reading<Deployable> deployable(String release) {
        return reading(() -> reads.deployable(release));
    }

    @Override
    public Outcome start(Step.OnRegion step) {
        try {
            return switch (step) {
                case Step.OnThing thing -> thingWrites.start(thing);
                case Step.ImportImages() -> thingWrites.importImages();
            };
        } catch (Refused refused) {
            return new Outcome.Failed(refused.failure());
        }
    }

    @Override
    public Outcome start(Step.OnMachine step) {
        try {
            return started(step);
        } catch (Refused refused) {
            return new Outcome.Failed(refused.failure());
        } catch (SecretSource.SecretUnavailable unavailable) {
            // Secrets are asked before anything is sent, so nothing has happened; a store that is away comes back.
            return new Outcome.Failed(
                    new Failure.TryAgain("a secret cannot be had: " + unavailable.getMessage(), SECRETS_LATER));
        }
    }

    private Outcome started(Step.OnMachine step) throws Refused {
        return switch (step) {
            case Step.Enlist enlist -> enlisting.enlist(enlist);
            case Step.Register register -> enlisting.register(register);
            case Step.Commission commission -> lifecycle.commission(commission);
            case Step.Amend amend -> fields.amend(amend);
            case Step.SetPower set -> power.set(set);
            case Step.QueryPower query -> power.query(query);
            case Step.Tag tag -> fields.tag(tag);
            case Step.Allocate allocate -> lifecycle.allocate(allocate);
            case Step.Stamp stamp -> fields.stamp(stamp);
            case Step.Deploy deploy -> lifecycle.deploy(deploy);
            case Step.ShutDown down -> lifecycle.shutDown(down);
            case Step.PowerOff off -> lifecycle.powerOff(off);
            case Step.PowerOn on -> lifecycle.powerOn(on);
            case Step.Lock lock -> lifecycle.lock(lock);
            case Step.Unlock unlock -> lifecycle.unlock(unlock);
            case Step.Rescue rescue -> lifecycle.rescue(rescue);
            case Step.ExitRescue exit -> lifecycle.exitRescue(exit);
            case Step.Test test -> lifecycle.test(test);
            case Step.Release release -> lifecycle.release(release);
            case Step.Delete delete -> lifecycle.delete(delete);
            case Step.Compose compose -> vmHosts.compose(compose);
            case Step.RegisterVmHost register -> vmHosts.register(register);
            case Step.TellVmHost tell -> vmHosts.tell(tell);
            case Step.RemoveVmHosts remove -> vmHosts.remove(remove);
            case Step.SetUp(var id, var write) -> setUp(id, write);
        };
    }

    private Outcome setUp(SystemId id, SetupWrite write) throws Refused {
        return switch (write) {
            case SetupWrite.Rename rename -> network.rename(id, rename);
            case SetupWrite.SetInterface set -> network.set(id, set);
            case SetupWrite.CreateInterface create -> network.create(id, create);
            case SetupWrite.LinkSubnet link -> network.link(id, link);
            case SetupWrite.UnlinkSubnet unlink -> network.unlink(id, unlink);
            case SetupWrite.SetDefaultGateway gateway -> network.gateway(id, gateway);
            case SetupWrite.ReplaceCard replace -> network.replace(id, replace);
            case SetupWrite.LayOut layOut -> storage.layOut(id, layOut);
            case DiskWrite disk -> storage.write(id, disk);
        };
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
    }
}
