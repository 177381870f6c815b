package io.penguintech.gough.bot.importing;

import io.penguintech.gough.bot.rollout.Declarations.Declared;
import io.penguintech.gough.reconcile.Subject;
import io.penguintech.gough.schema.FleetObject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Everything that a revision declares, each by what people call it, to tell what another revision declares otherwise. Where it stands
 * in the files makes no difference, nor does the revision.
 */
final class DeclaredThings {
    private final Map<Subject.OfFleet, FleetObject> inFleets = new HashMap<>();
    private final Map<String, Object> all = new TreeMap<>();

    DeclaredThings(Declared.Valid declared) {
        var inventory = declared.inventory();
        add("gough.yaml", inventory.repository());
        inventory.hosts().forEach((name, host) -> {
            add("host " + name, host);
            Optional.ofNullable(declared.userData().get(name)).ifPresent(digest -> add("user data of " + name, digest));
            if (declared.enrolling().contains(name)) add("enrolment of " + name, true);
        });
        inventory.templates().forEach((name, template) -> add("template " + name, template));
        inventory.things().forEach(thing -> add(Subject.OfThing.of(thing).text(), thing));
        inventory.profiles().keySet().forEach(name -> add("profile " + name, true));
        inventory.inFleets().forEach(object -> {
            add(Subject.OfFleet.of(object).text(), object);
            inFleets.put(Subject.OfFleet.of(object), object);
        });
    }

    private void add(String name, Object thing) {
        all.put(name, Placeless.of(thing));
    }

    /** What it declares of something in a Fleet. */
    Optional<FleetObject> find(Subject.OfFleet subject) {
        return Optional.ofNullable(inFleets.get(subject));
    }

    /** The names of what {@code other} declares otherwise or only one of the two declares, sorted. */
    List<String> otherwiseIn(DeclaredThings other) {
        var names = new TreeSet<>(all.keySet());
        names.addAll(other.all.keySet());
        var otherwise = new ArrayList<>(names);
        otherwise.removeIf(name -> Objects.equals(all.get(name), other.all.get(name)));
        return List.copyOf(otherwise);
    }
}
