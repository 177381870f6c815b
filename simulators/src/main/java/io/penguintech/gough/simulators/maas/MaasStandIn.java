package io.penguintech.gough.simulators.maas;

import io.penguintech.gough.simulators.fault.Answer;
import io.penguintech.gough.simulators.fault.Call;
import io.penguintech.gough.simulators.fault.CallRecord;
import io.penguintech.gough.simulators.fault.Faults;
import io.penguintech.gough.simulators.fault.StandInClock;
import io.penguintech.gough.simulators.fault.StandInOptions;
import io.penguintech.gough.simulators.fault.StandInServer;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Predicate;

/**
 * A MAAS region that behaves, 3.4 unless the settings say otherwise: one model in memory behind real HTTP. Safe for use by many threads.
 *
 * <p>What it can do and how it answers is recorded from a real region, read in its source, or inferred; each rule says
 * which. What a real region can and this one cannot is answered 501. Other processes drive it through
 * {@code /standin/…} (see {@link MaasControls}).
 */
public final class MaasStandIn implements AutoCloseable {
    private final MaasStandInSettings settings;
    private final Region region;
    private final MaasApi api;
    private final Workbench workbench;
    private final MaasControls controls;
    private final Contention contention;
    private final StandInServer server;
    private final LongAdder bytesSent = new LongAdder();

    private MaasStandIn(MaasStandInSettings settings) {
        this.settings = settings;
        this.region = new Region(settings);
        this.api = new MaasApi(region);
        this.workbench = new Workbench(region);
        this.controls = new MaasControls(region, workbench, settings.clock());
        this.contention = new Contention(settings.costPerWrite());
        this.server = StandInServer.start(
                new StandInOptions(settings.port(), settings.faults(), Clock.systemUTC()), this::handle);
    }

    /** Starts a region; returns when it listens. */
    public static MaasStandIn start(MaasStandInSettings settings) {
        return new MaasStandIn(settings);
    }

    private Answer handle(Call call) {
        if (call.path().startsWith("/standin/")) {
            return controls.answer(call);
        }
        return contention.around(call, () -> {
            var priced = api.answer(call);
            bytesSent.add(priced.answer().body().size());
            sleep(priced.cost());
            return priced.answer();
        });
    }

    static void sleep(Duration time) {
        try {
            Thread.sleep(time);
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        }
    }

    /** The region's URL as a client is configured with it: ends in {@code /MAAS}. */
    public String url() {
        return server.baseUrl() + "/MAAS";
    }

    /** Where the controls are: {@code http://127.0.0.1:PORT/standin}. */
    public String controlUrl() {
        return server.baseUrl() + "/standin";
    }

    /** The API key of the administrator {@code admin}. */
    public String apiKey() {
        return workbench.key(Accounts.ADMIN);
    }

    /** The API key of the other administrator, {@code alice}. */
    public String otherAdminApiKey() {
        return workbench.key(Accounts.OTHER_ADMIN);
    }

    /** The API key of the plain user {@code bob}. */
    public String plainUserApiKey() {
        return workbench.key(Accounts.PLAIN);
    }

    /** The API key of an administrator of any name, who is made if there is none. */
    public String administrator(String username) {
        return workbench.administrator(username);
    }

    /** The password with which a user logs in to the API v3 (from version 3.5 on; machines are listed there from 3.7 on). */
    public String password(String username) {
        return workbench.password(username);
    }

    /** Puts a machine into the region past its API; returns its system id. */
    public String addMachine(NewMachine machine) {
        return workbench.add(machine);
    }

    /** A machine by system id or hostname. */
    public Optional<MachineSnapshot> machine(String idOrHostname) {
        return workbench.machine(idOrHostname);
    }

    /** Every machine, oldest first. */
    public List<MachineSnapshot> machines() {
        return workbench.machines();
    }

    /** The user data that deploy was last sent for a machine, as it was sent (base64); MAAS itself never returns it. */
    public Optional<String> userData(String idOrHostname) {
        return workbench.userData(idOrHostname);
    }

    /** Changes a machine behind everybody's back. */
    public MachineEdit edit(String idOrHostname) {
        return workbench.edit(idOrHostname);
    }

    /** Somebody makes a virtual machine on a machine, without MAAS: it is found when that becomes a VM host. */
    public void addUnknownVm(String hypervisor, String name) {
        workbench.addUnknownVm(hypervisor, name);
    }

    /** A machine disappears without a trace, as after a restored backup. */
    public void vanish(String idOrHostname) {
        workbench.vanish(idOrHostname);
    }

    /** The BMC answers no more and what runs fails at its end; power state {@code error}. */
    public void pullPlug(String idOrHostname) {
        workbench.plug(idOrHostname, Workbench.Plug.OUT);
    }

    /** Somebody gives the machine's BMC this password: it answers to no other from now on. */
    public void setBmcPassword(String idOrHostname, String password) {
        workbench.bmcPassword(idOrHostname, password);
    }

    /** The plug is back in. */
    public void pushPlug(String idOrHostname) {
        workbench.plug(idOrHostname, Workbench.Plug.IN);
    }

    /** The next deployment of a host, which need not exist yet, ends in Failed deployment. */
    public void failNextDeploy(String hostname) {
        plan(Mishap.DEPLOY_FAILS, hostname);
    }

    /** Something goes wrong at the next occasion on a host, which need not exist yet. */
    public void plan(Mishap mishap, String hostname) {
        workbench.plan(mishap, hostname);
    }

    /** An image is synced from now on. */
    public void addImage(MaasImage image) {
        workbench.addImage(image);
    }

    /** Somebody deletes what MAAS has of a release for this kernel, such as {@code hwe-24.04}. */
    public void dropKernel(String series, String kernel) {
        workbench.dropKernel(series, kernel);
    }

    /** The rack controller loses its interface in VLANs of this number. */
    public void unplugRack(int vid) {
        workbench.unplugRack(vid);
    }

    /** The boot source offers a newer version, such as {@code 20261122}, of every image; the next import fetches it. */
    public void publishImages(String version) {
        workbench.publishImages(version);
    }

    /**
     * How often an act reached a machine, refused or not, also when the answer was swallowed. Acts are the names of
     * operations ({@code deploy}, {@code release}, ..) and {@code create, read, update, delete, tag, untag}.
     */
    public long received(String act, String systemId) {
        return workbench.received(act, systemId);
    }

    /** How often an act reached any machine. */
    public long received(String act) {
        return workbench.received(act);
    }

    /** How often an act took effect on a machine. */
    public long accepted(String act, String systemId) {
        return workbench.accepted(act, systemId);
    }

    /** How many authenticated POST, PUT and DELETE requests arrived, refused or not. */
    public long writes() {
        return workbench.writes();
    }

    /**
     * How many machines were given out in lists, by id or not, each as often as it was: times 29 ms is what a real region
     * would have worked for them (recorded).
     */
    public long machinesListed() {
        return workbench.listed();
    }

    /** How many bytes the bodies of all answers had. */
    public long bytesSent() {
        return bytesSent.sum();
    }

    /** The faults in force. */
    public Faults faults() {
        return server.faults();
    }

    /** The newest calls, oldest first, those of the controls left out. */
    public List<CallRecord> calls() {
        return server.calls();
    }

    /** How many of {@link #calls()} are like this. */
    public long count(Predicate<CallRecord> which) {
        return server.count(which);
    }

    /** The time inside the region. */
    public StandInClock clock() {
        return settings.clock();
    }

    /** Stops listening; held connections are cut. */
    @Override
    public void close() {
        server.close();
    }
}
