package io.penguintech.gough.schema;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * As much of YARA as the library writes: rules of one regular expression each, which is looked for anywhere in a file. What
 * is written otherwise is refused, so that nothing passes here that YARA would read in another way. In both, {@code ^} and
 * {@code $} are the ends of the file, not of a line.
 */
final class YaraRules {
    private static final Pattern RULE =
            Pattern.compile("\\s*rule (\\w+) \\{ strings: \\$a = /(.*)/(i?) condition: \\$a }");

    /** What means the same in Java and in YARA. */
    private static final Pattern PLAIN = Pattern.compile(
            "(?:[A-Za-z0-9_:=#\"<>,' -]|\\\\[nt./*]|\\[\\^?(?:[A-Za-z0-9_ #}-]|\\\\[nt])+]|\\[[ \\\\t=\"]+]|[()|*+?^$])+");

    private final List<Rule> rules = new ArrayList<>();

    private record Rule(String name, Pattern pattern) {}

    private YaraRules() {}

    /** Whether a text of SQL is meant as rules. */
    static boolean isOne(String text) {
        return text.startsWith("rule ");
    }

    /** Reads rules, one a line. */
    static YaraRules of(String text) {
        var all = new YaraRules();
        for (var line : text.lines().toList()) {
            var rule = RULE.matcher(line);
            if (!rule.matches() || !PLAIN.matcher(rule.group(2)).matches())
                throw new IllegalArgumentException("no rule of the form that the library writes: " + line);
            int flags = rule.group(3).isEmpty() ? 0 : Pattern.CASE_INSENSITIVE;
            all.rules.add(new Rule(rule.group(1), Pattern.compile(rule.group(2), flags)));
        }
        return all;
    }

    /** The names of the rules that match, in their order, as osquery gives them. */
    List<String> matches(String content) {
        return rules.stream()
                .filter(rule -> rule.pattern().matcher(content).find())
                .map(Rule::name)
                .toList();
    }
}
