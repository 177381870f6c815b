package io.penguintech.gough.reconcile.maas;

import io.penguintech.gough.reconcile.Step;
import io.penguintech.gough.reconcile.SystemId;
import io.penguintech.gough.schema.HostGoal;
import io.penguintech.gough.schema.MacAddress;
import io.penguintech.gough.simulators.maas.MaasStandIn;
import io.penguintech.gough.simulators.maas.MaasStatus;
import io.penguintech.gough.simulators.maas.NewMachine;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Every write to MAAS, with a machine it is right for, and how to recognise its call and count its effect. */
enum Write {
    ENLIST("POST", "machines/$", "create"),
    COMMISSION("POST", "op=commission", "commission"),
    AMEND("PUT", "machines/", "update"),
    TAG("POST", "op=update_nodes", "tag"),
    ALLOCATE("POST", "op=allocate", "allocate"),
    STAMP("POST", "op=set_workload_annotations", "set_workload_annotations"),
    DEPLOY("POST", "op=deploy", "deploy"),
    POWER_OFF("POST", "op=power_off", "power_off"),
    POWER_ON("POST", "op=power_on", "power_on"),
    TEST("POST", "op=test", "test"),
    LOCK("POST", "op=lock", "lock"),
    UNLOCK("POST", "op=unlock", "unlock"),
    RESCUE("POST", "op=rescue_mode", "rescue_mode"),
    EXIT_RESCUE("POST", "op=exit_rescue_mode", "exit_rescue_mode"),
    RELEASE("POST", "op=release", "release"),
    DELETE("DELETE", "machines/", "delete"),
    RENAME_INTERFACE("PUT", "interfaces/", "PUT interfaces"),
    LAY_OUT("POST", "op=set_storage_layout", "set_storage_layout"),
    CREATE_PARTITION("POST", "partitions/$", "POST partitions"),
    CREATE_RAID("POST", "raids/$", "POST raids"),
    CREATE_VOLUME_GROUP("POST", "volume-groups/$", "POST volume-groups"),
    CREATE_VOLUME("POST", "op=create_logical_volume", "create_logical_volume"),
    FORMAT("POST", "op=format", "format"),
    MOUNT("POST", "op=mount", "mount");

    private static final MacAddress MAC = new MacAddress("02:00:00:00:00:77");

    final String method;
    final String target;
    final String act;

    Write(String method, String target, String act) {
        this.method = method;
        this.target = target;
        this.act = act;
    }

    /** Puts the machine there that the step is for, and returns the step. */
    Step.OnMachine prepare(MaasStandIn standIn) {
        return switch (this) {
            case ENLIST -> new Step.Enlist(DeclaredHosts.host("subject", MAC), ref -> "");
            case COMMISSION -> new Step.Commission(machine(standIn, in(MaasStatus.NEW)));
            case AMEND -> {
                var fields = new TreeMap<String, String>();
                fields.put("description", "amended");
                yield new Step.Amend(machine(standIn, in(MaasStatus.READY)), fields);
            }
            case TAG -> {
                standIn.addMachine(NewMachine.named("other").withTags("mine"));
                yield new Step.Tag(
                        machine(standIn, in(MaasStatus.READY)), new TreeSet<>(Set.of("mine")), new TreeSet<>());
            }
            case ALLOCATE -> new Step.Allocate(machine(standIn, in(MaasStatus.READY)));
            case STAMP -> {
                var annotations = new TreeMap<String, String>();
                annotations.put("gough-revision", "1");
                yield new Step.Stamp(machine(standIn, allocated()), annotations);
            }
            case DEPLOY ->
                new Step.Deploy(machine(standIn, allocated()), "noble", Optional.empty(), Optional.empty(), ref -> "");
            case POWER_OFF -> new Step.PowerOff(machine(standIn, deployed()));
            case POWER_ON -> new Step.PowerOn(machine(standIn, deployed()));
            case TEST -> new Step.Test(machine(standIn, deployed()));
            case LOCK -> new Step.Lock(machine(standIn, deployed()));
            case UNLOCK -> new Step.Unlock(machine(standIn, deployed().asLocked()));
            case RESCUE -> new Step.Rescue(machine(standIn, deployed()));
            case EXIT_RESCUE ->
                new Step.ExitRescue(machine(standIn, in(MaasStatus.RESCUE_MODE).withOwner("admin")));
            case RELEASE -> new Step.Release(machine(standIn, deployed()), HostGoal.Erase.NONE);
            case DELETE -> new Step.Delete(machine(standIn, in(MaasStatus.READY)));
            case RENAME_INTERFACE,
                    LAY_OUT,
                    CREATE_PARTITION,
                    CREATE_RAID,
                    CREATE_VOLUME_GROUP,
                    CREATE_VOLUME,
                    FORMAT,
                    MOUNT -> SetupWrites.prepare(this, standIn);
        };
    }

    private static NewMachine in(MaasStatus status) {
        return NewMachine.named("subject").withStatus(status);
    }

    private static NewMachine allocated() {
        return in(MaasStatus.ALLOCATED).withOwner("admin");
    }

    private static NewMachine deployed() {
        return NewMachine.named("subject").deployed("noble", "admin");
    }

    private static SystemId machine(MaasStandIn standIn, NewMachine machine) {
        return new SystemId(standIn.addMachine(machine));
    }
}
