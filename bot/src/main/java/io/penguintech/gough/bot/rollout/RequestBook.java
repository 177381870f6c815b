package io.penguintech.gough.bot.rollout;

import io.penguintech.gough.bot.rollout.Outlook.Compared;
import io.penguintech.gough.bot.rollout.RequestStatus.Ending;
import io.penguintech.gough.reconcile.Change;
import io.penguintech.gough.reconcile.HostRequest;
import io.penguintech.gough.reconcile.Journey;
import io.penguintech.gough.reconcile.Seen;
import io.penguintech.gough.schema.HostName;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Ends what people asked for once it is over: too late, declined, contradicted by the document, or so already. What is
 * under way ends with its change ({@link Flights}).
 */
final class RequestBook {
    private final Stores stores;
    private final Clock clock;

    RequestBook(Stores stores, Clock clock) {
        this.stores = stores;
        this.clock = clock;
    }

    /** The end of a request, and why. */
    private record End(Ending how, String why) {}

    /** Looks at every open request of a repository beside what was compared. */
    void settle(ServedRepository served, Compared compared) {
        var open = stores.hostRequests().open(served.id());
        if (open.isEmpty()) return;
        var begun = begun(served);
        var silences = stores.silences().of(served.id());
        var digests = digests(compared);
        for (var one : open) {
            if (begun.contains(one.number())) continue;
            over(one)
                    .or(() -> answered(digests.get(one.number()), silences))
                    .or(() -> contradicted(one, compared))
                    .or(() -> met(served, one, compared))
                    .ifPresent(end -> stores.together(
                            () -> stores.hostRequests().end(one.number(), end.how(), end.why(), now())));
        }
    }

    /** Its change reached its goal. Call in the transaction that says so. */
    static void arrived(Stores stores, Change change, String seen, Instant now) {
        change.asked().ifPresent(request -> stores.hostRequests().end(request.number(), Ending.DONE, seen, now));
    }

    /**
     * Its change ended without reaching its goal. What was sent is not sent again for the same asking: it is over. As long as
     * nothing was, a retry leads to the same request. Call in the transaction that says so.
     */
    static void failed(Stores stores, Intent intent, String why, Instant now) {
        if (!(intent.change() instanceof Change.OfHost change)) return;
        change.asked()
                .filter(request -> Journey.mayHaveBegun(change, stores.journal().steps(intent.id())))
                .ifPresent(request ->
                        stores.hostRequests().end(request.number(), Ending.FAILED, "It failed: " + why, now));
    }

    /**
     * A newer revision wants something else of the host, which was released already for the reinstall that was asked for: it
     * is not released once more for the same asking. Call in the transaction that says so.
     */
    static void outdated(Stores stores, Intent intent, Instant now) {
        if (intent.change() instanceof Change.Reinstall)
            failed(stores, intent, "it was released, and a newer revision wants something else there.", now);
    }

    private Set<Long> begun(ServedRepository served) {
        return stores.journal().inFlight(served.id()).stream()
                .flatMap(intent -> intent.change().asked().stream())
                .map(HostRequest::number)
                .collect(Collectors.toSet());
    }

    /** The digest of the change that each request makes, by its number. */
    private static Map<Long, String> digests(Compared compared) {
        var digests = new HashMap<Long, String>();
        for (var change : compared.plan().changes())
            change.asked().ifPresent(request -> digests.put(request.number(), change.digest()));
        return digests;
    }

    private Optional<End> over(RequestStatus one) {
        return now().isBefore(one.expires())
                ? Optional.empty()
                : Optional.of(new End(Ending.EXPIRED, "It had not begun by then."));
    }

    private static Optional<End> answered(@Nullable String digest, Map<String, SilenceStore.Silence> silences) {
        if (digest == null) return Optional.empty();
        return Optional.ofNullable(silences.get(digest)).map(silence -> switch (silence.why()) {
            case DECLINED ->
                new End(Ending.DECLINED, "Declined by %s in %s.".formatted(silence.by(), silence.rollout()));
            case CANCELLED ->
                new End(Ending.DECLINED, "%s was cancelled by %s.".formatted(silence.rollout(), silence.by()));
            case EXPIRED ->
                new End(Ending.EXPIRED, "The question of %s was not answered in time.".formatted(silence.rollout()));
        });
    }

    private static Optional<End> contradicted(RequestStatus one, Compared compared) {
        var host = compared.declared().inventory().hosts().get(one.host());
        if (host == null) return Optional.of(new End(Ending.CONTRADICTED, gone(one.host(), compared)));
        return HostRequest.contradiction(one.what(), host).map(why -> new End(Ending.CONTRADICTED, why));
    }

    /** Whoever asked named a host, and whoever renamed it may not have known: nothing follows it to its new name. */
    private static String gone(HostName host, Compared compared) {
        return compared.declared().inventory().hosts().values().stream()
                .filter(other -> other.formerly().contains(host))
                .findFirst()
                .map(other -> "%s is called %s now: ask again by that name.".formatted(host, other.name()))
                .orElseGet(() -> host + " is not declared any more.");
    }

    private Optional<End> met(ServedRepository served, RequestStatus one, Compared compared) {
        var request = new HostRequest(one.number(), one.what(), one.by(), one.reason());
        var host = compared.declared().inventory().hosts().get(one.host());
        if (host == null) return Optional.empty();
        return new Found(compared.observed())
                .machine(host, stores.records().all(served.id()))
                .filter(seen -> seen.at().isAfter(one.at()))
                .map(Seen::value)
                .filter(request::isMet)
                .map(machine -> new End(Ending.DONE, "It was so already, without Gough."));
    }

    private Instant now() {
        return clock.instant();
    }
}
