package io.penguintech.gough.demo;

import io.penguintech.gough.simulators.forge.Opinion;
import io.penguintech.gough.simulators.forge.Pull;
import java.util.Optional;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

/** What a visitor does on the forge, as somebody. */
@RestController
@RequestMapping("/demo/pulls")
final class ForgeDeeds {
    private final StandIns standIns;
    private final DemoForge kind;
    private final AdasClone ada;
    private final ExampleChanges changes;

    ForgeDeeds(Stage stage, ExampleChanges changes) {
        this.standIns = stage.standIns();
        this.kind = standIns.kind();
        this.ada = new AdasClone(stage.standIns(), stage.addresses().clone(ExampleRepository.NAME));
        this.changes = changes;
    }

    /** A branch that somebody pushed. */
    record Branch(String branch) {}

    /** Who does it: an id in Slack, which the page calls people by. */
    record By(String user) {}

    /** Who says what. */
    record Comment(String user, String text) {}

    @PostMapping
    DemoDeeds.Said open(@RequestBody Branch from) {
        var head = Optional.ofNullable(standIns.forge().branches().get(from.branch()))
                .orElseThrow(() -> new IllegalStateException("There is no branch " + from.branch() + "."));
        if (standIns.forge().pulls().stream()
                .anyMatch(
                        pull -> pull.state() == Pull.State.OPEN && pull.branch().equals(from.branch())))
            throw new IllegalStateException("There is a %s from %s already.".formatted(kind.request(), from.branch()));
        var title = GitLog.subject(standIns.repository(), head);
        var pull = standIns.forge().open(Cast.ADA.handle(), title, from.branch(), "main");
        return new DemoDeeds.Said("Ada opened %s from %s.".formatted(kind.request(pull.number()), from.branch()));
    }

    @PostMapping("/{number}/approve")
    DemoDeeds.Said approve(@PathVariable long number, @RequestBody By by) {
        var person = person(by.user());
        var pull = open(number);
        if (pull.author().equals(person.handle()))
            throw new IllegalStateException(
                    "%s lets nobody approve their own %s.".formatted(kind.title(), kind.request()));
        standIns.forge().review(person.handle(), number, Opinion.Verdict.APPROVE);
        return new DemoDeeds.Said("%s approved %s.".formatted(person.name(), kind.request(number)));
    }

    /** They take back that they approved; GitLab's button for it. */
    @PostMapping("/{number}/revoke")
    DemoDeeds.Said revoke(@PathVariable long number, @RequestBody By by) {
        if (!kind.keepsApprovals()) throw new IllegalStateException("%s has no such button.".formatted(kind.title()));
        var person = person(by.user());
        open(number);
        var approval = standing(person, number)
                .orElseThrow(() -> new IllegalStateException(
                        "%s has not approved %s.".formatted(person.name(), kind.request(number))));
        standIns.forge().dismiss(person.handle(), approval.id());
        return new DemoDeeds.Said("%s revoked the approval of %s.".formatted(person.name(), kind.request(number)));
    }

    @PostMapping("/{number}/comment")
    DemoDeeds.Said comment(@PathVariable long number, @RequestBody Comment comment) {
        var person = person(comment.user());
        if (comment.text().isBlank()) throw new IllegalStateException("A comment must say something.");
        standIns.forge().comment(person.handle(), known(number).number(), comment.text());
        return new DemoDeeds.Said("");
    }

    @PostMapping("/{number}/merge")
    DemoDeeds.Said merge(@PathVariable long number) {
        open(number);
        ada.merge(number);
        return new DemoDeeds.Said("Ada merged %s: Gough brings it about.".formatted(kind.request(number)));
    }

    @PostMapping("/{number}/push")
    DemoDeeds.Said push(@PathVariable long number) {
        return new DemoDeeds.Said(changes.pushAgain(known(number).number()));
    }

    private Pull open(long number) {
        var pull = known(number);
        if (pull.state() != Pull.State.OPEN)
            throw new IllegalStateException("%s is not open any more.".formatted(kind.capital(number)));
        return pull;
    }

    private Optional<Opinion> standing(Cast.Person person, long number) {
        return standIns.forge().reviews(number).stream()
                .filter(opinion -> opinion.author().equals(person.handle()) && !opinion.dismissed())
                .findFirst();
    }

    private Pull known(long number) {
        return standIns.forge().pulls().stream()
                .filter(pull -> pull.number() == number)
                .findFirst()
                .orElseThrow(
                        () -> new ResponseStatusException(HttpStatus.NOT_FOUND, "there is no " + kind.request(number)));
    }

    private static Cast.Person person(String slack) {
        return Cast.of(slack)
                .orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND, "nobody is " + slack));
    }

    @ExceptionHandler
    @ResponseStatus(HttpStatus.CONFLICT)
    DemoDeeds.Said refused(IllegalStateException refusal) {
        return new DemoDeeds.Said(String.valueOf(refusal.getMessage()));
    }
}
