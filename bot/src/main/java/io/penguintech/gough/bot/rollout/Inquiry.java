package io.penguintech.gough.bot.rollout;

import io.penguintech.gough.bot.source.RepositoryId;
import io.penguintech.gough.reconcile.LiveAnswer;
import io.penguintech.gough.reconcile.LiveAnswer.Cause;
import io.penguintech.gough.schema.HostName;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A question that was begun, and what was heard so far. In memory only. Thread-safe. */
final class Inquiry {
    private final String id;
    private final RepositoryId repository;
    private final QuestionJudge.Judged.Allowed allowed;
    private final Instant at;
    private final ConcurrentSkipListMap<HostName, LiveAnswer> answers;
    private final List<String> notes = new CopyOnWriteArrayList<>();
    private final CountDownLatch over = new CountDownLatch(1);
    private volatile Optional<Instant> ended = Optional.empty();

    Inquiry(String id, RepositoryId repository, QuestionJudge.Judged.Allowed allowed, Instant at) {
        this.id = id;
        this.repository = repository;
        this.allowed = allowed;
        this.at = at;
        this.answers = new ConcurrentSkipListMap<>(allowed.silent());
    }

    String id() {
        return id;
    }

    Instant at() {
        return at;
    }

    RepositoryId repository() {
        return repository;
    }

    QuestionJudge.Judged.Allowed allowed() {
        return allowed;
    }

    void heard(HostName host, LiveAnswer answer) {
        answers.put(host, answer);
    }

    void note(String what) {
        notes.add(what);
    }

    /** Whoever was not heard will not be. */
    void end(Instant now) {
        for (var host : allowed.hosts())
            answers.putIfAbsent(
                    host,
                    new LiveAnswer.Silent(
                            Cause.NO_ANSWER, notes.isEmpty() ? "it was not asked" : String.join("; ", notes)));
        ended = Optional.of(now);
    }

    /** Wakes whoever waits for its end. */
    void announce() {
        over.countDown();
    }

    boolean isOver() {
        return ended.isPresent();
    }

    /** Waits until its end is announced; whether it is. */
    boolean await(Duration most) {
        try {
            return over.await(most.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    HostQuestion now() {
        var end = ended; // first: what is over has all its answers
        return new HostQuestion(id, repository, allowed.by(), allowed.sql(), at, allowed.hosts(), answers, notes, end);
    }
}
