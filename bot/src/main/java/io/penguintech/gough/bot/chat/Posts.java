package io.penguintech.gough.bot.chat;

import io.penguintech.gough.bot.source.RepositoryId;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Messages that look the way they should, each posted once. Showing a message twice is showing it once, also when the
 * process died between writing it down and hearing from Slack.
 */
final class Posts {
    private static final Logger log = LoggerFactory.getLogger(Posts.class);
    /** Slack's clock and ours may differ; the search begins this much earlier. */
    private static final int CLOCK_SECONDS = 120;

    private final JdbcClient jdbc;
    private final SlackCalls slack;
    private final Clock clock;

    Posts(JdbcClient jdbc, SlackCalls slack, Clock clock) {
        this.jdbc = jdbc;
        this.slack = slack;
        this.clock = clock;
    }

    private record Post(
            String channel, @Nullable String ts, @Nullable String shown, Instant intendedAt) {}

    /** Whether a message with {@code key} was ever begun. */
    boolean has(String key) {
        return find(key).isPresent();
    }

    /** The ts of the message with {@code key}, when it is known to be there. */
    Optional<String> ts(String key) {
        return find(key).flatMap(post -> Optional.ofNullable(post.ts()));
    }

    /** Posts {@code card} as a reply to the message {@code root} unless a message with {@code key} is there already. */
    void once(RepositoryId repository, String key, String channel, String root, RolloutCard card) {
        var thread = Optional.of(root);
        var found = find(key);
        if (found.map(Post::ts).isEmpty()) show(repository, key, channel, thread, card);
    }

    /** Makes the message with {@code key} look like {@code card}, posting it when it is not there yet. */
    void show(RepositoryId repository, String key, String channel, Optional<String> thread, RolloutCard card) {
        var shown = hash(card);
        var found = find(key);
        if (found.isEmpty()) {
            intend(repository, key, channel, thread);
            posted(key, post(channel, thread, key, card), shown);
            return;
        }
        var post = found.get();
        if (post.ts() == null) resume(post, key, thread, card, shown);
        else if (!shown.equals(post.shown())) edit(post, post.ts(), key, thread, card, shown);
    }

    /**
     * Makes the message with {@code key} look like {@code card} where it is there, and posts none: for what nobody need hear of
     * who has not seen the message. Whether it is there.
     */
    boolean mend(String key, RolloutCard card) {
        var found = find(key);
        if (found.isEmpty()) return false;
        var post = found.get();
        var shown = hash(card);
        if (post.ts() != null && shown.equals(post.shown())) return true;
        var ts = Optional.ofNullable(post.ts()).or(() -> search(post, key, Optional.empty()));
        if (ts.isEmpty()) return false;
        try {
            update(post.channel(), ts.get(), key, card);
            posted(key, ts.get(), shown);
            return true;
        } catch (SlackTrouble.Refused e) {
            if (!e.isAboutWhatIsGone()) throw e;
            forget(key);
            return false;
        }
    }

    private void resume(Post post, String key, Optional<String> thread, RolloutCard card, String shown) {
        var there = search(post, key, thread);
        if (there.isPresent()) edit(post, there.get(), key, thread, card, shown);
        else posted(key, post(post.channel(), thread, key, card), shown);
    }

    private Optional<String> search(Post post, String key, Optional<String> thread) {
        try {
            var oldest = Long.toString(post.intendedAt().getEpochSecond() - CLOCK_SECONDS);
            return slack.find(post.channel(), thread, key, oldest);
        } catch (SlackTrouble.Refused e) {
            log.warn(
                    "Slack lets Gough not look for a message it may have posted ({}); it may appear twice. "
                            + "Give the app the scope channels:history (docs/slack-setup.md).",
                    e.error());
            return Optional.empty();
        }
    }

    private void edit(Post post, String ts, String key, Optional<String> thread, RolloutCard card, String shown) {
        try {
            update(post.channel(), ts, key, card);
            posted(key, ts, shown);
        } catch (SlackTrouble.Refused e) {
            if (!e.isAboutWhatIsGone()) throw e;
            posted(key, post(post.channel(), thread, key, card), shown);
        }
    }

    private String post(String channel, Optional<String> thread, String key, RolloutCard card) {
        try {
            return slack.post(channel, thread, key, card);
        } catch (SlackTrouble.Refused e) {
            if (!e.isAboutContent()) throw e;
            return slack.post(channel, thread, key, plain(key, card, e));
        }
    }

    private void update(String channel, String ts, String key, RolloutCard card) {
        try {
            slack.update(channel, ts, card);
        } catch (SlackTrouble.Refused e) {
            if (!e.isAboutContent()) throw e;
            slack.update(channel, ts, plain(key, card, e));
        }
    }

    /** A card Slack does not take is a fault of ours: its text must come through, and nothing may wait behind it. */
    private static RolloutCard plain(String key, RolloutCard card, SlackTrouble.Refused why) {
        log.error(
                "Slack refuses how the message {} is built ({}); it is sent as plain text. Report this.",
                key,
                why.error());
        return new RolloutCard("%s\nSay `/gough %s` for more.".formatted(card.text(), more(key)), List.of());
    }

    private static String more(String key) {
        if (key.startsWith("pull:")) return Word.PULLS.text();
        return (key.startsWith("alert:") ? Word.ALERTS : Word.ROLLOUTS).text();
    }

    private Optional<Post> find(String key) {
        return jdbc.sql("select channel, ts, shown, intended_at from slack_post where key = :key")
                .param("key", key)
                .query(Posts::row)
                .optional();
    }

    private static Post row(ResultSet row, int number) throws SQLException {
        return new Post(
                row.getString("channel"),
                row.getString("ts"),
                row.getString("shown"),
                row.getTimestamp("intended_at").toInstant());
    }

    private void intend(RepositoryId repository, String key, String channel, Optional<String> thread) {
        jdbc.sql("""
                insert into slack_post (key, repository, channel, thread, intended_at)
                values (:key, :repository, :channel, :thread, :at)""")
                .param("key", key)
                .param("repository", repository.value())
                .param("channel", channel)
                .param("thread", thread.orElse(null))
                .param("at", clock.instant().atOffset(ZoneOffset.UTC))
                .update();
    }

    private void posted(String key, String ts, String shown) {
        jdbc.sql("update slack_post set ts = :ts, shown = :shown where key = :key")
                .param("ts", ts)
                .param("shown", shown)
                .param("key", key)
                .update();
    }

    private void forget(String key) {
        jdbc.sql("delete from slack_post where key = :key").param("key", key).update();
    }

    private static String hash(RolloutCard card) {
        try {
            var text = card.text() + "\n" + card.blocks();
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
