package io.penguintech.gough.reconcile;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;

/**
 * Derives the next step of a started change from where its machine, or what it is about in a Fleet or a region, is now. Pure: the caller looks, journals and
 * starts. Safe after a crash at any point: what it answers depends on what is seen and what was journalled only.
 *
 * <p>The caller's part: keep the change whole from its start ({@code docs/adr/0003}); one step at a time for each
 * subject; journal {@link Taken} before the call and its outcome after it; look after that; ask again; and after each
 * look keep what {@link #remember} says.
 */
public final class Journey {
    private Journey() {}

    /**
     * The next step of a host's change.
     *
     * @param change as it was started
     * @param seen its machine, read after the last step: by id once that is known, else looked up by the change's
     *     addresses (an empty look-up is proof of absence)
     * @param taken the steps journalled for this change, oldest first
     * @param course its surroundings
     */
    public static Next next(Change.OfHost change, Seen<Optional<Machine>> seen, List<Taken> taken, Course course) {
        return new MachineJourney(change, seen, taken, course).next();
    }

    /**
     * The next step of a change in a Fleet.
     *
     * @param change as it was started
     * @param seen all that its Fleet has, read after the last step
     * @param taken the steps journalled for this change, oldest first
     * @param course its surroundings
     */
    public static Next next(Change.OfFleet change, Seen<Observed.FleetServer> seen, List<Taken> taken, Course course) {
        return new FleetJourney(change, seen, taken, course).next();
    }

    /**
     * Why what is to run on a machine could not be deployed there now; empty when it could, as far as MAAS says. Ask right
     * before the deployment, and before what runs is given up for it.
     *
     * @param now what its region can deploy at this moment
     */
    public static Optional<String> undeployable(Records.Deployment deployment, Machine machine, Deployable now) {
        if (!now.releases(machine.architecture()).contains(deployment.release()))
            return Optional.of(
                    "has no whole image of release %s for %s".formatted(deployment.release(), machine.architecture()));
        return Kernels.obstacle(
                new Kernels.Wish(
                        deployment.release(), deployment.kernel(), machine.architecture(), machine.leastKernel()),
                now);
    }

    /**
     * Watches what is in flight of a change that shall not go on (superseded, cancelled, stopped) to its end: starts
     * nothing, but that a machine which a power cycle switched off is switched on again. {@link Next.Arrived} means that nothing is under way any more, not that the goal is reached.
     */
    public static Next settle(Change.OfHost change, Seen<Optional<Machine>> seen, List<Taken> taken, Course course) {
        return new MachineJourney(change, seen, taken, course).settle();
    }

    /**
     * Whether the newest valid revision still asks for what a started change is about to do and cannot undo. Ask at
     * each look at a change that another revision started; when the answer is no, {@link #settle} it instead: reverting
     * the commit that retires or reinstalls a host brings it back as long as nothing was given up, and nothing is
     * deployed that is out of date already. Always yes once the step that cannot be undone was taken by the backend or
     * shows its effect, and for changes that only set fields in place, but for how a machine is switched. A document that
     * means another machine by now asks nothing of this one. One that got no answer and shows no effect would be
     * sent once more, so it is asked for anew; as long as it may still happen, both ways only wait.
     */
    public static boolean stillWanted(
            Change.OfHost change, Seen<Optional<Machine>> seen, List<Taken> taken, Desired newest, Course course) {
        return new MachineJourney(change, seen, taken, course).stillWanted(newest);
    }

    /** Whether anything that the request of {@code change} asks for was sent, or may have been: a release, a switch, a test. */
    public static boolean mayHaveBegun(Change.OfHost change, List<Taken> taken) {
        return Wanted.mayHaveBegun(change, taken);
    }

    /** Whether a step with this word was sent and may have had its effect. */
    public static boolean mayHaveHappened(List<Taken> taken, String word) {
        return Trail.mayHaveHappened(taken, word);
    }

    /** As {@link #settle(Change.OfHost, Seen, List, Course)}, for a change in a Fleet. */
    public static Next settle(
            Change.OfFleet change, Seen<Observed.FleetServer> seen, List<Taken> taken, Course course) {
        return new FleetJourney(change, seen, taken, course).settle();
    }

    /**
     * What to remember of the host after this look. Keep it in the same transaction as the outcome of the step before
     * it, and drop records of other names for the same machine (a rename).
     *
     * @param before what is remembered now, under this name or the earlier one
     * @return the record to keep; empty when nothing is to be remembered (a machine that was given up and deleted)
     */
    public static Optional<Records.HostRecord> remember(
            Change.OfHost change,
            Seen<Optional<Machine>> seen,
            List<Taken> taken,
            Optional<Records.HostRecord> before,
            Course course) {
        return new Memory(change, seen.value(), new Trail(taken, course), course).after(before);
    }

    /**
     * The id of what a change in a Fleet has made by now, as far as it is seen: to be remembered although the change has not
     * arrived, and may never.
     */
    public static OptionalLong ours(
            Change.OfFleet change, Seen<Observed.FleetServer> seen, List<Taken> taken, Course course) {
        return new FleetJourney(change, seen, taken, course).ours();
    }

    /**
     * The id to remember for what an arrived change in a Fleet is about; empty when it was deleted. Drop records of other names for
     * the same id (a rename).
     */
    public static OptionalLong remember(Change.OfFleet change, Seen<Observed.FleetServer> seen) {
        return FleetJourney.made(change, seen.value());
    }

    /**
     * The next step of the change of a region's thing.
     *
     * @param change as it was started
     * @param seen all things of its kind in its region, by id, read after the last step
     * @param taken the steps journalled for this change, oldest first
     * @param course its surroundings
     */
    public static Next next(
            Change.OfThing change, Seen<SortedMap<String, ObservedThing>> seen, List<Taken> taken, Course course) {
        return new ThingJourney(change, seen, taken, course).next();
    }

    /** As {@link #settle(Change.OfHost, Seen, List, Course)}, for a thing of a region. */
    public static Next settle(
            Change.OfThing change, Seen<SortedMap<String, ObservedThing>> seen, List<Taken> taken, Course course) {
        return new ThingJourney(change, seen, taken, course).settle();
    }

    /**
     * The id to remember after this look at a region's thing. Keep it as soon as it is there, so that what was made is
     * known as ours even if the change gets stuck later. Empty while nothing was made, and once it is deleted.
     */
    public static Optional<String> remember(
            Change.OfThing change, Seen<SortedMap<String, ObservedThing>> seen, List<Taken> taken, Course course) {
        return new ThingJourney(change, seen, taken, course).made();
    }

    /** What to do next. */
    public sealed interface Next {
        /**
         * Start this step, after journalling it. For a deployment check first that the user data rendered now has
         * the digest that the change names.
         *
         * @param kind the step without what it needs from outside (user data, secrets)
         */
        record Start(Kind kind) implements Next {}

        /** Something is under way, or may be; look again after {@code in}. */
        record Wait(Duration in, String why) implements Next {}

        /** The goal is reached. */
        record Arrived() implements Next {}

        /** The change cannot go on; a person must act. */
        record Stuck(String why) implements Next {}
    }

    /** A step as the journal knows it: the engine adds user data and secrets when it starts it. */
    public sealed interface Kind {
        /** The step's word, as {@link Step#word()}. */
        String word();

        /** A step that needs nothing more. */
        record Plain(Step step) implements Kind {
            @Override
            public String word() {
                return step.word();
            }
        }

        /** Enlist the host. */
        record Enlist() implements Kind {
            @Override
            public String word() {
                return "enlist";
            }
        }

        /** Register the host as it runs. */
        record Register() implements Kind {
            @Override
            public String word() {
                return "register";
            }
        }

        /** Tell MAAS how the host is switched. */
        record Power(SystemId id, List<String> cleared) implements Kind {
            @Override
            public String word() {
                return Step.SetPower.WORD;
            }
        }

        /**
         * Make the host on a VM host.
         *
         * @param number MAAS's number of that
         */
        record Compose(long number) implements Kind {
            @Override
            public String word() {
                return Composing.WORD;
            }
        }

        /** Register the host's machine as a VM host. */
        record RegisterVmHost(SystemId id) implements Kind {
            @Override
            public String word() {
                return VmHosting.REGISTER;
            }
        }

        /** Tell MAAS how the VM host that it knows is reached. */
        record TellVmHost(SystemId id) implements Kind {
            @Override
            public String word() {
                return VmHosting.TELL;
            }
        }

        /** Deploy the machine with the change's deployment. */
        record Deploy(SystemId id) implements Kind {
            @Override
            public String word() {
                return "deploy";
            }
        }
    }

    /**
     * A step that was journalled for the change.
     *
     * @param word the step's word
     * @param startedAt when its intent was journalled
     * @param outcome what came of it; empty when the process died before it could be recorded
     */
    public record Taken(String word, Instant startedAt, Optional<Outcome> outcome) {
        /** The word of what is no step: a person's word that a stuck change shall go on. */
        public static final String RETRY = "retry";

        /**
         * A person says that a stuck change shall go on: tries are counted anew, refusals and aborted steps before it
         * are forgiven. What Gough did stays known, and after a doubt nothing is written any earlier.
         */
        public static Taken retry(Instant at) {
            return new Taken(RETRY, at, Optional.of(new Outcome.Done(Optional.empty())));
        }
    }

    /**
     * How long things may take.
     *
     * @param unclear how long nothing is written after a call that may have happened: 900 s, MAAS's own proxy limit
     * @param commissioning deadline of commissioning and its tests
     * @param deploying deadline of a deployment
     * @param releasing deadline of a release with its erasing
     * @param tries how often one step is tried
     * @param look the longest pause between two looks at what is under way
     */
    public record Patience(
            Duration unclear,
            Duration commissioning,
            Duration deploying,
            Duration releasing,
            int tries,
            Duration look) {
        /** With a look at least once a minute. */
        public Patience(Duration unclear, Duration commissioning, Duration deploying, Duration releasing, int tries) {
            this(unclear, commissioning, deploying, releasing, tries, Duration.ofMinutes(1));
        }

        /** For production. */
        public static final Patience DEFAULT = new Patience(
                Duration.ofMinutes(15), Duration.ofMinutes(60), Duration.ofMinutes(60), Duration.ofHours(12), 3);
    }
}
