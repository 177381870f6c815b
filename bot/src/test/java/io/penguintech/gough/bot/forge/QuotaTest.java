package io.penguintech.gough.bot.forge;

import static io.penguintech.gough.bot.forge.Acme.failed;
import static io.penguintech.gough.bot.forge.Acme.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.penguintech.gough.reconcile.Failure;
import io.penguintech.gough.simulators.forge.ForgeDialect;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What happens when the calls of the hour are used up. */
class QuotaTest {
    @ParameterizedTest
    @EnumSource(
            value = ForgeDialect.class,
            names = {"GITHUB", "GITLAB"})
    void aQuotaThatIsUsedUpIsWaitedForAndUnchangedReadsUseNone(ForgeDialect dialect) {
        try (var acme = Acme.on(dialect, settings -> settings.withQuota(2))) {
            long number = acme.opened("quota", 10);
            // GitLab counts whatever is asked.
            for (int at = 0; at < (dialect == ForgeDialect.GITHUB ? 5 : 1); at++) given(acme.forge.pullRequest(number));
            given(acme.forge.openPullRequests());

            acme.clock.forward(Duration.ofMinutes(50));
            var refused = failed(acme.forge.reviews(number), Failure.TryAgain.class);
            assertThat(refused.after()).isEqualTo(Duration.ofMinutes(10));
            int calls = acme.standIn.calls().size();
            acme.clock.forward(Duration.ofSeconds(599));
            failed(acme.forge.reviews(number), Failure.TryAgain.class);
            assertThat(acme.standIn.calls()).hasSize(calls);

            acme.clock.forward(Duration.ofSeconds(1));
            assertThat(given(acme.forge.reviews(number))).isEmpty();
        }
    }
}
