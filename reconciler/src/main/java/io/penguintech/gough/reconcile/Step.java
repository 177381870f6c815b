package io.penguintech.gough.reconcile;

import io.penguintech.gough.schema.Commissioning;
import io.penguintech.gough.schema.DeployOptions;
import io.penguintech.gough.schema.FleetKind;
import io.penguintech.gough.schema.FleetObject;
import io.penguintech.gough.schema.Host;
import io.penguintech.gough.schema.HostGoal;
import io.penguintech.gough.schema.SecretSource;
import io.penguintech.gough.schema.TeamName;
import io.penguintech.gough.schema.ThingKind;
import io.penguintech.gough.schema.UserData;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;

/** One write to a backend. */
public sealed interface Step {
    /** A fixed word for the journal: enlist, register, commission, amend, set-power, query-power, tag, allocate, stamp, deploy, release, shut-down, power-off, power-on, lock, unlock, rescue, exit-rescue, test, delete, compose, register-vm-host, remove-vm-hosts, create-, update- and delete- with query, policy or label, park-label, move- with what is moved and its id, create-thing, update-thing, import-images, or a {@link SetupWrite#word()}. */
    String word();

    /** A write to MAAS. */
    sealed interface OnMachine extends Step {}

    /** A write to Fleet. */
    sealed interface OnFleet extends Step {}

    /**
     * Makes MAAS know a machine, without commissioning it. Looked up by address first, so doing it twice is doing it
     * once.
     *
     * @param host the declared host; secrets in its power parameters are asked of {@code secrets} at the last moment
     * @param secrets where secrets come from
     */
    record Enlist(Host host, SecretSource secrets) implements OnMachine {
        @Override
        public String word() {
            return "enlist";
        }
    }

    /**
     * Makes MAAS know a machine that runs already, as Deployed and ours; nothing is sent to the machine. Looked up by
     * address first, so doing it twice is doing it once.
     *
     * @param host the declared host; secrets in its power parameters are asked of {@code secrets} at the last moment
     * @param secrets where secrets come from
     */
    record Register(Host host, SecretSource secrets) implements OnMachine {
        @Override
        public String word() {
            return "register";
        }
    }

    /**
     * Commissions a machine.
     *
     * @param how with which options
     */
    record Commission(SystemId id, Commissioning how) implements OnMachine {
        /** As MAAS does it. */
        public Commission(SystemId id) {
            this(id, Commissioning.NONE);
        }

        @Override
        public String word() {
            return "commission";
        }
    }

    /**
     * Sets fields of a machine.
     *
     * @param fields hostname, zone, pool, domain, description to their values
     */
    record Amend(SystemId id, SortedMap<String, String> fields) implements OnMachine {
        @Override
        public String word() {
            return "amend";
        }
    }

    /**
     * Tells MAAS how a machine is switched. Says nothing to the machine.
     *
     * @param host the declared host; secrets in its power parameters are asked of {@code secrets} at the last moment
     * @param cleared parameters that MAAS shall forget
     * @param secrets where secrets come from
     */
    record SetPower(SystemId id, Host host, List<String> cleared, SecretSource secrets) implements OnMachine {
        static final String WORD = "set-power";

        /** Keeps a copy. */
        public SetPower {
            cleared = List.copyOf(cleared);
        }

        @Override
        public String word() {
            return WORD;
        }
    }

    /** Lets MAAS ask the machine's power control, to see that it answers to what MAAS was told. Changes nothing. */
    record QueryPower(SystemId id) implements OnMachine {
        static final String WORD = "query-power";

        @Override
        public String word() {
            return WORD;
        }
    }

    /** Adds and removes tags of one machine, never replacing the set: tags are shared with others. */
    record Tag(SystemId id, SortedSet<String> add, SortedSet<String> remove) implements OnMachine {
        @Override
        public String word() {
            return "tag";
        }
    }

    /**
     * Takes a Ready machine for us, by its id, never by open constraints.
     *
     * @param bridges over every configured card: MAAS makes them when it is taken, and at no other time (its source)
     */
    record Allocate(SystemId id, Optional<DeployOptions.Bridging> bridges) implements OnMachine {
        /** As its cards are. */
        public Allocate(SystemId id) {
            this(id, Optional.empty());
        }

        @Override
        public String word() {
            return "allocate";
        }
    }

    /** Writes workload annotations. */
    record Stamp(SystemId id, SortedMap<String, String> annotations) implements OnMachine {
        @Override
        public String word() {
            return "stamp";
        }
    }

    /**
     * Deploys an allocated machine.
     *
     * @param release the series
     * @param kernel the kernel; empty leaves it to MAAS
     * @param options how it is installed
     * @param userData rendered user data; its secrets are asked of {@code secrets} at the last moment
     * @param secrets where secrets come from
     */
    record Deploy(
            SystemId id,
            String release,
            Optional<String> kernel,
            DeployOptions options,
            Optional<UserData> userData,
            SecretSource secrets)
            implements OnMachine {
        /** Installed as MAAS does it. */
        public Deploy(
                SystemId id,
                String release,
                Optional<String> kernel,
                Optional<UserData> userData,
                SecretSource secrets) {
            this(id, release, kernel, DeployOptions.NONE, userData, secrets);
        }

        @Override
        public String word() {
            return "deploy";
        }
    }

    /** Asks what runs on a machine to shut down; whether it does, the machine shows. */
    record ShutDown(SystemId id) implements OnMachine {
        @Override
        public String word() {
            return RequestWay.SHUT_DOWN;
        }
    }

    /** Switches a machine off, without asking what runs there. */
    record PowerOff(SystemId id) implements OnMachine {
        @Override
        public String word() {
            return "power-off";
        }
    }

    /** Switches a machine on. */
    record PowerOn(SystemId id) implements OnMachine {
        @Override
        public String word() {
            return "power-on";
        }
    }

    /** Locks a machine. */
    record Lock(SystemId id) implements OnMachine {
        @Override
        public String word() {
            return "lock";
        }
    }

    /** Lifts a lock that Gough set. */
    record Unlock(SystemId id) implements OnMachine {
        @Override
        public String word() {
            return "unlock";
        }
    }

    /** Lets a machine enter rescue mode: MAAS switches it off and on into a system in memory. */
    record Rescue(SystemId id) implements OnMachine {
        @Override
        public String word() {
            return "rescue";
        }
    }

    /** Lets a machine exit rescue mode: MAAS makes it what it was before. */
    record ExitRescue(SystemId id) implements OnMachine {
        @Override
        public String word() {
            return "exit-rescue";
        }
    }

    /**
     * Has MAAS test a machine's hardware with the tests it runs after commissioning, in a system in memory: what runs there
     * is cut off meanwhile.
     */
    record Test(SystemId id) implements OnMachine {
        @Override
        public String word() {
            return RequestWay.TEST;
        }
    }

    /** Releases a machine. */
    record Release(SystemId id, HostGoal.Erase erase) implements OnMachine {
        @Override
        public String word() {
            return "release";
        }
    }

    /** Makes MAAS forget a machine. */
    record Delete(SystemId id) implements OnMachine {
        @Override
        public String word() {
            return "delete";
        }
    }

    /**
     * Makes a virtual machine, without commissioning it. Looked up by name on its VM host first, so doing it twice is doing
     * it once.
     *
     * @param host the declared host, which says how large it is
     * @param number MAAS's number of the VM host
     */
    record Compose(Host host, long number) implements OnMachine {
        @Override
        public String word() {
            return Composing.WORD;
        }
    }

    /**
     * Makes MAAS know a running hypervisor as a VM host. Looked up by machine, name and address first, so doing it twice
     * is doing it once.
     *
     * @param host the declared host, which says how MAAS reaches it; its secrets are asked of {@code secrets} at the last
     *     moment
     * @param secrets where secrets come from
     */
    record RegisterVmHost(SystemId id, Host host, SecretSource secrets) implements OnMachine {
        @Override
        public String word() {
            return VmHosting.REGISTER;
        }
    }

    /**
     * Tells MAAS how a VM host that it knows is reached: address and password. Doing it twice is doing it once.
     *
     * @param host the declared host, which says how MAAS reaches it; its secrets are asked of {@code secrets} at the last
     *     moment
     * @param secrets where secrets come from
     */
    record TellVmHost(SystemId id, Host host, SecretSource secrets) implements OnMachine {
        @Override
        public String word() {
            return VmHosting.TELL;
        }
    }

    /**
     * Takes empty VM hosts of a machine out of MAAS; nothing is sent to the machine.
     *
     * @param numbers MAAS's numbers of them
     */
    record RemoveVmHosts(SystemId id, SortedSet<Long> numbers) implements OnMachine {
        @Override
        public String word() {
            return VmHosting.REMOVE;
        }
    }

    /** A write to a region that is about no machine. */
    sealed interface OnRegion extends Step {}

    /** Has MAAS fetch the images that are selected and not here. It takes what it takes; asking twice is asking once. */
    record ImportImages() implements OnRegion {
        @Override
        public String word() {
            return ThingJourney.IMPORT;
        }
    }

    /**
     * Sets something up on a machine that nothing runs on.
     *
     * @param write what
     */
    record SetUp(SystemId id, SetupWrite write) implements OnMachine {
        @Override
        public String word() {
            return write.word();
        }
    }

    /**
     * Makes or alters a thing of a region.
     *
     * @param id MAAS's id; empty when it is made
     * @param fields what to set, named as in documents; an empty text clears
     */
    record OnThing(ThingKind kind, Optional<String> id, SortedMap<String, String> fields) implements OnRegion {
        @Override
        public String word() {
            return id.isPresent() ? ThingJourney.UPDATE : ThingJourney.CREATE;
        }
    }

    /**
     * Makes something in a Fleet. Looked up by name first.
     *
     * @param kind what
     * @param team the name of its team; empty for all hosts
     * @param fields every field, as documents declare it: texts, whole numbers, {@code true} and {@code false}, platforms
     *     with commas between, names of labels as a {@link NameList}
     */
    record CreateInFleet(FleetKind kind, String team, SortedMap<String, String> fields) implements OnFleet {
        /** Keeps an unmodifiable copy. */
        public CreateInFleet {
            fields = Collections.unmodifiableSortedMap(new TreeMap<>(fields));
        }

        /** Everything that is declared. */
        public static CreateInFleet of(FleetObject object) {
            return new CreateInFleet(
                    object.kind(),
                    object.team().map(TeamName::value).orElse(""),
                    new TreeMap<>(FleetFields.of(object)));
        }

        static String word(FleetKind kind) {
            return "create-" + kind.word();
        }

        @Override
        public String word() {
            return word(kind);
        }
    }

    /**
     * Alters some fields of something in a Fleet by its id.
     *
     * @param word the step's word
     * @param kind what it is
     * @param team the name of its team; empty for all hosts
     * @param id Fleet's id
     * @param fields the fields to send, in the form of {@link CreateInFleet}; an empty text clears
     */
    record UpdateInFleet(String word, FleetKind kind, String team, long id, SortedMap<String, String> fields)
            implements OnFleet {
        /** Keeps an unmodifiable copy. */
        public UpdateInFleet {
            fields = Collections.unmodifiableSortedMap(new TreeMap<>(fields));
        }

        /** An update under its usual word. */
        public static UpdateInFleet of(FleetKind kind, String team, long id, SortedMap<String, String> fields) {
            return new UpdateInFleet("update-" + kind.word(), kind, team, id, fields);
        }
    }

    /**
     * Deletes something in a Fleet by its id.
     *
     * @param kind what it is
     * @param team the name of its team; empty for all hosts
     * @param id Fleet's id
     */
    record DeleteInFleet(FleetKind kind, String team, long id) implements OnFleet {
        static String word(FleetKind kind) {
            return "delete-" + kind.word();
        }

        @Override
        public String word() {
            return word(kind);
        }
    }
}
