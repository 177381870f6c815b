package io.penguintech.gough.bot.web;

import io.penguintech.gough.bot.rollout.RepositoryStatus;
import io.penguintech.gough.templates.view.Frame;
import java.time.Clock;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.security.core.Authentication;
import org.springframework.stereotype.Component;

/** What is around every page. */
@Component
final class Frames {
    private final Clock clock;
    private final String version;

    Frames(ObjectProvider<Clock> clock) {
        this.clock = clock.getIfAvailable(Clock::systemUTC);
        this.version = Optional.ofNullable(Frames.class.getPackage().getImplementationVersion())
                .orElse("development");
    }

    Shown now() {
        return new Shown(clock.instant());
    }

    String version() {
        return version;
    }

    /** Around a page about one repository. */
    Frame of(RepositoryStatus status, Shown shown, Authentication who) {
        return new Frame(
                status.repository().value(),
                status.mode().word(),
                status.stopped(),
                viewer(who),
                version,
                shown.moment(shown.now()));
    }

    /** Around a page about all of them. */
    Frame whole(Shown shown, @Nullable Authentication who) {
        return new Frame("", "", Optional.empty(), viewer(who), version, shown.moment(shown.now()));
    }

    private static Optional<String> viewer(@Nullable Authentication who) {
        return Optional.ofNullable(who).map(Authentication::getName);
    }
}
