package io.penguintech.gough.reconcile.maas;

import io.penguintech.gough.reconcile.http.Authorization;
import io.penguintech.gough.reconcile.http.Exchange;
import java.time.Clock;
import java.util.HexFormat;
import java.util.random.RandomGenerator;

/**
 * Makes OAuth 1.0a PLAINTEXT headers. MAAS refuses a nonce it has seen and a time stamp older than 300 s (recorded), so
 * every try gets its own.
 */
final class OAuth implements Authorization {
    private final ApiKey key;
    private final Clock clock;
    private final RandomGenerator random;

    OAuth(ApiKey key, Clock clock, RandomGenerator random) {
        this.key = key;
        this.clock = clock;
        this.random = random;
    }

    @Override
    public String header() {
        return ("OAuth oauth_version=\"1.0\", oauth_signature_method=\"PLAINTEXT\", oauth_consumer_key=\"%s\","
                        + " oauth_token=\"%s\", oauth_signature=\"%%26%s\", oauth_nonce=\"%s\", oauth_timestamp=\"%d\"")
                .formatted(
                        key.consumer(),
                        key.token(),
                        key.secret(),
                        nonce(),
                        clock.instant().getEpochSecond());
    }

    @Override
    public boolean seenBefore(Exchange.Answered refusal) {
        return refusal.status() == 401 && refusal.body().contains("Nonce already used");
    }

    private String nonce() {
        var bytes = new byte[16];
        random.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }
}
