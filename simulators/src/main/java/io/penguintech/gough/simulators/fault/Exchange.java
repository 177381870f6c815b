package io.penguintech.gough.simulators.fault;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What happens to one call: controls aside, a fault may strike, the handler answers, the journal remembers. */
final class Exchange {
    private static final Logger LOG = LoggerFactory.getLogger(Exchange.class);

    /** What to send back. */
    sealed interface Reply {
        record Send(Answer answer) implements Reply {}

        /** Cut the connection. */
        record Cut() implements Reply {}
    }

    private final StandInHandler handler;
    private final StandInControls controls;
    private final Faults faults;
    private final CallJournal journal;
    private final CountDownLatch closing = new CountDownLatch(1);

    Exchange(StandInHandler handler, Faults faults, CallJournal journal) {
        this.handler = handler;
        this.controls = new StandInControls(faults, journal);
        this.faults = faults;
        this.journal = journal;
    }

    /** The same for a call that opens a WebSocket: 101 unless a fault strikes. */
    Reply opening(Call call) {
        return reply(call, any -> Answer.empty(101));
    }

    Reply reply(Call call) {
        if (call.path().startsWith("/standin/")) {
            return new Reply.Send(controls.answer(call).orElseGet(() -> handled(call)));
        }
        return reply(call, this::handled);
    }

    private Reply reply(Call call, StandInHandler answers) {
        var struck = faults.take(call);
        if (struck.isEmpty()) {
            return new Reply.Send(journalled(call, answers.handle(call), struck));
        }
        return switch (struck.get()) {
            case Fault.Delay(Duration by) -> {
                hold(by);
                yield new Reply.Send(journalled(call, answers.handle(call), struck));
            }
            case Fault.Reset() -> {
                journal.add(call, 0, struck);
                yield new Reply.Cut();
            }
            case Fault.Status status -> {
                var answer = new Answer(status.code(), status.headers(), Bytes.of(status.body()));
                yield new Reply.Send(journalled(call, answer, struck));
            }
            case Fault.RateLimited(Duration retryAfter) -> {
                var answer = Answer.text(429, "Too many requests; try again later.")
                        .withHeader("Retry-After", Long.toString(retryAfter.toSeconds()));
                yield new Reply.Send(journalled(call, answer, struck));
            }
            case Fault.DoneThenTimeout(Duration hold) -> {
                journalled(call, answers.handle(call), struck);
                hold(hold);
                yield new Reply.Cut();
            }
        };
    }

    /** Lets every held call go. */
    void close() {
        closing.countDown();
    }

    private Answer handled(Call call) {
        try {
            return handler.handle(call);
        } catch (RuntimeException bug) {
            LOG.error("the stand-in failed on {} {}", call.method(), call.path(), bug);
            return Answer.text(500, "The stand-in failed: " + bug);
        }
    }

    private Answer journalled(Call call, Answer answer, Optional<Fault> fault) {
        journal.add(call, answer.status(), fault);
        return answer;
    }

    private void hold(Duration time) {
        try {
            // true means that the server closes: the call need not wait any longer
            if (closing.await(time.toNanos(), TimeUnit.NANOSECONDS)) {
                LOG.debug("a held call is let go because the stand-in stops");
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }
}
