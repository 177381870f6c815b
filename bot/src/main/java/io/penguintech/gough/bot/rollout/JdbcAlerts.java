package io.penguintech.gough.bot.rollout;

import io.penguintech.gough.bot.source.RepositoryId;
import io.penguintech.gough.reconcile.FleetNews;
import io.penguintech.gough.schema.BackendName;
import io.penguintech.gough.schema.Repository;
import io.penguintech.gough.schema.Suggestion;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;

/** {@link Alerts} on the database: judged and recorded in one transaction. */
final class JdbcAlerts implements Alerts {
    private static final DateTimeFormatter MOMENT =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm 'UTC'", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final int MOST = 1000;

    private final Registrar registrar;
    private final Stores stores;
    private final RolloutEngine engine;
    private final FleetTidings tidings;

    JdbcAlerts(Registrar registrar, Stores stores, RolloutEngine engine) {
        this.registrar = registrar;
        this.stores = stores;
        this.engine = engine;
        tidings = new FleetTidings(registrar.repositories().keySet(), stores);
    }

    @Override
    public List<Alert> alerts(Optional<RepositoryId> repository) {
        var all = new ArrayList<>(stores.alerts().open(repository, registrar.now()));
        all.addAll(stores.alerts().resolved(repository, registrar.now()));
        return List.copyOf(all);
    }

    @Override
    public Optional<Alert> open(RepositoryId repository, String key) {
        return stores.alerts().open(repository, key, registrar.now());
    }

    @Override
    public List<AboutHost> hosts(RepositoryId repository, String alert, int after, int limit) {
        return key(repository, alert)
                .map(key -> stores.alertHosts().page(repository, key, Math.max(0, after), Math.clamp(limit, 1, MOST)))
                .orElse(List.of());
    }

    @Override
    public List<Alert.Silence> silences(RepositoryId repository) {
        return stores.silencedAlerts().of(repository, registrar.now());
    }

    @Override
    public Verdict acknowledge(RepositoryId repository, String which, Actor actor) {
        var alert = Columns.text(which);
        var deed = new Registrar.Deed("ack", alert, "", List.of());
        return decide(repository, actor, deed, served -> {
            var open = key(repository, alert).flatMap(key -> stores.alerts().open(repository, key, registrar.now()));
            return open.map(one -> acknowledged(served, one, actor)).orElseGet(() -> unknown(alert));
        });
    }

    private Verdict acknowledged(ServedRepository served, Alert alert, Actor actor) {
        var by = registrar.name(served, actor);
        if (stores.alerts().endsByAck(served.id(), alert.key())) {
            stores.alerts().resolve(served.id(), alert.key(), by + " has seen it.", registrar.now());
            return new Verdict.Accepted("%s has seen %s: it is over.".formatted(by, alert.id()));
        }
        if (alert.acknowledged().isPresent())
            return new Verdict.Accepted("%s has %s in hand already."
                    .formatted(alert.acknowledged().get().by(), alert.id()));
        stores.alerts().acknowledge(served.id(), alert.key(), by, registrar.now());
        stores.alerts().showAgain(served.id(), alert.key(), registrar.now());
        return new Verdict.Accepted("%s has %s in hand: %s".formatted(by, alert.id(), alert.text()));
    }

    private static Verdict unknown(String alert) {
        return new Verdict.Refused("There is no open alert %s. They are called a and eight digits.".formatted(alert));
    }

    @Override
    public Verdict silence(RepositoryId repository, Silenced about, Duration time, Actor actor, String why) {
        var what = clean(about);
        var reason = Columns.text(why);
        return decide(repository, actor, deed("silence", what, reason), served -> {
            if (reason.isBlank()) return new Verdict.Refused("Say why, for the people who will ask.");
            if (!time.isPositive() || time.compareTo(LONGEST_SILENCE) > 0)
                return new Verdict.Refused("Something is silenced for up to 30 days, such as 15m, 2h or 3d.");
            var stranger = what.host().flatMap(host -> stranger(repository, host));
            if (stranger.isPresent()) return stranger.get();
            var key = key(repository, what);
            return meansNothing(what, key) ? nothing(what) : silenced(served, key, what.host(), time, actor, reason);
        });
    }

    private static Silenced clean(Silenced about) {
        return new Silenced(about.alert().map(Columns::text), about.host().map(Columns::text));
    }

    /** Why a host cannot be silenced: a silence of a name with a slip in it would be none. Empty when it can. */
    private Optional<Verdict> stranger(RepositoryId repository, String host) {
        var names = new TreeSet<>(stores.alertHosts().names(repository));
        var declared = engine.sight(repository)
                .map(sight -> sight.compared().declared().inventory().hosts().keySet())
                .orElseGet(() -> stores.records().all(repository).hosts().keySet());
        declared.forEach(name -> names.add(name.value()));
        return names.contains(host)
                ? Optional.empty()
                : Optional.of(new Verdict.Refused(
                        "No host %s is declared, and no alert is or was about one of that name lately%s"
                                .formatted(host, Suggestion.clause(host, names))));
    }

    private Verdict silenced(
            ServedRepository served,
            Optional<String> key,
            Optional<String> host,
            Duration time,
            Actor actor,
            String reason) {
        var now = registrar.now();
        var until = now.plus(time);
        var by = registrar.name(served, actor);
        stores.silencedAlerts().add(served.id(), new Alert.Silence(key, host, by, reason, now, until));
        if (host.isEmpty()) key.ifPresent(one -> stores.alerts().silenced(served.id(), one));
        showAgain(served.id(), key, host, now);
        return new Verdict.Accepted("%s silenced %s until %s. What happens is recorded all the same."
                .formatted(by, words(key, host), MOMENT.format(until)));
    }

    /** What is silenced as a whole shows that; what is silenced of some hosts is counted anew by the engine. */
    private void showAgain(RepositoryId repository, Optional<String> key, Optional<String> host, Instant now) {
        if (host.isEmpty()) key.ifPresent(one -> stores.alerts().showAgain(repository, one, now));
    }

    @Override
    public Verdict unsilence(RepositoryId repository, Silenced about, Actor actor) {
        var what = clean(about);
        return decide(repository, actor, deed("unsilence", what, ""), served -> {
            var key = key(repository, what);
            if (meansNothing(what, key)) return nothing(what);
            int ended = stores.silencedAlerts().end(repository, key, what.host(), registrar.now());
            if (ended == 0) return new Verdict.Refused("%s is not silenced.".formatted(words(key, what.host())));
            showAgain(repository, key, what.host(), registrar.now());
            return new Verdict.Accepted(
                    "%s ended the silence of %s.".formatted(registrar.name(served, actor), words(key, what.host())));
        });
    }

    /** The key of the alert that is meant; empty when only a host is meant, or no alert is called so. */
    private Optional<String> key(RepositoryId repository, Silenced what) {
        return what.alert().flatMap(alert -> key(repository, alert));
    }

    private Optional<String> key(RepositoryId repository, String alert) {
        return stores.alertHosts().key(repository, alert.strip());
    }

    private static boolean meansNothing(Silenced what, Optional<String> key) {
        return what.alert().isPresent() ? key.isEmpty() : what.host().isEmpty();
    }

    private static Verdict nothing(Silenced what) {
        return new Verdict.Refused(what.alert()
                .map("No alert is or was called %s lately."::formatted)
                .orElse("Say what: an alert, a host, or one host in one alert."));
    }

    private static String words(Optional<String> key, Optional<String> host) {
        return host.map(name -> "host %s%s"
                        .formatted(name, key.map(" in alert \"%s\""::formatted).orElse("")))
                .orElseGet(() -> "alert \"%s\"".formatted(key.orElse("")));
    }

    private static Registrar.Deed deed(String what, Silenced about, String reason) {
        return new Registrar.Deed(
                what,
                about.alert().orElse(""),
                reason,
                about.host().map(List::of).orElse(List.of()));
    }

    private Verdict decide(
            RepositoryId repository, Actor actor, Registrar.Deed deed, Function<ServedRepository, Verdict> decision) {
        var served = registrar.served(repository);
        if (served.isEmpty()) return Registrar.unknown(repository);
        return stores.transaction()
                .execute(status -> registrar.audited(
                        repository.value(),
                        actor,
                        deed,
                        registrar
                                .objection(served.get(), actor, Repository.Role.OPERATOR)
                                .orElseGet(() -> decision.apply(served.get()))));
    }

    @Override
    public void heard(BackendName fleet, FleetNews news) {
        tidings.heard(fleet, news, registrar.now());
    }
}
