package io.penguintech.gough.simulators.maas;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * The fields of a form as they are checked one by one; all errors are told at once (recorded). What was not sent is
 * empty and keeps its value at an update. Texts are those of the web framework MAAS uses (recorded for choices and
 * required fields).
 */
final class FormFields {
    static final String REQUIRED = "This field is required.";
    static final String NO_CHOICE = "Select a valid choice. That choice is not one of the available choices.";
    private static final Set<String> TRUE = Set.of("true", "1", "yes", "on", "t", "y");

    private final Request request;
    private final Map<String, List<String>> errors = new LinkedHashMap<>();

    FormFields(Request request) {
        this.request = request;
    }

    /** The text of a field that was sent, also an empty one. */
    Optional<String> text(String name) {
        return request.field(name);
    }

    /** The text of a field, an error if it is missing or empty. */
    String required(String name) {
        var text = request.text(name).strip();
        if (text.isEmpty()) {
            error(name, REQUIRED);
        }
        return text;
    }

    Optional<Boolean> flag(String name) {
        return request.field(name).map(text -> TRUE.contains(text.toLowerCase(Locale.ROOT)));
    }

    /** A whole number in these bounds; empty if the field is missing, empty or wrong. */
    Optional<Integer> number(String name, int least, int most) {
        return bigNumber(name, least, most).map(Math::toIntExact);
    }

    Optional<Long> bigNumber(String name, long least, long most) {
        var text = request.text(name).strip();
        if (text.isEmpty()) {
            return Optional.empty();
        }
        long value;
        try {
            value = Long.parseLong(text);
        } catch (NumberFormatException wrong) {
            error(name, "Enter a whole number.");
            return Optional.empty();
        }
        if (value < least) {
            error(name, "Ensure this value is greater than or equal to " + least + ".");
        } else if (value > most) {
            error(name, "Ensure this value is less than or equal to " + most + ".");
        } else {
            return Optional.of(value);
        }
        return Optional.empty();
    }

    /** What a field refers to; an error if there is no such thing, empty if the field is missing or empty. */
    <T> Optional<T> choice(String name, Function<String, Optional<T>> find) {
        var text = request.text(name).strip();
        if (text.isEmpty()) {
            return Optional.empty();
        }
        var found = find.apply(text);
        if (found.isEmpty()) {
            error(name, NO_CHOICE);
        }
        return found;
    }

    /** What each value of a field refers to, comma lists taken apart. */
    <T> List<T> choices(String name, Function<String, Optional<T>> find) {
        var all = new ArrayList<T>();
        for (var value : request.all(name)) {
            for (var each : value.split(",", -1)) {
                if (!each.isBlank()) {
                    find.apply(each.strip())
                            .ifPresentOrElse(
                                    all::add,
                                    () -> error(
                                            name,
                                            "Select a valid choice. " + each.strip()
                                                    + " is not one of the available choices."));
                }
            }
        }
        return all;
    }

    /** One of these words; the refusal lists them (source code). */
    Optional<String> word(String name, List<String> words) {
        var text = request.text(name).strip();
        if (text.isEmpty()) {
            return Optional.empty();
        }
        var found = words.stream().filter(word -> word.equals(text)).findFirst();
        if (found.isEmpty()) {
            error(name, notOneOf(name, text, words));
        }
        return found;
    }

    static String notOneOf(String what, String text, List<String> words) {
        return "'" + text + "' is not a valid " + what + ".  It should be one of: '" + String.join("', '", words)
                + "'.";
    }

    boolean sent(String name) {
        return request.has(name);
    }

    List<String> all(String name) {
        return request.all(name);
    }

    /** What is left of a list that a PUT leaves out, where the form reads a single value (source code). */
    static List<String> lastOnly(List<String> list) {
        return list.isEmpty() ? list : List.of(list.getLast());
    }

    void error(String field, String message) {
        errors.computeIfAbsent(field, any -> new ArrayList<>()).add(message);
    }

    boolean ok(String... fields) {
        for (var field : fields) {
            if (errors.containsKey(field)) {
                return false;
            }
        }
        return true;
    }

    /** Moves the errors of one field to the name the caller used. */
    void rename(String from, String to) {
        var moved = errors.remove(from);
        if (moved != null) {
            errors.put(to, moved);
        }
    }

    void refuseErrors() {
        if (!errors.isEmpty()) {
            throw Refusal.invalid(errors);
        }
    }
}
