package io.penguintech.gough.bot.chat;

import java.util.List;
import java.util.Optional;

/**
 * Messages that ask, shown so that nobody can answer what they cannot read: what a question would destroy and does not fit
 * into its message is named in the thread of that message before its buttons come.
 */
final class Questions {
    private final Posts posts;
    private final Announcements.Channel channel;

    Questions(Posts posts, Announcements.Channel channel) {
        this.posts = posts;
        this.channel = channel;
    }

    /**
     * Makes the message with {@code key} look like {@code card}, posting it when it is not there yet.
     *
     * @param names begins the keys of {@code named}; another one for everything else that is named in the thread
     * @param named what the thread names, see {@link Destroyed#thread}
     */
    void show(String key, String names, RolloutCard card, List<RolloutCard> named) {
        if (!named.isEmpty()) {
            name(key, names, card, named);
            if (posts.mend(key, card)) return;
            // Somebody deleted the message, and its thread with it.
            name(key, names, card, named);
        }
        show(key, Optional.empty(), card);
    }

    private void name(String key, String names, RolloutCard card, List<RolloutCard> named) {
        var last = posts.ts(key).flatMap(root -> posts.ts(part(names, root, named.size())));
        if (last.isPresent()) return;
        show(key, Optional.empty(), card.withoutButtons());
        var root = posts.ts(key).orElseThrow();
        for (int i = 0; i < named.size(); i++) show(part(names, root, i + 1), Optional.of(root), named.get(i));
    }

    private static String part(String names, String root, int number) {
        return "%s:%s:%d".formatted(names, root, number);
    }

    private void show(String key, Optional<String> thread, RolloutCard card) {
        posts.show(channel.repository(), key, channel.id(), thread, card);
    }
}
