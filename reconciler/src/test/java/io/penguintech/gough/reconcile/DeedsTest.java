package io.penguintech.gough.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.penguintech.gough.reconcile.Maas.Noted.Asked;
import io.penguintech.gough.reconcile.Maas.Noted.Turned;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** Who did what last, as MAAS's events tell it. */
class DeedsTest {
    private static final SystemId M1 = new SystemId("m1");
    private static final Instant AT = Instant.parse("2026-11-28T14:02:31Z");

    private final Deeds deeds = new Deeds();

    private Deed last() {
        return deeds.ofOthersThan("gough").get(M1);
    }

    @Test
    void aChangeOfStatusIsTheDeedOfWhoAskedRightBefore() {
        deeds.note(new Asked(M1, AT, "mallory", "releasing node"));
        deeds.note(new Turned(M1, AT.plusSeconds(1), "Deployed", "Releasing"));
        assertThat(last()).isEqualTo(new Deed("mallory", "Deployed→Releasing", AT.plusSeconds(1), Deed.MAAS_EVENT));
        assertThat(last().words(AT)).isEqualTo("mallory changed it at 14:02 UTC: Deployed→Releasing (MAAS event)");
        assertThat(last().words(AT.plus(Duration.ofDays(1))))
                .isEqualTo("mallory changed it at 2026-11-28 14:02 UTC: Deployed→Releasing (MAAS event)");
    }

    @Test
    void whatChangesLaterByItselfIsNobodysDeed() {
        deeds.note(new Asked(M1, AT, "mallory", "releasing node"));
        deeds.note(new Turned(M1, AT, "Deployed", "Releasing"));
        deeds.note(new Turned(M1, AT.plusSeconds(20), "Releasing", "Ready"));
        assertThat(last().what()).isEqualTo("Deployed→Releasing");

        deeds.note(new Asked(M1, AT.plusSeconds(60), "eve", "locking node"));
        deeds.note(new Turned(M1, AT.plusSeconds(600), "Ready", "Missing"));
        assertThat(last()).isEqualTo(new Deed("eve", "locking node", AT.plusSeconds(60), Deed.MAAS_EVENT));
    }

    @Test
    void aChangeThatNobodyAskedForHasNoName() {
        deeds.note(new Turned(M1, AT, "Deployed", "Broken"));
        assertThat(deeds.ofOthersThan("gough")).isEmpty();
    }

    @Test
    void whereGoughActedLastThereIsNothingToTell() {
        deeds.note(new Asked(M1, AT, "mallory", "releasing node"));
        deeds.note(new Asked(M1, AT, "gough", "starting deployment"));
        assertThat(deeds.ofOthersThan("gough")).isEmpty();
    }

    @Test
    void onlyTheNewestFewThousandAreKept() {
        for (int i = 0; i < 5000; i++) deeds.note(new Asked(new SystemId("m" + i), AT, "eve", "locking node"));
        var kept = deeds.ofOthersThan("gough");
        assertThat(kept).hasSize(4096).containsKey(new SystemId("m4999")).doesNotContainKey(new SystemId("m903"));
    }

    @Test
    void itsTextsAreOneShortLineEach() {
        var deed = new Deed("eve\n\u0000@everyone".repeat(20), "x".repeat(500), AT, Deed.MAAS_EVENT);
        assertThat(deed.who()).hasSize(64).doesNotContain("\n", "\u0000");
        assertThat(deed.what()).hasSize(80).endsWith("…");
    }
}
