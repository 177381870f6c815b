package io.penguintech.gough.bot.web;

import io.penguintech.gough.bot.rollout.Ledger;
import io.penguintech.gough.bot.rollout.Rollouts;
import io.penguintech.gough.bot.source.RepositoryId;
import java.util.Optional;
import java.util.OptionalLong;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

/** The part of the REST API that tells what happened: who decided what. */
@RestController
@RequestMapping(path = "/api/v1", produces = MediaType.APPLICATION_JSON_VALUE)
final class LedgerController {
    private static final int MOST = 1000;

    private final Rollouts rollouts;
    private final Ledger ledger;

    LedgerController(Rollouts rollouts, Ledger ledger) {
        this.rollouts = rollouts;
        this.ledger = ledger;
    }

    @GetMapping("/audit")
    Json.Audit audit(
            @RequestParam Optional<String> repository,
            @RequestParam Optional<String> person,
            @RequestParam Optional<String> host,
            @RequestParam Optional<String> before,
            @RequestParam(defaultValue = "100") int limit) {
        if (limit < 1 || limit > MOST)
            throw new ResponseStatusException(HttpStatus.BAD_REQUEST, "limit goes from 1 to " + MOST);
        var filter = new Ledger.Filter(
                one(repository),
                person,
                host,
                before.map(LedgerController::number).orElse(OptionalLong.empty()),
                limit);
        var page = ledger.audit(filter).stream().map(Json::of).toList();
        return new Json.Audit(page, page.size() == limit ? page.getLast().id() : null);
    }

    private Optional<RepositoryId> one(Optional<String> repository) {
        return repository.map(name -> Answers.chosen(rollouts, Optional.of(name)));
    }

    /** The number of a line, as the page before named it. */
    static OptionalLong number(String text) {
        if (!text.matches("[1-9][0-9]{0,17}"))
            throw new ResponseStatusException(HttpStatus.BAD_REQUEST, "before is the next of the page before");
        return OptionalLong.of(Long.parseLong(text));
    }
}
