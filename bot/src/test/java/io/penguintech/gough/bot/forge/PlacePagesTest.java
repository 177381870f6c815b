package io.penguintech.gough.bot.forge;

import static org.assertj.core.api.Assertions.assertThat;

import io.penguintech.gough.reconcile.http.Credential;
import io.penguintech.gough.schema.Place;
import io.penguintech.gough.schema.Revision;
import io.penguintech.gough.templates.view.PullView.DiagnosticRow;
import java.net.URI;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class PlacePagesTest {
    private static final Revision HEAD = new Revision("4be1a7d05e3386b1f0c2d4e6a8909f2c4be1a7d0");

    @ParameterizedTest
    @CsvSource({
        "GITHUB, https://git.example.org/acme/infra/blob/4be1a7d05e3386b1f0c2d4e6a8909f2c4be1a7d0/hosts/a.yaml#L3",
        "GITLAB, https://git.example.org/acme/infra/-/blob/4be1a7d05e3386b1f0c2d4e6a8909f2c4be1a7d0/hosts/a.yaml#L3",
        "GITEA, https://git.example.org/acme/infra/src/commit/4be1a7d05e3386b1f0c2d4e6a8909f2c4be1a7d0/hosts/a.yaml#L3"
    })
    void aLineOfAFileIsShownWhereTheForgeShowsIt(ForgeKind kind, String page) {
        assertThat(access(kind).page(HEAD, new Place("hosts/a.yaml", 3, 1))).hasToString(page);
    }

    /** Whoever may push a file chooses its name: it can neither end the link nor lead it elsewhere. */
    @ParameterizedTest
    @EnumSource(ForgeKind.class)
    void aNameOfAFileIsOnlyAName(ForgeKind kind) {
        for (var name : new String[] {
            "hosts/a b.yaml",
            "x)[y](https://evil.example",
            "<b>`\"'\\",
            "a?b#c&d;e*f_g~h!i",
            "%2e%2e/x",
            "\u202Ea/日本",
            "a//b@c:d"
        }) {
            var page = access(kind).page(HEAD, Place.ofFile(name));
            assertThat(page.getHost()).isEqualTo("git.example.org");
            assertThat(page.getPath()).endsWith("/4be1a7d05e3386b1f0c2d4e6a8909f2c4be1a7d0/" + name);
            new DiagnosticRow("error", name, "", "", Optional.of(page.toString()));
        }
    }

    private static ForgeAccess access(ForgeKind kind) {
        return new ForgeAccess(
                kind,
                URI.create("https://git.example.org/"),
                "acme/infra",
                new ForgeAccess.Login.Token(() -> new Credential("unused")),
                ForgeAccess.LIMITS,
                WritePace.NONE);
    }
}
