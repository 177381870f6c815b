package io.penguintech.gough.reconcile;

import io.penguintech.gough.schema.BackendName;
import io.penguintech.gough.schema.FleetObject;
import io.penguintech.gough.schema.HostGoal;
import io.penguintech.gough.schema.Label;
import io.penguintech.gough.schema.MacAddress;
import io.penguintech.gough.schema.Risk;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * The whole journey of one subject to its goal, as one thing to approve. Its steps are derived afresh at each look
 * ({@link Journey}), so walking through Commissioning, Ready and Allocated does not alter it.
 */
public sealed interface Change {
    /** What it is about. */
    Subject subject();

    /** What it may cost. */
    Risk risk();

    /** Why it is needed, one sentence for people. Never used to decide anything. */
    String because();

    /** Fields it alters, sorted by name, values masked. */
    List<FieldChange> fields();

    /** One verb for people and counts: deploy, prepare, release, reinstall, adopt, register, amend, configure, restore, maintain, return, the word of a {@link HostRequest.What}, create, update, replace, delete, rules. */
    String verb();

    /**
     * What exists only once this change is done, as {@code zone rack-b}: what {@link #needs} it within the same region
     * is started later.
     */
    default Set<String> makes() {
        return Set.of();
    }

    /** What must exist before this change is started, as {@link #makes} names it; most of it usually does. */
    default Set<String> needs() {
        return Set.of();
    }

    /** The request that it brings about, when a person asked for it. */
    default Optional<HostRequest> asked() {
        return Optional.empty();
    }

    /** What an approval names: see {@link PlanDigest}. 64 hexadecimal digits. */
    default String digest() {
        return PlanDigest.of(this);
    }

    /**
     * Whether it destroys what a machine holds, or would if a person was wrong about a lost host: what limits on
     * destruction count.
     */
    default boolean destroysHost() {
        return switch (this) {
            case Release _, Reinstall _ -> true;
            case BringUp up -> up.lost();
            case Amend _,
                    Adopt _,
                    Register _,
                    Restore _,
                    Maintain _,
                    Return _,
                    OnRequest _,
                    OfFleet _,
                    OfThing _,
                    AcceptRules _ -> false;
        };
    }

    /** A change of a host's machine. */
    sealed interface OfHost extends Change {
        @Override
        Subject.OfHost subject();

        /** The region it happens in. */
        BackendName region();

        /** The machine, or the addresses of one that is still absent. */
        Identity machine();

        /** Whether the region's VM hosts are others once it is done. */
        default boolean altersVmHosts() {
            return fields().stream().anyMatch(VmHosting::isAbout);
        }

        /** What it sets up on the machine while nothing runs there. */
        default Setup setup() {
            return Setup.NONE;
        }

        @Override
        default Set<String> needs() {
            return Needs.of(this);
        }
    }

    /** Which machine. */
    sealed interface Identity {
        /**
         * A machine MAAS knows.
         *
         * @param id its id
         */
        record Known(SystemId id) implements Identity {}

        /**
         * A machine that MAAS does not know yet.
         *
         * @param macAddresses the addresses it will be found by
         */
        record Absent(SortedSet<MacAddress> macAddresses) implements Identity {}

        /**
         * A virtual machine that is to be made, and is known by its name then.
         *
         * @param hostname its name
         * @param number MAAS's number of the VM host it is made on
         * @param vmHost that VM host's name
         */
        record Virtual(String hostname, long number, String vmHost) implements Identity {
            /** Whether the machine is the one that was made, or is to be. */
            public boolean is(Machine machine) {
                return machine.hostname().equals(hostname)
                        && machine.vmHost()
                                .filter(on -> on.name().equals(vmHost))
                                .isPresent();
            }
        }
    }

    /**
     * Brings a host up from nothing, New or Ready to its goal (ready or deployed): enlist, commission, amend, deploy.
     * Destroys nothing, unless the host was lost and somebody was wrong about that.
     *
     * @param from where it starts, as people read it: absent, New, Ready
     * @param goal ready or deployed
     * @param deployment what will run; empty for goal ready
     * @param lost whether something ran on it that a person confirmed to be gone
     * @param setup what is set up on it before it is deployed
     */
    record BringUp(
            Subject.OfHost subject,
            BackendName region,
            Identity machine,
            String from,
            HostGoal goal,
            Optional<Records.Deployment> deployment,
            boolean lost,
            Setup setup,
            List<FieldChange> fields,
            Risk risk,
            String because)
            implements OfHost {
        /** Reads what an earlier version wrote, which set nothing up. */
        public BringUp {
            setup = Objects.requireNonNullElse(setup, Setup.NONE);
        }

        /** One that sets nothing up. */
        public BringUp(
                Subject.OfHost subject,
                BackendName region,
                Identity machine,
                String from,
                HostGoal goal,
                Optional<Records.Deployment> deployment,
                boolean lost,
                List<FieldChange> fields,
                Risk risk,
                String because) {
            this(subject, region, machine, from, goal, deployment, lost, Setup.NONE, fields, risk, because);
        }

        @Override
        public String verb() {
            return deployment.isPresent() ? "deploy" : "prepare";
        }
    }

    /**
     * Alters fields of a machine in place: name, zone, pool, domain, description, tags; of a Ready machine also its setup;
     * of a running hypervisor that MAAS knows it as a VM host; of a running machine the address of a replaced card.
     *
     * @param setup what is set up on it; nothing when only fields differ
     */
    record Amend(
            Subject.OfHost subject,
            BackendName region,
            Identity machine,
            Setup setup,
            List<FieldChange> fields,
            Risk risk,
            String because)
            implements OfHost {
        /** Reads what an earlier version wrote, which set nothing up. */
        public Amend {
            setup = Objects.requireNonNullElse(setup, Setup.NONE);
        }

        /** One that sets nothing up. */
        public Amend(
                Subject.OfHost subject,
                BackendName region,
                Identity machine,
                List<FieldChange> fields,
                Risk risk,
                String because) {
            this(subject, region, machine, Setup.NONE, fields, risk, because);
        }

        @Override
        public String verb() {
            return verb(setup, fields);
        }

        /** Whether MAAS then restarts the virtual machines that it finds on what runs there. */
        public boolean takesInVirtualMachines() {
            return VmHosting.takesIn(fields);
        }

        static String verb(Setup setup, List<FieldChange> fields) {
            return setup.isNothing()
                            && fields.stream().noneMatch(field -> VmHosting.isAbout(field) || Cards.isAbout(field))
                    ? "amend"
                    : "configure";
        }
    }

    /**
     * Gives a machine up: power off, hold, release, erase, perhaps delete.
     *
     * @param before what it is now, as people read it, with its owner
     * @param erase how disks are erased
     * @param delete whether MAAS forgets it afterwards
     * @param hold how long it is kept powered off first; zero for goal ready
     */
    record Release(
            Subject.OfHost subject,
            BackendName region,
            Identity machine,
            String before,
            HostGoal.Erase erase,
            boolean delete,
            Duration hold,
            List<FieldChange> fields,
            Risk risk,
            String because)
            implements OfHost {
        @Override
        public String verb() {
            return "release";
        }

        /** Whether MAAS will not know it afterwards: as asked for, or because it is virtual and goes with its release. */
        public boolean deletes() {
            return delete || fields.stream().anyMatch(field -> field.field().equals(MachineFields.MACHINE));
        }
    }

    /**
     * Releases a machine and deploys it again, because its generation was raised or somebody asked for it.
     *
     * @param before what it is now, as people read it, with its owner
     * @param deployment what will run
     * @param setup what is set up on it in between
     * @param asked the request; empty when the generation was raised
     */
    record Reinstall(
            Subject.OfHost subject,
            BackendName region,
            Identity machine,
            String before,
            Records.Deployment deployment,
            Setup setup,
            Optional<HostRequest> asked,
            List<FieldChange> fields,
            Risk risk,
            String because)
            implements OfHost {
        /** Reads what an earlier version wrote, which set nothing up and knew no requests. */
        public Reinstall {
            setup = Objects.requireNonNullElse(setup, Setup.NONE);
            asked = Objects.requireNonNullElse(asked, Optional.empty());
        }

        /** Because its generation was raised. */
        public Reinstall(
                Subject.OfHost subject,
                BackendName region,
                Identity machine,
                String before,
                Records.Deployment deployment,
                Setup setup,
                List<FieldChange> fields,
                Risk risk,
                String because) {
            this(subject, region, machine, before, deployment, setup, Optional.empty(), fields, risk, because);
        }

        /** One that sets nothing up. */
        public Reinstall(
                Subject.OfHost subject,
                BackendName region,
                Identity machine,
                String before,
                Records.Deployment deployment,
                List<FieldChange> fields,
                Risk risk,
                String because) {
            this(subject, region, machine, before, deployment, Setup.NONE, fields, risk, because);
        }

        @Override
        public String verb() {
            return "reinstall";
        }
    }

    /**
     * Takes over a machine as it is: tags, name, zone, pool, description; never its lifecycle.
     *
     * @param before what it is now, as people read it, with its owner
     */
    record Adopt(
            Subject.OfHost subject,
            BackendName region,
            Identity machine,
            String before,
            List<FieldChange> fields,
            Risk risk,
            String because)
            implements OfHost {
        @Override
        public String verb() {
            return "adopt";
        }
    }

    /**
     * Makes MAAS know a machine that runs already, as Deployed and ours: a region that was lost is rebuilt, or a machine
     * that was never in MAAS is taken over. Sends nothing to the machine itself.
     *
     * @param deployment what Gough remembers to have deployed there; empty for what it takes over as it is
     */
    record Register(
            Subject.OfHost subject,
            BackendName region,
            Identity machine,
            Optional<Records.Deployment> deployment,
            List<FieldChange> fields,
            Risk risk,
            String because)
            implements OfHost {
        @Override
        public String verb() {
            return "register";
        }
    }

    /**
     * Switches a machine on again that was held to be retired, because its document came back.
     *
     * @param before what it is now, as people read it, with its owner
     */
    record Restore(
            Subject.OfHost subject,
            BackendName region,
            Identity machine,
            String before,
            List<FieldChange> fields,
            Risk risk,
            String because)
            implements OfHost {
        @Override
        public String verb() {
            return "restore";
        }
    }

    /**
     * Puts a machine into MAAS's rescue mode: what runs on it is cut off and stays on its disks.
     *
     * @param before what it is now, as people read it, with its owner
     */
    record Maintain(
            Subject.OfHost subject,
            BackendName region,
            Identity machine,
            String before,
            List<FieldChange> fields,
            Risk risk,
            String because)
            implements OfHost {
        @Override
        public String verb() {
            return "maintain";
        }
    }

    /**
     * Lets a machine that Gough put into rescue mode exit it, so that it is what it was.
     *
     * @param to what it was before, as people read it, with its owner
     */
    record Return(
            Subject.OfHost subject,
            BackendName region,
            Identity machine,
            String to,
            List<FieldChange> fields,
            Risk risk,
            String because)
            implements OfHost {
        @Override
        public String verb() {
            return "return";
        }
    }

    /**
     * Switches or tests a machine, because somebody asked for it. What is installed there stays.
     *
     * @param before what it is now, as people read it, with its owner
     * @param request what was asked for; never a reinstall, which is a change of its own
     */
    record OnRequest(
            Subject.OfHost subject,
            BackendName region,
            Identity machine,
            String before,
            HostRequest request,
            List<FieldChange> fields,
            Risk risk,
            String because)
            implements OfHost {
        @Override
        public Optional<HostRequest> asked() {
            return Optional.of(request);
        }

        @Override
        public String verb() {
            return request.what().word();
        }
    }

    /** A change of a query, a policy or a label in a Fleet. */
    sealed interface OfFleet extends Change {
        @Override
        Subject.OfFleet subject();

        @Override
        default Set<String> makes() {
            return Needs.madeBy(this);
        }

        @Override
        default Set<String> needs() {
            return Needs.of(this);
        }
    }

    /**
     * Makes something in a Fleet.
     *
     * @param wanted what
     */
    record CreateInFleet(
            Subject.OfFleet subject, FleetObject wanted, List<FieldChange> fields, Risk risk, String because)
            implements OfFleet {
        @Override
        public String verb() {
            return "create";
        }
    }

    /**
     * Alters something in a Fleet by its remembered id, or by the id it was found with when it is adopted.
     *
     * @param id Fleet's id
     * @param wanted what it shall be
     * @param adopts whether somebody else made it and it is taken over
     */
    record UpdateInFleet(
            Subject.OfFleet subject,
            long id,
            FleetObject wanted,
            boolean adopts,
            List<FieldChange> fields,
            Risk risk,
            String because)
            implements OfFleet {
        @Override
        public String verb() {
            return adopts ? "adopt" : "update";
        }
    }

    /**
     * Deletes something in a Fleet that Gough made and whose document vanished.
     *
     * @param id Fleet's id
     */
    record DeleteInFleet(Subject.OfFleet subject, long id, List<FieldChange> fields, Risk risk, String because)
            implements OfFleet {
        @Override
        public String verb() {
            return "delete";
        }
    }

    /**
     * Makes a label anew, because Fleet keeps what a label is made of. The old one is deleted; what was for its hosts is
     * for those of the new one.
     *
     * @param id Fleet's id of the old one
     * @param label what it shall be
     * @param fields what differs, and a line for each query and policy that loses its target meanwhile
     */
    record ReplaceLabel(
            Subject.OfFleet subject, long id, Label label, List<FieldChange> fields, Risk risk, String because)
            implements OfFleet {
        @Override
        public String verb() {
            return "replace";
        }
    }

    /** What is done to a thing of a region; nothing is ever deleted. */
    enum Act {
        /** Makes it. */
        CREATE,
        /** Takes over what somebody else made. */
        ADOPT,
        /** Sets fields of it. */
        UPDATE;

        /** The word for people, counts and the rules of a repository. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * A change of a thing that machines stand on: a zone, a subnet, a DNS record and so on.
     *
     * @param act what is done
     * @param id MAAS's id; empty while it is to be made
     */
    record OfThing(
            Subject.OfThing subject, Act act, Optional<String> id, List<FieldChange> fields, Risk risk, String because)
            implements Change {
        @Override
        public String verb() {
            return act.word();
        }

        @Override
        public Set<String> makes() {
            var kind = subject.kind();
            var key = kind.key(values(FieldChange::after));
            return key.equals(kind.key(values(FieldChange::before))) ? Set.of() : Needs.made(kind, key);
        }

        @Override
        public Set<String> needs() {
            return Needs.of(this);
        }

        private SortedMap<String, String> values(Function<FieldChange, Optional<String>> side) {
            var values = new TreeMap<String, String>();
            fields.forEach(field -> side.apply(field).ifPresent(value -> values.put(field.field(), value)));
            return values;
        }
    }

    /**
     * Accepts another {@code gough.yaml}: from then on its rules and people judge.
     *
     * @param before digest of the rules in force
     * @param after digest of the rules to come
     */
    record AcceptRules(
            Subject.OfRules subject, String before, String after, List<FieldChange> fields, Risk risk, String because)
            implements Change {
        @Override
        public String verb() {
            return "rules";
        }
    }
}
