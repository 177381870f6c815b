package io.penguintech.gough.templates.view;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class HealthTest {
    private static final HostCounts CALM = new HostCounts(3, 3, 0, 0, 0, 0);
    private static final BlockedRow BUSY = new BlockedRow("host a", "It is commissioning.", true);
    private static final BlockedRow STUCK = new BlockedRow("host a", "Its machine is locked.", false);

    @Test
    void isInSyncWhenEveryHostIs() {
        assertThat(repository(Optional.empty(), CALM, Optional.empty(), List.of())
                        .standing())
                .isEqualTo("in sync");
    }

    @Test
    void isWorkingWhileSomethingEndsByItself() {
        var counts = new HostCounts(3, 2, 1, 0, 0, 0);
        assertThat(repository(Optional.empty(), counts, Optional.empty(), List.of(BUSY))
                        .standing())
                .isEqualTo("working");
    }

    @Test
    void needsAttentionWhenAPersonMustActOrABackendIsSilent() {
        assertThat(repository(Optional.empty(), CALM, Optional.empty(), List.of(STUCK))
                        .standing())
                .isEqualTo("attention");
        assertThat(repository(Optional.empty(), CALM, Optional.of("refused"), List.of())
                        .standing())
                .isEqualTo("attention");
    }

    @Test
    void needsAttentionWhenAHostIsUnhealthy() {
        assertThat(repository(Optional.empty(), new HostCounts(3, 3, 0, 0, 0, 1), Optional.empty(), List.of())
                        .standing())
                .isEqualTo("attention");
    }

    @Test
    void isStoppedAboveAll() {
        assertThat(repository(Optional.of("drill"), CALM, Optional.of("refused"), List.of(STUCK))
                        .standing())
                .isEqualTo("stopped");
    }

    private static StatusPageView.Repository repository(
            Optional<String> stopped, HostCounts counts, Optional<String> problem, List<BlockedRow> blocked) {
        return new StatusPageView.Repository(
                "infra",
                "main",
                "apply",
                Samples.REVISION,
                Samples.REVISION,
                stopped,
                Optional.empty(),
                counts,
                List.of(new StatusPageView.Backend("maas default", problem, Optional.empty())),
                List.of(),
                blocked,
                List.of(),
                List.of(),
                List.of());
    }
}
