package io.penguintech.gough.bot;

import static org.assertj.core.api.Assertions.assertThat;

import io.penguintech.gough.bot.backends.BackendSettings;
import io.penguintech.gough.bot.backends.Backends;
import io.penguintech.gough.bot.settings.SecretFile;
import io.penguintech.gough.reconcile.Reading;
import io.penguintech.gough.reconcile.http.CallListener;
import io.penguintech.gough.schema.BackendName;
import io.penguintech.gough.simulators.fault.Fault;
import io.penguintech.gough.simulators.fault.FaultRule;
import io.penguintech.gough.simulators.maas.MaasStandIn;
import io.penguintech.gough.simulators.maas.MaasStandInSettings;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.health.contributor.Status;

/** What the health endpoint says of backends. */
class BackendHealthTest {
    private static final BackendName REGION = new BackendName("default");

    @TempDir
    Path folder;

    @Test
    void aRegionWhoseMachinesCannotBeListedIsDownAlthoughItsNewsCome() throws IOException {
        try (var maas = MaasStandIn.start(MaasStandInSettings.defaults());
                var backends = backends(maas)) {
            var world = backends.world();
            maas.faults().add(FaultRule.always("GET", "machines/$", Fault.Status.of(403, "not yours")));
            assertThat(world.sweep(REGION)).isInstanceOf(Reading.Missed.class);
            assertThat(world.news(REGION)).isInstanceOf(Reading.Got.class);

            var down = new BackendHealth(world).health();
            assertThat(down.getStatus()).isEqualTo(Status.DOWN);
            assertThat((String) down.getDetails().get("maas default")).contains("list all machines", "not yours");

            maas.faults().clear();
            assertThat(world.sweep(REGION)).isInstanceOf(Reading.Got.class);
            assertThat(new BackendHealth(world).health().getDetails()).containsEntry("maas default", "answers");
        }
    }

    private Backends backends(MaasStandIn maas) throws IOException {
        var key = Files.writeString(folder.resolve("key"), maas.apiKey());
        var region = BackendSettings.MaasRegion.usual(URI.create(maas.url()), new SecretFile(key), null);
        return new Backends(
                new BackendSettings(Map.of("default", region), Map.of()),
                CallListener.NONE,
                Clock.systemUTC(),
                new Random(1));
    }
}
