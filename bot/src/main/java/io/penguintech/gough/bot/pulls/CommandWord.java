package io.penguintech.gough.bot.pulls;

import io.penguintech.gough.schema.Repository.Role;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Every word that may follow {@code gough} in a comment: the one list behind help and did-you-mean. */
enum CommandWord {
    PLAN("", "plan this pull request again, also a draft", Role.VIEWER),
    APPROVE(
            "DIGEST [NUMBER]",
            "say yes to the plan with this digest; with how many hosts it destroys where that is asked",
            Role.APPROVER),
    REJECT("DIGEST [WHY]", "say no to it: nobody's yes counts until it differs or you say yes", Role.APPROVER),
    EXPLAIN("HOST [FIELD]", "from which file and line the values of a host come", Role.VIEWER),
    RETRY("[HOST]", "after the merge: let its stalled rollout look again, or only one host that failed", Role.OPERATOR),
    REVERT("", "after the merge: open a pull request that takes it back", Role.OPERATOR),
    UNLOCK("", "nothing is locked here: what else is about the same hosts stands in the comment", null),
    HELP("", "what may be said here", null);

    private final String arguments;
    private final String what;
    private final Optional<Role> role;

    CommandWord(String arguments, String what, @Nullable Role role) {
        this.arguments = arguments;
        this.what = what;
        this.role = Optional.ofNullable(role);
    }

    /** As people type it. */
    String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The role it takes besides the right to write in the repository; empty for none. */
    Optional<Role> role() {
        return role;
    }

    /** How it is used. */
    String usage() {
        return "gough " + text() + (arguments.isEmpty() ? "" : " " + arguments);
    }

    /** What it does. */
    String what() {
        return what;
    }

    static Optional<CommandWord> of(String typed) {
        return Arrays.stream(values())
                .filter(word -> word.text().equals(typed.toLowerCase(Locale.ROOT)))
                .findFirst();
    }

    /** Whether it is about what became of it after the merge; everything else ends there. */
    boolean isAfterMerge() {
        return this == RETRY || this == REVERT;
    }

    /** All of them as people type them. */
    static List<String> texts() {
        return Arrays.stream(values()).map(CommandWord::text).toList();
    }
}
