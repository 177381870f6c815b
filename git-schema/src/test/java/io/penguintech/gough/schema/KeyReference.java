package io.penguintech.gough.schema;

import java.util.ArrayList;
import java.util.List;

/** Writes the page that lists every key of every kind, from the shapes that the loader checks. */
final class KeyReference {
    private static final String HEAD = """
            # Every key of every kind

            Written from the code that reads them: `mvn -pl git-schema test -Dtest=SchemasTest -Dgough.schemas.write=true` writes this
            page and the JSON Schemas beside it anew, and the build fails when they are stale. Point your editor at the schemas:

            ```yaml
            # yaml-language-server: $schema=https://…/docs/schemas/host.json
            ```

            Every document has `apiVersion: gough.io/v1`, `kind`, `metadata` (`name`; `labels` and `annotations`: maps of texts) and
            `spec`. Files may hold several documents. Numbers, true and false where a text is meant need quotes: `serial: "0123"`.
            Durations are `30s`, `10m`, `24h`, `7d`, `2w` or sums of them, such as `1h30m`.

            ## How profiles, hosts and placeholders go together
            1. Profiles are laid over each other from left to right, then the host. Maps merge, scalars and lists replace; `+key:`
               appends a list, `=key:` replaces a map as a whole, `key: null` removes. A profile may set every field of a host but
               `profiles`, `formerly`, `machine.macAddresses` and `machine.serial`.
            2. Then placeholders are replaced: `${{ host.name }}`, `${{ host.labels.x }}`, `${{ values.x }}` (dots lead into maps),
               `${{ repository.x }}` (`values` of `gough.yaml`) and `${{ secret('path#key') }}`. One that is the whole scalar keeps
               its type; inside text it becomes text. Within `values` other values may be used that hold no placeholder themselves.
               `profiles` may use `host.*` and `repository.*` only, as it is read before anything is merged. `$${{` is a literal.
            3. `{secret: path#key}` is a reference to a secret, in `values` and in power parameters. A password that stands in the
               repository itself is an error.

            Power parameters: `address`, `user`, `password` and `id` stand for MAAS's `power_address`, `power_user`, `power_pass` and
            `power_id`; all others are spelled as the driver spells them.

            A whole number with a leading zero stays text (`0644` is the file mode it looks like); in templates `yes`, `no`, `on` and
            `off` mean true and false, as cloud-init reads them.
            """;

    private KeyReference() {}

    static String page() {
        var lines = new ArrayList<String>();
        for (var kind : Kind.values()) {
            lines.add("");
            lines.add("## " + kind.word() + " (`" + kind.home() + "`)");
            lines.add("| key of `spec` | holds | meaning |");
            lines.add("|---|---|---|");
            rows("", HostSpec.written(kind), lines);
        }
        return HEAD + String.join("\n", lines) + "\n";
    }

    private static void rows(String prefix, Shape.Struct struct, List<String> lines) {
        for (var field : struct.fields()) {
            var name = prefix + field.name();
            lines.add("| `%s`%s | %s | %s |"
                    .formatted(name, field.required() ? " (required)" : "", holds(field.shape()), field.meaning()));
            if (field.shape() instanceof Shape.Struct inner) rows(name + ".", inner, lines);
            if (field.shape() instanceof Shape.ListOf(Shape.Struct inner)) rows(name + "[].", inner, lines);
            if (field.shape() instanceof Shape.MapOf(var _, Shape.Struct inner)) rows(name + ".NAME.", inner, lines);
        }
        struct.others().ifPresent(other -> lines.add("| `%s…` | %s | any other key |".formatted(prefix, holds(other))));
    }

    private static String holds(Shape shape) {
        return switch (shape) {
            case Shape.Text(var rule) -> rule.what() + ": " + rule.rule().replace("|", "\\|");
            case Shape.Words(var words, var _) -> "`" + String.join("`, `", words) + "`";
            case Shape.Whole(var least, var most) -> "%,d to %,d".formatted(least, most);
            case Shape.Flag() -> "true or false";
            case Shape.Period() -> "a duration";
            case Shape.ListOf(Shape.Struct _) -> "a list of maps";
            case Shape.ListOf(var item) -> "a list; each " + holds(item);
            case Shape.MapOf(var key, Shape.Struct _) -> "maps by name; a name is " + key.what() + ": " + key.rule();
            case Shape.MapOf _ -> "a map of anything";
            case Shape.Anything() -> "anything";
            case Shape.SecretOrScalar() -> "text, a number, true or false, or `{secret: path#key}`";
            case Shape.Later() -> "nothing yet";
            case Shape.Struct _ -> "a map";
        };
    }
}
