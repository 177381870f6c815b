package io.penguintech.gough.bot.web;

import io.penguintech.gough.bot.rollout.RolloutService;
import io.penguintech.gough.bot.rollout.Snapshot;
import io.penguintech.gough.bot.source.RepositoryId;
import java.util.Optional;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

/** What {@code gough plan --server} and {@code gough snapshot --server} ask for. Masked; needs the role viewer. */
@RestController
final class SnapshotController {
    private final ObjectProvider<RolloutService> services;

    SnapshotController(ObjectProvider<RolloutService> services) {
        this.services = services;
    }

    @GetMapping(path = "/api/v1/snapshot", produces = MediaType.APPLICATION_JSON_VALUE)
    String snapshot(@RequestParam Optional<String> repository) {
        var service = services.getObject();
        return which(service, repository)
                .flatMap(service::snapshot)
                .map(Snapshot::json)
                .orElseThrow(() -> new ResponseStatusException(
                        HttpStatus.NOT_FOUND,
                        "Name one of the repositories of this service: repository="
                                + service.engine().repositories()));
    }

    private static Optional<RepositoryId> which(RolloutService service, Optional<String> name) {
        var known = service.engine().repositories();
        if (name.isEmpty() && known.size() == 1) return known.stream().findFirst();
        return known.stream().filter(id -> Optional.of(id.value()).equals(name)).findFirst();
    }
}
