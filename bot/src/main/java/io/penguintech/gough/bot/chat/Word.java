package io.penguintech.gough.bot.chat;

import io.penguintech.gough.schema.Repository.Role;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Every word that may follow {@code /gough}: the one list behind help, did-you-mean and the pages of docs. */
enum Word {
    HELP("", "what you may say here", null),
    STATUS("", "what is stopped, blocked, asked or under way", Role.VIEWER),
    HOST("NAME", "one host: its goal, its machine, what keeps it", Role.VIEWER, "why"),
    ROLLOUTS("", "the newest rollouts", Role.VIEWER),
    PULLS("", "the pull requests that wait for people", Role.VIEWER, "prs"),
    PLAN("PR/BRANCH", "what merging a pull request (pr-12) or a branch would do", Role.VIEWER, "preview"),
    DRIFT("", "differences that only a decision can end", Role.VIEWER, "findings"),
    ALERTS("[ALERT]", "open alerts, or the hosts that one is about", Role.VIEWER),
    ACK("ALERT", "say that you have an alert in hand", Role.OPERATOR, "acknowledge"),
    SILENCE("ALERT/host:NAME TIME WHY", "hear nothing of an alert or a host for 15m, 2h, 3d", Role.OPERATOR, "mute"),
    UNSILENCE("ALERT/host:NAME", "hear of it again", Role.OPERATOR, "unmute"),
    RECONCILE("", "look now", Role.OPERATOR, "sync"),
    RETRY("ID [HOST]", "let a stalled rollout look again, or only one host that failed", Role.OPERATOR),
    REVERT("ID", "open a pull request that takes back what came in with a rollout", Role.OPERATOR),
    APPROVE(
            "ID DIGEST [NUMBER]",
            "say yes to exactly that plan of a rollout or of a pull request (pr-12); NUMBER of destroyed hosts where it asks",
            Role.APPROVER,
            "yes",
            "ok"),
    REJECT("ID DIGEST [WHY]", "say no to it", Role.APPROVER, "no", "decline"),
    CANCEL("ID [WHY]", "end a rollout; what is in flight is watched to its end", Role.APPROVER),
    EARLY("ID DIGEST WHY", "let exactly that plan begin outside of the change windows", Role.ADMIN),
    OVERRULE("ID DIGEST WHY", "let exactly that change go on although the guards of its host hold it", Role.ADMIN),
    POWER("on/off/cycle HOST WHY", "ask for hosts to be switched, also label:KEY=VALUE", Role.OPERATOR),
    TEST("HOST WHY", "ask for MAAS to test the hardware of hosts, also label:KEY=VALUE", Role.OPERATOR),
    REINSTALL("HOST WHY", "ask for hosts to be reinstalled, also label:KEY=VALUE or finding:DIGEST", Role.OPERATOR),
    WITHDRAW("HOST WHY", "take back what was asked for and has not begun", Role.OPERATOR),
    MAINTENANCE("HOST", "how a host is put into maintenance", Role.VIEWER),
    ASK("SQL on HOST [NUMBER]", "ask running hosts, also label:KEY=VALUE; the answer comes to you alone", null),
    QUERY("NAME HOST [NUMBER]", "ask running hosts what a declared query asks", null),
    STOP(
            "[SCOPE] WHY",
            "stop every write at once, or that of zone:, pool:, label:, maas: or fleet:",
            Role.OPERATOR,
            "pause"),
    RESUME("[SCOPE]", "end a stop", Role.ADMIN),
    CONFIRM("DIGEST WHY", "confirm that exactly what a guard found is right", Role.ADMIN),
    ACCEPT("HOST FINDING WHY", "live with a difference, or with all of one cause (all DIGEST)", Role.APPROVER),
    REOPEN("HOST FINDING WHY", "take an acceptance back", Role.APPROVER),
    CONFIRM_LOST("HOST [DIGEST WHY]", "confirm that what ran on one lost host is gone", Role.APPROVER),
    LINK("", "who you are to Gough, and how to become known", null, "whoami"),
    VERSION("", "which Gough this is", null);

    private final String arguments;
    private final String what;
    private final Optional<Role> role;

    @SuppressWarnings("ImmutableEnumChecker") // List.of is immutable
    private final List<String> aliases;

    Word(String arguments, String what, @Nullable Role role, String... aliases) {
        this.arguments = arguments;
        this.what = what;
        this.role = Optional.ofNullable(role);
        this.aliases = List.of(aliases);
    }

    /** As people type it. */
    String text() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** What may follow it, as people read it; empty text for nothing. */
    String arguments() {
        return arguments;
    }

    /** The lowest role that may say it; empty for everybody. */
    Optional<Role> role() {
        return role;
    }

    /** One line of help. */
    String help() {
        return "`/gough %s%s` — %s".formatted(text(), arguments.isEmpty() ? "" : " " + arguments, what);
    }

    /** How it is used, for somebody who left something out. */
    String usage() {
        return "`/gough %s %s`".formatted(text(), arguments);
    }

    /** The word that {@code typed} is, or is another name of. */
    static Optional<Word> of(String typed) {
        var lower = typed.toLowerCase(Locale.ROOT);
        return Arrays.stream(values())
                .filter(word -> word.text().equals(lower) || word.aliases.contains(lower))
                .findFirst();
    }

    /** The word that {@code typed} was probably meant to be: at most two edits away. */
    static Optional<Word> near(String typed) {
        var lower = typed.toLowerCase(Locale.ROOT);
        return Arrays.stream(values())
                .filter(word -> distance(word.text(), lower) <= 2)
                .min(Comparator.comparingInt(word -> distance(word.text(), lower)));
    }

    private static int distance(String a, String b) {
        var row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) row[j] = j;
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int above = row[j];
                int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
                row[j] = Math.min(Math.min(row[j] + 1, row[j - 1] + 1), diagonal + change);
                diagonal = above;
            }
        }
        return row[b.length()];
    }
}
