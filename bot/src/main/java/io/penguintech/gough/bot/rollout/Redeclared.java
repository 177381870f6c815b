package io.penguintech.gough.bot.rollout;

import io.penguintech.gough.reconcile.Change;
import io.penguintech.gough.reconcile.Step;
import io.penguintech.gough.reconcile.Subject;
import io.penguintech.gough.schema.FleetObject;
import io.penguintech.gough.schema.Inventory;
import io.penguintech.gough.schema.Thing;
import java.util.Optional;

/** Whether a newer revision declares what a change comes from as its own revision did. Pure. */
final class Redeclared {
    private Redeclared() {}

    /** Of hosts and rules it is always true: of a host its journey tells. */
    static boolean asBefore(Change change, Inventory own, Inventory newest) {
        return switch (change) {
            case Change.DeleteInFleet delete ->
                newest.repository().prune()
                        && newest.inFleets().stream().noneMatch(object -> isCalled(object, delete.subject()));
            case Change.OfFleet object -> said(own, object.subject()).equals(said(newest, object.subject()));
            case Change.OfThing thing -> said(own, thing.subject()).equals(said(newest, thing.subject()));
            case Change.OfHost _, Change.AcceptRules _ -> true;
        };
    }

    /** Or was called so: then it is to be renamed, and not to go. */
    private static boolean isCalled(FleetObject object, Subject.OfFleet subject) {
        var named = Subject.OfFleet.of(object);
        return named.equals(subject)
                || (named.kind() == subject.kind()
                        && named.fleet().equals(subject.fleet())
                        && named.team().equals(subject.team())
                        && object.earlier().contains(subject.name()));
    }

    private static Optional<Object> said(Inventory inventory, Subject.OfFleet subject) {
        return inventory.inFleets().stream()
                .filter(object -> Subject.OfFleet.of(object).equals(subject))
                .<Object>map(Step.CreateInFleet::of)
                .findFirst();
    }

    private static Optional<Object> said(Inventory inventory, Subject.OfThing subject) {
        return inventory.things().stream()
                .filter(thing -> Subject.OfThing.of(thing).equals(subject))
                .<Object>map(Thing::fields)
                .findFirst();
    }
}
