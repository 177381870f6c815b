package io.penguintech.gough.simulators.fleet;

import io.penguintech.gough.simulators.fault.CallRecord;
import io.penguintech.gough.simulators.fault.Faults;
import io.penguintech.gough.simulators.fault.StandInOptions;
import io.penguintech.gough.simulators.fault.StandInServer;
import java.net.URI;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/**
 * A stand-in FleetDM server: REST API with state, in the old or the new generation of names, Free or Premium.
 *
 * <p>Rules come from Fleet's public source (routes: server/service/handler.go; reports: server/service/queries.go and
 * server/fleet/queries.go; errors: server/platform/endpointer/transport_error.go), shapes from recorded 4.86.2 answers
 * (getprimo/fleetdm-openapi-specs). Inferred are: the collation of names, the texts of wrong JSON types, 404 of an
 * unknown route. Everything a person does behind Gough's back has a method here and a control over HTTP
 * ({@code /standin/fleet/...}).
 */
public final class FleetStandIn implements AutoCloseable {

    private final FleetModel model;
    private final StandInServer server;
    private final Automations automations;

    private FleetStandIn(FleetSettings settings) {
        this.model = new FleetModel(settings);
        this.automations = new Automations(model);
        var options = StandInOptions.defaults().withPort(settings.port());
        this.server = StandInServer.start(options, new FleetApi(model), new LiveStream(model));
    }

    /** Starts; returns when the port is open. */
    public static FleetStandIn start(FleetSettings settings) {
        return new FleetStandIn(settings);
    }

    /** The server's address, without path and without a slash at its end. */
    public String url() {
        return server.baseUrl();
    }

    /** The faults in force; changes work from the next call on. */
    public Faults faults() {
        return server.faults();
    }

    /** Pulls the plug: until {@link #up()} every connection is cut without an answer, controls aside. */
    public void down() {
        faults().down();
        cutSockets();
    }

    /** Puts the plug back. */
    public void up() {
        faults().up();
    }

    /** The calls received, oldest first; controls are not among them. */
    public List<CallRecord> calls() {
        return server.calls();
    }

    /** How many calls were meant to change something, whatever they were answered. */
    public long writes() {
        return server.count(call -> !call.method().equals("GET") && !LiveQueries.isQuestion(call));
    }

    /** Every report, oldest first. */
    public List<Report> reports() {
        return model.alone(() -> model.reports().all());
    }

    /** The global report of this name. */
    public Optional<Report> report(String name) {
        return model.alone(() -> model.reports().find(null, name));
    }

    /**
     * A person makes a report by hand; logged under their name.
     *
     * @throws IllegalArgumentException when Fleet would refuse it
     */
    public Report create(FleetUser as, ReportFields fields) {
        return byHand(() -> model.reports().create(as, fields));
    }

    /** A person edits the global report of this name by hand; logged under their name. */
    public Report edit(FleetUser as, String name, UnaryOperator<ReportFields> change) {
        return byHand(() -> {
            var report = existing(name);
            return model.reports().modify(as, report.id(), change.apply(report.fields()));
        });
    }

    /** A person deletes the global report of this name by hand; logged under their name. */
    public void delete(FleetUser as, String name) {
        byHand(() -> {
            model.reports().delete(as, existing(name));
            return true;
        });
    }

    /** A host answers the global report of this name; nothing is kept when the report does not store results. */
    public void storeResults(String name, int hostId, List<Map<String, String>> rows) {
        byHand(() -> {
            var now = model.settings().clock().instant();
            model.reports()
                    .store(
                            existing(name).id(),
                            rows.stream()
                                    .map(row -> new ResultRow(hostId, now, row))
                                    .toList());
            return true;
        });
    }

    /** How many result rows the global report of this name has. */
    public int storedRows(String name) {
        return byHand(() -> model.reports().results(existing(name).id()).size());
    }

    /** How many stored rows edits and deletions have thrown away since the start: the damage done. */
    public long lostRows() {
        return model.alone(() -> model.reports().lostRows());
    }

    /** The audit log, oldest first. */
    public List<Activity> activities() {
        return model.alone(() -> model.log().entries());
    }

    /** A host enrols and gets its id. */
    public int enroll(FleetHost host) {
        return byHand(() -> model.enroll(host).id());
    }

    /** A host that is there enrols anew, as after it was installed again: it keeps its id, and has answered no policy. */
    public void enrollAgain(int hostId) {
        byHand(() -> model.enrollAgain(hostId));
    }

    /** Somebody deletes a host in Fleet. */
    public void deleteHost(int hostId) {
        byHand(() -> {
            model.remove(hostId);
            return true;
        });
    }

    /** A host says whether it passes the global policy of this name. */
    public void judge(int hostId, String policy, boolean passes) {
        byHand(() -> {
            model.judge(hostId, existingPolicy(policy).id(), passes);
            return true;
        });
    }

    /** So many hosts enrol at once, made by their number from 1 on; the ids they get. */
    public List<Integer> enroll(int hosts, IntFunction<FleetHost> made) {
        return byHand(() -> IntStream.rangeClosed(1, hosts)
                .mapToObj(number -> model.enroll(made.apply(number)).id())
                .toList());
    }

    /** Many hosts say at once whether they pass the global policy of this name. */
    public void judge(Collection<Integer> hostIds, String policy, boolean passes) {
        byHand(() -> {
            model.judge(hostIds, existingPolicy(policy).id(), passes);
            return true;
        });
    }

    /** An admin gives a user its role in these fleets only: it sees no other hosts from now on. */
    public void limit(FleetUser user, Set<Integer> fleetIds) {
        byHand(() -> {
            model.limit(user, fleetIds);
            return true;
        });
    }

    /** A host says whether it passes the policy with this id, of whatever fleet. */
    public void judge(int hostId, int policyId, boolean passes) {
        byHand(() -> {
            model.judge(hostId, policyId, passes);
            return true;
        });
    }

    /** A host changes, for instance goes offline: then it is not seen from now on. */
    public void change(int hostId, FleetHost host) {
        byHand(() -> {
            model.change(hostId, host);
            return true;
        });
    }

    /** From now on a host answers this SQL so; whatever else it is asked, nothing on it matches. */
    public void answer(int hostId, String sql, LiveAnswer answer) {
        byHand(() -> {
            model.live().answer(hostId, sql, answer);
            return true;
        });
    }

    /** From now on a host takes so long to answer what many hosts are asked together. */
    public void slow(int hostId, Duration time) {
        byHand(() -> {
            model.live().slow(hostId, time);
            return true;
        });
    }

    /** From now on automations post to {@code destination}, hosts in batches of so many; what happened before is not told. */
    public void connect(URI destination, int batchSize) {
        automations.connect(destination, batchSize);
    }

    /** The interval passed: hosts that newly fail a policy are posted, by policy and batch; the status of each answer. */
    public List<Integer> postFailingPolicies() {
        return automations.failingPolicies();
    }

    /** The interval passed: how many hosts were not seen for so many days is posted; the status of the answer. */
    public int postHostStatus(int days) {
        return automations.hostStatus(days);
    }

    /** An hour passed, and a vulnerability was found on hosts; the status of the answer. */
    public int postVulnerability(String cve, boolean exploited, List<Integer> hostIds) {
        return automations.vulnerability(cve, exploited, hostIds);
    }

    /** The server finds a vulnerability in software of these hosts, or of none any more; it is counted and listed. */
    public void find(String cve, boolean exploited, List<Integer> hostIds) {
        byHand(() -> {
            model.vulnerabilities().put(cve, exploited, hostIds);
            model.vulnerabilities().count();
            return true;
        });
    }

    /** The server finds many vulnerabilities at once in software of these hosts; they are counted and listed. */
    public void find(Collection<String> cves, boolean exploited, List<Integer> hostIds) {
        byHand(() -> {
            cves.forEach(cve -> model.vulnerabilities().put(cve, exploited, hostIds));
            model.vulnerabilities().count();
            return true;
        });
    }

    /** An hour passed: vulnerabilities and their hosts are counted, and listed so. */
    public void countVulnerabilities() {
        byHand(() -> {
            model.vulnerabilities().count();
            return true;
        });
    }

    /** An hour passed, and an older server is at it: only the first {@code written} of its vulnerabilities are listed. */
    public void beginToCountVulnerabilities(int written) {
        byHand(() -> {
            model.vulnerabilities().count(written);
            return true;
        });
    }

    /** What people did since it was last told is posted; the status of each answer. */
    public List<Integer> postActivities() {
        return automations.activities();
    }

    /** Somebody does what the stand-in has no rules for, so that it stands in the audit log. */
    public void note(FleetUser as, String type, Map<String, String> details) {
        byHand(() -> {
            var node = ActivityLog.details();
            details.forEach(node::put);
            model.log().add(as, type, node);
            return true;
        });
    }

    /** Cuts every open stream of answers, as a proxy or a restart does. */
    public void cutSockets() {
        server.cutSockets();
    }

    /** How many questions to many hosts are still open: not yet read, or being read. */
    public int campaigns() {
        return model.alone(() -> model.live().campaigns());
    }

    /** How often a host was asked something live, whether it answered or not. */
    public long asked(int hostId) {
        return model.alone(() -> model.live().asked(hostId));
    }

    /** Every host by id. */
    public Map<Integer, FleetHost> hosts() {
        return model.alone(() -> {
            var hosts = new TreeMap<Integer, FleetHost>();
            model.hosts().forEach((id, enrolled) -> hosts.put(id, enrolled.host()));
            return hosts;
        });
    }

    /** Makes a fleet (team); refused on a Free server. */
    public Team addFleet(String name, String enrollSecret) {
        return byHand(() -> model.places().addTeam(name, enrollSecret));
    }

    /** The first user makes a label; without a query it is a manual one. */
    public Label addLabel(String name, String query) {
        return createLabel(model.users().getFirst(), name, query);
    }

    /** A person makes a label by hand; without a query it is a manual one. */
    public Label createLabel(FleetUser as, String name, String query) {
        return byHand(
                () -> model.labels().create(as, new Labels.Wanted(name, "", query, "", null, null, Optional.empty())));
    }

    /** A person deletes the label of this name by hand. */
    public void deleteLabel(FleetUser as, String name) {
        byHand(() -> {
            model.deleteLabel(as, model.labels().named(name));
            return true;
        });
    }

    /** Every label, those that Fleet brought along first. */
    public List<Label> labels() {
        return model.alone(() -> model.labels().all());
    }

    /** The label of this name. */
    public Optional<Label> label(String name) {
        return model.alone(() -> model.labels().find(name));
    }

    /** The first user makes a global policy; so many hosts pass and fail it. */
    public Policy addPolicy(String name, String query, String resolution, int passing, int failing) {
        var made = createPolicy(
                model.users().getFirst(), PolicyFields.of(name, query).resolvedBy(resolution));
        return countHosts(made.id(), passing, failing);
    }

    /**
     * A person makes a policy by hand; logged under their name.
     *
     * @throws IllegalArgumentException when Fleet would refuse it
     */
    public Policy createPolicy(FleetUser as, PolicyFields fields) {
        return byHand(() -> model.policies().create(as, fields));
    }

    /** A person edits the global policy of this name by hand; logged under their name. */
    public Policy editPolicy(FleetUser as, String name, UnaryOperator<PolicyFields> change) {
        return byHand(() -> {
            var policy = existingPolicy(name);
            return model.policies().modify(as, policy.id(), change.apply(policy.fields()));
        });
    }

    /** A person deletes the global policy of this name by hand; logged under their name. */
    public void deletePolicy(FleetUser as, String name) {
        byHand(() ->
                model.policies().delete(as, null, List.of(existingPolicy(name).id())));
    }

    /** Hosts answer a policy: so many pass it and so many fail. */
    public Policy countHosts(int policyId, int passing, int failing) {
        return byHand(() -> {
            model.policies().count(policyId, passing, failing);
            return model.policies().get(policyId);
        });
    }

    /** Every policy, oldest first. */
    public List<Policy> policies() {
        return model.alone(() -> model.policies().all());
    }

    /** The global policy of this name. */
    public Optional<Policy> policy(String name) {
        return model.alone(() -> model.policies().find(null, name));
    }

    /** How many results of hosts edits and deletions of policies have thrown away since the start. */
    public long lostPolicyResults() {
        return model.alone(() -> model.policies().lostResults());
    }

    @Override
    public void close() {
        automations.close();
        server.close();
    }

    private Report existing(String name) {
        return model.reports()
                .find(null, name)
                .orElseThrow(() -> Refusal.notFound("there is no global report named " + name));
    }

    private Policy existingPolicy(String name) {
        return model.policies()
                .find(null, name)
                .orElseThrow(() -> Refusal.notFound("there is no global policy named " + name));
    }

    private <T> T byHand(Supplier<T> work) {
        try {
            return model.alone(work);
        } catch (Refusal refusal) {
            throw new IllegalArgumentException(refusal.message() + ": " + refusal.reason(), refusal);
        }
    }
}
