package io.penguintech.gough.bot.chat;

import io.penguintech.gough.bot.rollout.Actor;
import io.penguintech.gough.bot.rollout.Alert;
import io.penguintech.gough.bot.rollout.Alerts;
import io.penguintech.gough.bot.rollout.Alerts.Silenced;
import io.penguintech.gough.bot.rollout.Spans;
import io.penguintech.gough.bot.rollout.Verdict;
import io.penguintech.gough.bot.source.RepositoryId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The words and buttons about alerts: alerts, ack, silence, unsilence. */
final class Alerting {
    private static final int ANSWER = 2900;
    private static final int HOSTS = 1000;
    private static final Duration BUTTON = Duration.ofHours(2);
    private static final String WHAT =
            "\nALERT is the short name at the foot of its message, such as `a1b2c3d4e`; a host is `host:NAME`, in one alert alone `ALERT host:NAME`.";

    private final Alerts alerts;

    Alerting(Alerts alerts) {
        this.alerts = alerts;
    }

    String say(RepositoryId repository, Actor actor, Word word, List<String> rest) {
        return switch (word) {
            case ALERTS -> rest.isEmpty() ? all(repository) : one(repository, rest.getFirst());
            case ACK ->
                rest.isEmpty()
                        ? word.usage() + WHAT
                        : Conversation.spoken(alerts.acknowledge(repository, String.join(" ", rest), actor));
            case SILENCE -> silence(repository, actor, rest);
            default -> unsilence(repository, actor, rest);
        };
    }

    /** What came of a click; empty when the button is none of an alert's. */
    Optional<Verdict> clicked(String action, String value, Actor actor) {
        var parts = value.split(" ", 2);
        if (parts.length != 2) return Optional.empty();
        var repository = new RepositoryId(parts[0]);
        return switch (action) {
            case AlertCard.ACKNOWLEDGE -> Optional.of(alerts.acknowledge(repository, parts[1], actor));
            case AlertCard.SILENCE ->
                Optional.of(alerts.silence(
                        repository,
                        new Silenced(Optional.of(parts[1]), Optional.empty()),
                        BUTTON,
                        actor,
                        "by the button in Slack"));
            default -> Optional.empty();
        };
    }

    private String silence(RepositoryId repository, Actor actor, List<String> rest) {
        var what = what(rest);
        int used = words(what);
        if (used == 0 || rest.size() < used + 2) return Word.SILENCE.usage() + WHAT;
        var time = Spans.parse(rest.get(used));
        if (time.isEmpty()) return "%s is no time, such as 15m, 2h or 3d.".formatted(Mrkdwn.code(rest.get(used)));
        var why = String.join(" ", rest.subList(used + 1, rest.size()));
        return Conversation.spoken(alerts.silence(repository, what, time.get(), actor, why));
    }

    private String unsilence(RepositoryId repository, Actor actor, List<String> rest) {
        var what = what(rest);
        return words(what) == 0
                ? Word.UNSILENCE.usage() + WHAT
                : Conversation.spoken(alerts.unsilence(repository, what, actor));
    }

    /** The first words as what they name: an alert, a host, or both. */
    private static Silenced what(List<String> rest) {
        var first = rest.isEmpty() ? Optional.<String>empty() : host(rest.getFirst());
        if (rest.isEmpty() || first.isPresent()) return new Silenced(Optional.empty(), first);
        return new Silenced(Optional.of(rest.getFirst()), rest.size() > 1 ? host(rest.get(1)) : Optional.empty());
    }

    private static int words(Silenced what) {
        return (what.alert().isPresent() ? 1 : 0) + (what.host().isPresent() ? 1 : 0);
    }

    private static Optional<String> host(String word) {
        return Optional.of(word)
                .filter(text -> text.startsWith("host:") && text.length() > 5)
                .map(text -> text.substring(5));
    }

    private String all(RepositoryId repository) {
        var lines = new ArrayList<String>();
        alerts.alerts(Optional.of(repository)).stream()
                .filter(alert -> alert.resolved().isEmpty())
                .forEach(alert -> lines.add(line(alert)));
        alerts.silences(repository).forEach(silence -> lines.add(line(silence)));
        return lines.isEmpty() ? "No alert is open." : Mrkdwn.lines(lines, ANSWER);
    }

    private static String line(Alert alert) {
        var state = alert.silence().isPresent()
                ? " :mute:"
                : alert.acknowledged()
                        .map(who -> " :eyes: " + Mrkdwn.words(who.by()))
                        .orElse("");
        return "• %s %s — %s%s"
                .formatted(
                        Mrkdwn.code(alert.id()),
                        alert.severity().word(),
                        Mrkdwn.line(Mrkdwn.cut(alert.text(), 300)),
                        state);
    }

    private static String line(Alert.Silence silence) {
        return ":mute: %s%s — silenced until <!date^%d^{date_short_pretty} {time}|%s> by %s: %s"
                .formatted(
                        silence.key().map(Mrkdwn::code).orElse(""),
                        silence.host().map(host -> " host " + Mrkdwn.code(host)).orElse(""),
                        silence.until().getEpochSecond(),
                        silence.until(),
                        Mrkdwn.words(silence.by()),
                        Mrkdwn.line(Mrkdwn.cut(silence.reason(), 200)));
    }

    /** The hosts that it is about now. */
    private String one(RepositoryId repository, String alert) {
        var now = alerts.hosts(repository, alert, 0, HOSTS).stream()
                .filter(host -> host.until().isEmpty())
                .toList();
        if (now.isEmpty()) return "No host is in alert %s now.".formatted(Mrkdwn.code(Mrkdwn.cut(alert, 64)));
        var names = now.stream().map(host -> Mrkdwn.fenced(host.name())).collect(Collectors.joining(", "));
        return Mrkdwn.cut("%s hosts: ".formatted(now.size() == HOSTS ? "The first 1,000" : now.size()) + names, ANSWER);
    }
}
