package io.penguintech.gough.reconcile.fleet;

import io.penguintech.gough.reconcile.FleetRoll;
import io.penguintech.gough.reconcile.HostMatch;
import io.penguintech.gough.reconcile.LiveAnswer;
import io.penguintech.gough.reconcile.LiveAnswer.Cause;
import io.penguintech.gough.reconcile.LiveEnd;
import io.penguintech.gough.reconcile.LiveQuestion;
import io.penguintech.gough.reconcile.http.Deadline;
import io.penguintech.gough.reconcile.http.Frame;
import io.penguintech.gough.reconcile.http.Frames;
import io.penguintech.gough.reconcile.http.Refused;
import io.penguintech.gough.schema.HostName;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import tools.jackson.databind.JsonNode;

/**
 * Asks many hosts at once, and reads their answers from Fleet's WebSocket while they come: there is no other way to read
 * them (facts). Fleet stops asking when the socket is closed; it never closes one by itself because all have answered,
 * and says "finished" in looks five seconds apart (fleetdm/fleet server/service/campaigns.go), so the answers themselves
 * are counted too.
 */
final class LiveCampaign {
    private final FleetCalls calls;
    private final LiveQuestion question;
    private final BiConsumer<HostName, LiveAnswer> heard;
    private final RowRoom room;
    /** Who has not answered yet, by Fleet's id. */
    private final SortedMap<Long, HostName> open = new TreeMap<>();

    private Optional<String> complaint = Optional.empty();
    private int tooLong;

    private LiveCampaign(FleetCalls calls, LiveQuestion question, BiConsumer<HostName, LiveAnswer> heard) {
        this.calls = calls;
        this.question = question;
        this.heard = heard;
        this.room = new RowRoom(question.mostRows(), question.mostCharacters());
    }

    /** Asks, and listens until each host is heard, the time is over or the socket is lost. */
    static LiveEnd ask(
            FleetCalls calls,
            LiveQuestion question,
            BiConsumer<HostName, LiveAnswer> heard,
            FleetHostLists lists,
            Clock clock)
            throws Refused {
        return new LiveCampaign(calls, question, heard).ask(lists, clock);
    }

    private LiveEnd ask(FleetHostLists lists, Clock clock) throws Refused {
        choose(lists.all(clock.instant()));
        if (open.isEmpty()) return new LiveEnd.Complete();
        long campaign = begin();
        LiveEnd end;
        try (var frames = calls.results()) {
            frames.send(FleetCalls.message("select_campaign", Map.of("campaign_id", campaign)));
            end = listen(frames, Deadline.in(question.within())); // from now on hosts can be heard
        }
        open.values().forEach(host -> heard.accept(host, unheard(end)));
        return end;
    }

    /** Who can be asked; of the others, why not. */
    private void choose(FleetRoll roll) {
        question.hosts().forEach((name, who) -> {
            var found = roll.candidates(who);
            var refusal = HostMatch.refusal(who, found);
            if (refusal.isPresent()) {
                heard.accept(name, new LiveAnswer.Silent(Cause.NOT_FOUND, refusal.get()));
                return;
            }
            var status = found.values().iterator().next().status();
            if (!status.equals("online")) heard.accept(name, FleetHosts.notOnline(status));
            else taken(found.firstKey(), name);
        });
    }

    private void taken(long id, HostName name) {
        var other = open.putIfAbsent(id, name);
        if (other != null)
            heard.accept(
                    name,
                    new LiveAnswer.Silent(
                            Cause.NOT_FOUND, "Fleet's host (id %d) would be %s as well".formatted(id, other)));
    }

    private long begin() throws Refused {
        var doing = "ask %d hosts".formatted(open.size());
        var selected = Map.of("hosts", List.copyOf(open.keySet()), "labels", List.of(), "teams", List.of());
        // Never twice: a second campaign would ask every host again.
        var answer = calls.write(
                "ask-hosts",
                "POST",
                calls.dialect().collection() + "/run",
                Map.of("query", question.sql(), "selected", selected),
                doing);
        long id = answer.path("campaign").path("id").asLong(0);
        if (id <= 0) throw new Refused(calls.failures().human(doing, "its answer names no campaign."));
        return id;
    }

    private LiveEnd listen(Frames frames, Deadline deadline) {
        while (!open.isEmpty()) {
            switch (frames.next(deadline.left())) {
                case Frame.Nothing() -> {
                    return new LiveEnd.TimeOver();
                }
                case Frame.Closed(var why) -> {
                    return new LiveEnd.CutOff(complaint.orElse(why));
                }
                case Frame.TooLong _ -> tooLong++;
                case Frame.Text(var text) -> {
                    if (said(FleetCalls.message(text))) return new LiveEnd.Complete();
                }
            }
        }
        return new LiveEnd.Complete();
    }

    /** Takes a message; whether Fleet waits for nobody any more. What it sends besides is passed over. */
    private boolean said(JsonNode message) {
        var data = message.path("data");
        switch (message.path("type").asString("")) {
            case "result" -> result(data);
            case "error" -> complaint = Optional.of("Fleet says: " + calls.clean(data.asString("")));
            case "status" -> {
                return data.path("status").asString("").equals("finished");
            }
            default -> {} // totals: who is online was known before
        }
        return false;
    }

    private void result(JsonNode data) {
        var host = data.path("host");
        var name = open.remove(host.path("id").asLong(0));
        if (name == null) return;
        var error = data.path("error").asString("");
        if (!error.isEmpty())
            heard.accept(name, new LiveAnswer.Silent(Cause.FAILED, "Fleet says: " + calls.clean(error)));
        else
            heard.accept(
                    name,
                    room.keep(
                            data.path("rows"),
                            // added to every row by Fleet, whatever was asked (campaigns.go, mapHostnameRows)
                            Map.of(
                                    "host_hostname",
                                    host.path("hostname").asString(""),
                                    "host_display_name",
                                    host.path("display_name").asString(""))));
    }

    private LiveAnswer unheard(LiveEnd end) {
        var most = tooLong == 0 ? "" : "; %d answers were too long to be read".formatted(tooLong);
        return switch (end) {
            case LiveEnd.Complete() ->
                new LiveAnswer.Silent(
                        tooLong > 0 ? Cause.NO_ANSWER : Cause.OFFLINE, "Fleet waits for it no longer" + most);
            case LiveEnd.TimeOver() ->
                new LiveAnswer.Silent(
                        Cause.NO_ANSWER,
                        "it did not answer within %d s%s"
                                .formatted(question.within().toSeconds(), most));
            case LiveEnd.CutOff(var why) ->
                new LiveAnswer.Silent(
                        Cause.NO_ANSWER, "it had not answered when the answers were cut off: " + why + most);
        };
    }
}
