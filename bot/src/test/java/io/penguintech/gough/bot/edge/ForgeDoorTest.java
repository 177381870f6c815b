package io.penguintech.gough.bot.edge;

import static io.penguintech.gough.bot.edge.Samples.NOW;
import static io.penguintech.gough.bot.edge.Samples.asked;
import static io.penguintech.gough.bot.edge.Samples.plan;
import static io.penguintech.gough.bot.edge.Samples.rollout;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.penguintech.gough.bot.rollout.EventConsumer;
import io.penguintech.gough.bot.rollout.Rollout;
import io.penguintech.gough.bot.rollout.RolloutId;
import io.penguintech.gough.bot.rollout.RolloutState;
import io.penguintech.gough.schema.Revision;
import io.penguintech.gough.simulators.fault.Bytes;
import io.penguintech.gough.simulators.fault.StandInClock;
import io.penguintech.gough.simulators.forge.Delivery;
import io.penguintech.gough.simulators.forge.ForgeDialect;
import io.penguintech.gough.simulators.forge.ForgeStandIn;
import io.penguintech.gough.simulators.forge.Status;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** What comes from forges, through the whole filter chain, and the statuses that go to them. */
@ExtendWith(OutputCaptureExtension.class)
class ForgeDoorTest {
    /** Their repositories are on GitHub, GitLab and Gitea; the last is GitLab with a signing token. */
    private enum Place {
        MAIN(ForgeDialect.GITHUB, "secret-of-main-0123456789"),
        LAB(ForgeDialect.GITLAB, "secret-of-lab-0123456789"),
        TEA(ForgeDialect.GITEA, "secret-of-tea-0123456789"),
        SIGNED(ForgeDialect.GITLAB, "whsec_MDEyMzQ1Njc4OWFiY2RlZmdoaWprbG1ub3BxcnN0dXY=");

        private final ForgeDialect dialect;
        private final String secret;

        Place(ForgeDialect dialect, String secret) {
            this.dialect = dialect;
            this.secret = secret;
        }

        String id() {
            return name().toLowerCase(Locale.ROOT);
        }

        String path() {
            return "/webhooks/" + dialect.name().toLowerCase(Locale.ROOT) + "/" + id();
        }
    }

    private static final String PUSH =
            "{\"ref\":\"refs/heads/main\",\"after\":\"%d\",\"canary\":\"words-of-the-body\"}";
    private static final String PULL_REQUEST = "{\"pull_request\":{\"number\":7},\"canary\":\"words-of-the-body\"}";
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private static final String SIGNED_SOMEHOW = "X-Hub-Signature-256: sha256=00\r\n";
    private static final Map<Place, ForgeStandIn> FORGES = new EnumMap<>(Place.class);

    @TempDir
    static Path dir;

    private static FakeRollouts rollouts;
    private static EdgeService service;
    private static EdgeService.Looks looks;
    private static int pushes;

    @BeforeAll
    static void start() {
        var clock = Clock.fixed(NOW, ZoneOffset.UTC);
        var settings = new ArrayList<>(List.of("gough.slack.public-url=https://gough.example/"));
        for (var place : Place.values()) {
            var given = io.penguintech.gough.simulators.forge.ForgeSettings.of(place.dialect)
                    .signingWith(place.secret)
                    .withClock(clock);
            FORGES.put(place, ForgeStandIn.start(given));
            var key = "gough.forge." + place.id() + ".";
            settings.add("gough.repositories.%s.url=https://git.example/infra.git".formatted(place.id()));
            settings.add(key + "kind=" + place.dialect.name().toLowerCase(Locale.ROOT));
            settings.add(key + "url=" + FORGES.get(place).url());
            settings.add(key + "project=" + given.project());
            settings.add(key + "token-file=" + EdgeService.secret(dir, place + "-token", given.token()));
            settings.add(key + "webhook-secret-file=" + EdgeService.secret(dir, place + "-hook", place.secret));
        }
        rollouts = new FakeRollouts();
        service = EdgeService.start(rollouts, StandInClock.stoppedAt(NOW), dir, settings);
        looks = service.bean(EdgeService.Looks.class);
        FORGES.forEach((place, forge) -> forge.connect(service.uri(place.path())));
    }

    @AfterAll
    static void stop() {
        HTTP.close();
        service.close();
        FORGES.values().forEach(ForgeStandIn::close);
    }

    @BeforeEach
    void forget() {
        looks.asked.clear();
    }

    private static ForgeStandIn forge(Place place) {
        return Objects.requireNonNull(FORGES.get(place));
    }

    private static String push() {
        return PUSH.formatted(++pushes);
    }

    @ParameterizedTest
    @EnumSource(Place.class)
    void aPushToTheBranchAndWhateverHappensOnAPullRequestIsLookedAt(Place place) {
        var forge = forge(place);
        int before = forge.deliveries().size();
        forge.push("ada", "main", "%040x".formatted(++pushes));
        assertThat(looks.asked).containsExactly(place.id() + " push");

        forge.push("ada", "topic", "%040x".formatted(++pushes));
        assertThat(looks.asked).hasSize(1);
        var number = forge.open("ada", "Topic", "topic", "main").number();
        forge.comment("bob", number, "gough plan");

        var hint = place.id() + " pull request " + number;
        assertThat(looks.asked).containsExactly(place.id() + " push", hint, hint);
        assertThat(forge.deliveries().subList(before, before + 4))
                .extracting(Delivery::status)
                .containsOnly(202);
    }

    @ParameterizedTest
    @EnumSource(Place.class)
    void aCopyIsTakenOnceWhateverIdItBears(Place place) {
        var forge = forge(place);
        var push = forge.prepared("push", push());
        assertThat(forge.deliver(push).status()).isEqualTo(202);
        assertThat(forge.deliver(push).status()).isEqualTo(202);
        var headers = new HashMap<>(push.headers());
        for (var id : List.of("X-GitHub-Delivery", "X-Gitea-Delivery", "Idempotency-Key"))
            headers.computeIfPresent(id, (name, old) -> "another");
        assertThat(forge.deliver(new Delivery("push", headers, push.body(), 0)).status())
                .isEqualTo(202);

        assertThat(looks.asked).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource(Place.class)
    void whoDoesNotKnowTheSecretIsRefusedWithoutAWordOfTheBody(Place place, CapturedOutput output) {
        var forge = forge(place);
        long written = written(place);
        var genuine = forge.prepared("push", push());
        var signatures = List.of(
                "X-Hub-Signature-256", "X-Gitea-Signature", "X-Gitlab-Token", "webhook-signature", "webhook-timestamp");
        var without = new HashMap<>(genuine.headers());
        without.keySet().removeAll(signatures);
        var empty = new HashMap<>(genuine.headers());
        signatures.forEach(name -> empty.computeIfPresent(name, (same, old) -> ""));
        var upper = new HashMap<>(genuine.headers());
        signatures.forEach(name -> upper.computeIfPresent(name, (same, old) -> old.toUpperCase(Locale.ROOT)));
        var bare = new HashMap<>(genuine.headers());
        signatures.forEach(name -> bare.computeIfPresent(name, (same, old) -> "sha256="));

        for (var headers : List.of(without, empty, upper, bare))
            assertThat(forge.deliver(new Delivery("push", headers, genuine.body(), 0))
                            .status())
                    .isEqualTo(401);
        if (place != Place.SIGNED) // of which the secret of a stranger is not even a signing token
        assertThat(forge.deliver(forge.forged("push", push())).status()).isEqualTo(401);
        if (place != Place.LAB) // whose token says nothing of the body
        assertThat(forge.deliver(new Delivery(
                                    "push", genuine.headers(), Bytes.of(push().getBytes(StandardCharsets.UTF_8)), 0))
                            .status())
                    .isEqualTo(401);

        assertThat(looks.asked).isEmpty();
        assertThat(output.getAll()).doesNotContain("words-of-the-body", place.secret, "no-secret-of-this-hook");
        assertThat(written(place)).isEqualTo(written);
    }

    @Test
    void aSigningTokenHoldsForFiveMinutesBothWays() {
        var forge = forge(Place.SIGNED);
        var push = forge.prepared("push", push());
        service.clock().advance(Duration.ofMinutes(5).plusSeconds(1));
        assertThat(forge.deliver(push).status()).isEqualTo(401);
        service.clock().turn(Duration.ofMinutes(-10).minusSeconds(2));
        assertThat(forge.deliver(push).status()).isEqualTo(401);
        service.clock().advance(Duration.ofMinutes(5).plusSeconds(1));
        assertThat(forge.deliver(push).status()).isEqualTo(202);
    }

    @Test
    void aNewSecretNeedsNoRestartAndABadOneLetsNobodyIn(CapturedOutput output) throws IOException {
        var forge = forge(Place.TEA);
        var file = dir.resolve(Place.TEA + "-hook");
        for (var bad : List.of(
                "",
                "short",
                "aaaaaaaaaaaaaaaaaaaaaaaa",
                "changeme-changeme",
                "Change-me change_me CHANGEME",
                "whsec_",
                "whsec_MDEyMzQ1Njc4OWFiY2RlZg==", // 16 bytes
                "whsec_YWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWE=", // of one kind
                "whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=", // a word twice
                "whsec_" + "QUJD".repeat(22), // 66 bytes
                "whsec_!!no-base64-but-long-enough!!")) {
            Files.writeString(file, bad);
            assertThat(forge.deliver(forge.prepared("push", push())).status()).isEqualTo(503);
        }
        Files.writeString(file, "another-secret-0123456789");
        assertThat(forge.deliver(forge.prepared("push", push())).status()).isEqualTo(401);
        Files.writeString(file, Place.TEA.secret);
        assertThat(forge.deliver(forge.prepared("push", push())).status()).isEqualTo(202);
        assertThat(looks.asked).hasSize(1);
        assertThat(output.getAll()).doesNotContain("another-secret", "base64", "\tat ");
    }

    @Test
    void anAddressOfAnotherForgeOrRepositoryIsNone() {
        var forge = forge(Place.TEA); // whose deliveries look like GitHub's
        for (var path : List.of(
                "/webhooks/github/tea", "/webhooks/gitea/main", "/webhooks/gitea/nobody", "/webhooks/hub/tea")) {
            forge.connect(service.uri(path));
            assertThat(forge.deliver(forge.prepared("push", push())).status()).isIn(401, 403, 404);
        }
        forge.connect(service.uri(Place.TEA.path()));
        assertThat(looks.asked).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "[]", "payload=%7B%7D", "{\"ref\":\"refs/heads/main\"} words-of-the-body"})
    void aSignedBodyThatIsNoObjectOfJsonIsRefused(String body, CapturedOutput output) {
        var forge = forge(Place.MAIN);
        assertThat(forge.deliver(forge.prepared("push", body)).status()).isEqualTo(400);
        assertThat(looks.asked).isEmpty();
        assertThat(output.getAll()).doesNotContain("words-of-the-body");
    }

    @Test
    void aBodyOfFiftyMegabytesIsNotReadWhetherItSaysSoOrNot() throws IOException {
        assertThat(answer("Content-Length: 52428800\r\n\r\n", new byte[10])).isEqualTo("HTTP/1.1 413");
        var chunk = new byte[(4 << 20) + 2];
        assertThat(answer(SIGNED_SOMEHOW + "Transfer-Encoding: chunked\r\n\r\n%x\r\n".formatted(chunk.length), chunk))
                .isEqualTo("HTTP/1.1 413");
        assertThat(looks.asked).isEmpty();
    }

    @Test
    void aStrangerWithoutASignatureIsAnsweredBeforeTheBodyComes() throws IOException {
        assertThat(answer("Content-Length: 100000\r\n\r\n", new byte[10])).isEqualTo("HTTP/1.1 401");
    }

    @Test
    void aBodyThatBreaksOffFillsNoLog(CapturedOutput output) throws IOException {
        for (var end : List.of(
                "Transfer-Encoding: chunked\r\n\r\nno-length\r\n", "Transfer-Encoding: chunked\r\n\r\n5\r\nhello"))
            assertThat(answer(SIGNED_SOMEHOW + end, new byte[0])).isIn("HTTP/1.1 400", "");
        assertThat(looks.asked).isEmpty();
        assertThat(output.getAll()).doesNotContain("\tat ", "Fault ");
    }

    @Test
    void aDeliveryWhoseLookCannotBeAskedForIsTakenWhenItComesAgain() {
        var forge = forge(Place.MAIN);
        var push = forge.prepared("push", push());
        looks.broken = true;
        assertThat(forge.deliver(push).status()).isEqualTo(500);
        looks.broken = false;
        assertThat(forge.deliver(push).status()).isEqualTo(202);
        assertThat(looks.asked).hasSize(1);
    }

    @Test
    void inAFloodStrangersAndCopiesDoNothingEachNewOneIsTakenOnceAndOthersAreAnswered(CapturedOutput output)
            throws InterruptedException {
        var forge = forge(Place.MAIN);
        var known = forge.prepared("push", push());
        assertThat(forge.deliver(known).status()).isEqualTo(202);
        looks.asked.clear();
        int calls = forge.calls().size();
        long written = written(Place.MAIN);
        var strangers = new ConcurrentLinkedQueue<Integer>();
        var friends = new ConcurrentLinkedQueue<Integer>();

        var senders = new ArrayList<Thread>();
        for (int i = 0; i < 100; i++) {
            var another = Bytes.of(push().getBytes(StandardCharsets.UTF_8));
            for (var stranger : List.of(
                    forge.forged("push", push()),
                    forge.forged("pull_request", PULL_REQUEST),
                    new Delivery("push", known.headers(), another, 0)))
                senders.add(Thread.ofVirtual().unstarted(() -> strangers.add(insisting(Place.MAIN, stranger))));
            for (var friend : List.of(known, forge.prepared("push", push())))
                senders.add(Thread.ofVirtual().unstarted(() -> friends.add(insisting(Place.MAIN, friend))));
        }
        senders.forEach(Thread::start);
        int others = 0;
        for (; others == 0 || senders.stream().anyMatch(Thread::isAlive); others++) {
            assertThat(sent(HttpRequest.newBuilder(service.uri("/actuator/health"))))
                    .isEqualTo(200);
            assertThat(sent(Place.LAB, forge(Place.LAB).prepared("push", push())))
                    .isEqualTo(202);
        }
        for (var sender : senders) sender.join();

        assertThat(strangers).hasSize(300).containsOnly(401);
        assertThat(friends).hasSize(200).containsOnly(202);
        assertThat(looks.asked)
                .hasSize(100 + others)
                .containsOnly("main push", "lab push")
                .filteredOn("main push"::equals)
                .hasSize(100);
        assertThat(written(Place.MAIN)).isEqualTo(written + 100);
        assertThat(forge.calls()).hasSize(calls);
        assertThat(output.getAll()).doesNotContain("words-of-the-body", Place.MAIN.secret, "\tat ");
        assertThat(output.getAll().split("Refused a call to /webhooks/github/main", -1))
                .hasSizeLessThanOrEqualTo(2);
    }

    /** GitHub delivers once, and does not come again. */
    @ParameterizedTest
    @EnumSource(Place.class)
    void aHundredThatComeAtOnceAreAllTakenTheFirstTime(Place place) throws InterruptedException {
        var forge = forge(place);
        var answers = new ConcurrentLinkedQueue<Integer>();
        var senders = new ArrayList<Thread>();
        for (int i = 0; i < 100; i++) {
            var push = forge.prepared("push", push());
            senders.add(Thread.ofVirtual().unstarted(() -> answers.add(sent(place, push))));
        }
        senders.forEach(Thread::start);
        for (var sender : senders) sender.join();

        assertThat(answers).hasSize(100).containsOnly(202);
        assertThat(looks.asked).hasSize(100);
    }

    /** Comes again as long as it is told to come later. */
    private static int insisting(Place place, Delivery delivery) {
        int status = sent(place, delivery);
        while (status == 503) {
            LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(300_000_000));
            status = sent(place, delivery);
        }
        return status;
    }

    private static int sent(Place place, Delivery delivery) {
        var request = HttpRequest.newBuilder(service.uri(place.path()))
                .POST(HttpRequest.BodyPublishers.ofByteArray(delivery.body().toByteArray()));
        delivery.headers().forEach(request::header);
        return sent(request);
    }

    private static int sent(HttpRequest.Builder request) {
        try {
            return HTTP.send(request.timeout(Duration.ofMinutes(1)).build(), HttpResponse.BodyHandlers.discarding())
                    .statusCode();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static long written(Place place) {
        return service.db()
                .sql("select count(*) from forge_delivery where repository = :id")
                .param("id", place.id())
                .query(Long.class)
                .single();
    }

    /** Sends so much and no more. */
    private static String answer(String end, byte[] body) throws IOException {
        try (var socket = new Socket("127.0.0.1", service.uri("/").getPort())) {
            socket.setSoTimeout(10_000);
            var out = socket.getOutputStream();
            out.write(("POST " + Place.MAIN.path() + " HTTP/1.1\r\nHost: x\r\n" + end)
                    .getBytes(StandardCharsets.US_ASCII));
            out.write(body);
            socket.shutdownOutput();
            return new String(socket.getInputStream().readNBytes(12), StandardCharsets.US_ASCII);
        }
    }

    @Test
    void theStatusOfACommitFollowsItsNewestRollout() {
        var forge = forge(Place.MAIN);
        rollouts.known.clear();
        var commit = rollout(7, asked(), plan()).revision().id();
        forge.push("ada", "main", commit);
        int before = forge.statuses(commit).size();
        show(7, asked());
        assertThat(since(before, commit))
                .extracting(Status::context, Status::state, Status::description, Status::target)
                .containsExactly(tuple(
                        "gough/apply",
                        "pending",
                        "r7: waits for approval of 2 changes, 1 DESTRUCTIVE",
                        "https://gough.example/rollouts/r7"));

        show(7, new RolloutState.Applying());
        show(7, new RolloutState.Applying());
        show(8, new RolloutState.Stalled("hv-01 does not come back"));
        show(7, new RolloutState.Superseded(new RolloutId(8)));
        show(8, new RolloutState.Done());

        assertThat(since(before, commit))
                .extracting(Status::state, Status::description)
                .containsExactly(
                        tuple("success", "brought about"),
                        tuple("failure", "r8: stalled, a person must act (0 % of the changes done)"),
                        tuple("pending", "r7: under way, 0 % of the changes done"),
                        tuple("pending", "r7: waits for approval of 2 changes, 1 DESTRUCTIVE"));
    }

    @Test
    void aMergeThatIsBroughtAboutWithALaterOneHasTheSameStatus() {
        var forge = forge(Place.MAIN);
        rollouts.known.clear();
        var newest = rollout(30, asked(), plan()).revision().id();
        var earlier = "e".repeat(40);
        forge.push("ada", "main", earlier);
        forge.push("ada", "main", newest);
        rollouts.merges.put(new RolloutId(30), List.of(new Revision(earlier)));
        show(30, new RolloutState.Applying());
        show(30, new RolloutState.Done());
        show(30, new RolloutState.Done());

        assertThat(forge.statuses(earlier))
                .extracting(Status::context, Status::state, Status::description)
                .containsExactly(
                        tuple("gough/apply", "success", "brought about"),
                        tuple("gough/apply", "pending", "r30: under way, 0 % of the changes done"));
    }

    @Test
    void aForgeThatIsAwayIsToldLaterAndNothingTwice() {
        var forge = forge(Place.MAIN);
        rollouts.known.clear();
        var commit = rollout(20, asked(), plan()).revision().id();
        forge.push("ada", "main", commit);
        show(20, asked());
        int before = forge.statuses(commit).size();
        forge.faults().down();
        assertThatThrownBy(() -> show(21, new RolloutState.Done())).isInstanceOf(EventConsumer.NotNow.class);
        forge.faults().up();
        service.changed(21);
        service.changed(21);
        service.changed(20);
        assertThat(forge.statuses(commit)).hasSize(before + 1).first().returns("brought about", Status::description);
    }

    @Test
    void aCommitThatTheForgeDoesNotKnowIsToldForAnHourAndThenPassedOverWithOneWord(CapturedOutput output) {
        var forge = forge(Place.MAIN);
        var commit = "%040x".formatted(30);
        var newer = "%040x".formatted(32);
        forge.push("ada", "newer", newer);
        rollouts.known.clear();
        rollouts.put(of(30, commit));
        rollouts.put(of(32, newer));
        assertThatThrownBy(() -> service.changed(30)).isInstanceOf(EventConsumer.NotNow.class);
        assertThatThrownBy(() -> service.changed(30)).isInstanceOf(EventConsumer.NotNow.class);
        assertThat(forge.statuses(newer)).extracting(Status::description).containsExactly("brought about");
        forge.push("ada", "mirrored", commit);
        service.changed(30);
        assertThat(forge.statuses(commit)).extracting(Status::description).containsExactly("brought about");

        rollouts.put(of(31, "%040x".formatted(31)));
        var hour = Duration.ofHours(1).plusSeconds(1);
        service.clock().advance(hour);
        try {
            service.changed(31);
            service.changed(31);
        } finally {
            service.clock().turn(hour.negated());
        }
        assertThat(output.getAll()).containsOnlyOnce("is told later").containsOnlyOnce("is not told");
    }

    @Test
    void aLookForDriftThatFindsNothingIsNoNews() {
        var forge = forge(Place.MAIN);
        var commit = "%040x".formatted(40);
        forge.push("ada", "drifting", commit);
        for (int id = 40; id < 43; id++)
            for (var state : List.of(new RolloutState.Requested(), new RolloutState.InSync())) {
                rollouts.put(of(id, commit, "drift", state));
                service.changed(id);
            }
        assertThat(forge.statuses(commit))
                .extracting(Status::description)
                .containsExactly("in sync, there is nothing to do");
    }

    private static Rollout of(long id, String commit) {
        return of(id, commit, "push", new RolloutState.Done());
    }

    private static Rollout of(long id, String commit, String cause, RolloutState state) {
        var like = rollout(id, state, plan());
        return new Rollout(
                like.id(),
                like.repository(),
                new Revision(commit),
                like.subject(),
                like.author(),
                cause,
                state,
                like.plan(),
                like.needed(),
                like.eligible(),
                like.approvals(),
                like.progress(),
                like.typed(),
                like.replaced(),
                like.waits(),
                like.diagnostics(),
                like.createdAt(),
                like.updatedAt());
    }

    /** The statuses of a commit beyond so many, newest first. */
    private static List<Status> since(int before, String commit) {
        var all = forge(Place.MAIN).statuses(commit);
        return all.subList(0, all.size() - before);
    }

    private static void show(long id, RolloutState state) {
        rollouts.put(rollout(id, state, plan()));
        service.changed(id);
    }
}
