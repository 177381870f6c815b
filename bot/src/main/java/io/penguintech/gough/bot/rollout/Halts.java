package io.penguintech.gough.bot.rollout;

import io.penguintech.gough.bot.source.RepositoryId;
import io.penguintech.gough.schema.Repository;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The stop switch and the guards, as people use them: stop, resume, and confirm what a guard found. */
final class Halts {
    private static final String STAMP = "stamp:";

    private final Registrar registrar;
    private final Stores stores;
    private final Overview overview;
    private final String instance;

    Halts(Registrar registrar, Stores stores, Overview overview, String instance) {
        this.registrar = registrar;
        this.stores = stores;
        this.overview = overview;
        this.instance = instance;
    }

    // ---- the stop switch

    Verdict stop(Scope scope, Actor actor, String reason) {
        var deed = new Registrar.Deed("stop", scope.word(), reason, List.of());
        if (!mayInScope(scope, actor, Repository.Role.OPERATOR))
            return registrar.audited(name(scope), actor, deed, Registrar.forbidden(actor, Repository.Role.OPERATOR));
        stores.stops().stop(scope, nameOf(actor), reason, registrar.now());
        return registrar.audited(name(scope), actor, deed, new Verdict.Accepted(stopped(scope)));
    }

    /** What is stopped, and what the backends will still finish. */
    private String stopped(Scope scope) {
        var flying = inScope(scope).stream()
                .flatMap(one -> stores.journal().inFlight(one.id()).stream())
                .map(intent -> "%s %s (%s)"
                        .formatted(
                                intent.change().verb(),
                                intent.change().subject().text(),
                                intent.detail()))
                .toList();
        var what = scope.part() instanceof Scope.Part.Whole
                ? "Stopped: nothing is written until resume."
                : "Stopped: nothing is written that concerns %s until resume --scope %s."
                        .formatted(scope.words(), scope.word());
        var idle = inScope(scope).stream().anyMatch(one -> overview.holdsAnything(one.id(), scope.part()))
                ? ""
                : " It reaches nothing that is declared now; what comes there is held back.";
        return what + idle + (flying.isEmpty() ? "" : " Under way at the backends: " + String.join(", ", flying) + ".");
    }

    Verdict resume(Scope scope, Actor actor) {
        var deed = new Registrar.Deed("resume", scope.word(), "", List.of());
        return registrar.audited(name(scope), actor, deed, resumed(scope, actor));
    }

    private Verdict resumed(Scope scope, Actor actor) {
        if (!mayInScope(scope, actor, Repository.Role.ADMIN)) return Registrar.forbidden(actor, Repository.Role.ADMIN);
        if (stores.stops().byFile())
            return new Verdict.Refused("The file STOP in the data folder stops everything; only removing it helps.");
        stores.together(() -> {
            stores.stops().resume(scope);
            inScope(scope).forEach(one -> stores.backends().reclaim(one.id(), instance));
        });
        var left = left(scope);
        return new Verdict.Accepted(left.isEmpty() ? "Writing goes on." : "That stop is over. " + left);
    }

    /** What still stops, with how each is ended. */
    private String left(Scope scope) {
        var stops = inScope(scope).stream()
                .flatMap(one -> stores.stops().of(one.id()).stream())
                .distinct()
                .map(stop -> "%s Still in force: %s."
                        .formatted(stop.words(), stop.scope().words()));
        var guards = inScope(scope).stream()
                .flatMap(one -> stores.repositories().get(one.id()).guard().stream()
                        .map(why -> "A guard still stops %s: %s".formatted(one.id(), why)));
        return Stream.concat(stops, guards).collect(Collectors.joining(" "));
    }

    private List<ServedRepository> inScope(Scope scope) {
        return registrar.repositories().values().stream()
                .filter(served ->
                        scope.repository().isEmpty() || scope.repository().get().equals(served.id()))
                .toList();
    }

    private boolean mayInScope(Scope scope, Actor actor, Repository.Role role) {
        if (scope.repository().isPresent()
                && registrar.served(scope.repository().get()).isEmpty()) return false;
        return inScope(scope).stream().allMatch(served -> registrar.may(served, actor, role));
    }

    private String nameOf(Actor actor) {
        return registrar.repositories().values().stream()
                .flatMap(served -> registrar.person(served, actor).stream())
                .map(Repository.Person::name)
                .findFirst()
                .orElse(actor.account());
    }

    private static String name(Scope scope) {
        return scope.repository().map(RepositoryId::value).orElse("*");
    }

    // ---- the guards

    Verdict confirm(RepositoryId repository, Actor actor, String digest, String reason) {
        var served = registrar.served(repository);
        if (served.isEmpty()) return Registrar.unknown(repository);
        var deed = new Registrar.Deed("confirm", digest, reason, List.of());
        return stores.transaction()
                .execute(status -> registrar.audited(
                        repository.value(),
                        actor,
                        deed,
                        confirmed(served.get(), actor, digest.toLowerCase(Locale.ROOT), reason)));
    }

    private Verdict confirmed(ServedRepository served, Actor actor, String digest, String reason) {
        if (!registrar.may(served, actor, Repository.Role.ADMIN))
            return Registrar.forbidden(actor, Repository.Role.ADMIN);
        if (reason.isBlank()) return new Verdict.Refused("Say why it is right, for the people who will ask.");
        var row = stores.repositories().get(served.id());
        if (row.guard().isEmpty())
            return new Verdict.Refused("No guard stops %s: there is nothing to confirm.".formatted(served.id()));
        var found = Guards.digest(row.guardKeys());
        if (!DigestName.is(digest) || !found.startsWith(digest))
            return new Verdict.Refused("That is not what the guards of %s found. They say now: %s"
                    .formatted(served.id(), row.guard().get()));
        if (!stores.repositories().confirm(served.id(), row.guardKeys()))
            return new Verdict.Refused("The guards of %s have just found something else. Read their message again."
                    .formatted(served.id()));
        takeOver(served.id(), row.guardKeys());
        var by = registrar.name(served, actor);
        stores.alerts()
                .resolve(
                        served.id(),
                        "guard",
                        "%s confirmed that it is right: %s".formatted(by, reason),
                        registrar.now());
        stores.requests().add(served.id(), "confirm", Optional.of(by), registrar.now());
        return new Verdict.Accepted(
                "%s confirmed for %s what the guards found (%s).".formatted(by, served.id(), found.substring(0, 12)));
    }

    /** What was found is right: identities are pinned anew, journal numbers go on above those seen. */
    private void takeOver(RepositoryId repository, List<String> keys) {
        for (var key : keys) {
            if (!key.startsWith(STAMP)) continue;
            var stamp = Long.parseLong(key.substring(STAMP.length()));
            stores.repositories().acceptStamp(repository, stamp);
            stores.journal().numberAbove(stamp);
        }
        stores.backends().pins(repository).forEach((backend, pinned) -> {
            if (Guards.isAnotherRegion(backend, pinned, keys))
                stores.records().things(repository).forget(Guards.region(backend));
        });
        overview.repin(repository, keys);
    }
}
