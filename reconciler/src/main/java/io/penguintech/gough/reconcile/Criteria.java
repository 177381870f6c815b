package io.penguintech.gough.reconcile;

import io.penguintech.gough.schema.Label.Membership.HostVitals;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/** What hosts of a label have in common, as one text: {@code end_user_idp_group = admins}. */
public final class Criteria {
    private static final Pattern FORM = Pattern.compile("(?s)(\\w+)(?: (\\d+))? (=|!=|>|<|LIKE) (.*)");

    private Criteria() {}

    /** The text. */
    public static String text(HostVitals vitals) {
        var id = vitals.customHostVitalId();
        return "%s%s %s %s"
                .formatted(
                        vitals.vital(), id.isPresent() ? " " + id.getAsLong() : "", vitals.operator(), vitals.value());
    }

    /** The inverse; empty for what is no such text. */
    public static Optional<HostVitals> of(String text) {
        var match = FORM.matcher(text);
        if (!match.matches()) return Optional.empty();
        var id = Optional.ofNullable(match.group(2));
        return Optional.of(new HostVitals(
                match.group(1),
                match.group(3),
                match.group(4),
                id.map(Long::parseLong).map(OptionalLong::of).orElseGet(OptionalLong::empty)));
    }
}
