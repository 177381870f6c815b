package io.penguintech.gough.reconcile.maas;

import io.penguintech.gough.reconcile.http.Credential;
import io.penguintech.gough.reconcile.http.HttpSettings;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/**
 * How to reach one MAAS region.
 *
 * @param url MAAS's own address, such as {@code http://maas.example.org:5240/MAAS}
 * @param apiKey an API key of Gough's own user, {@code consumer:token:secret}
 * @param http limits of every call but the sweep, and how many of all may be under way at once: MAAS contends with itself
 *     above about four
 * @param sweepTime longest time for the list of all machines (29 ms each, recorded: 10,000 take five minutes)
 * @param maxSweepBytes longest list that is read (17 KB each, recorded); it is never held as a whole
 * @param batch how many machines one look-up asks for
 * @param v3 a login for the API v3, whose paged list is cheap; empty where it is not used
 */
public record MaasSettings(
        URI url,
        Credential apiKey,
        HttpSettings http,
        Duration sweepTime,
        long maxSweepBytes,
        int batch,
        Optional<Login> v3) {
    /**
     * A user of the API v3, which takes no API keys.
     *
     * @param username a MAAS user who may read all machines
     * @param password that user's password
     */
    public record Login(String username, Credential password) {}

    /** Refuses what cannot work. */
    public MaasSettings {
        if (url.getHost() == null || !("http".equals(url.getScheme()) || "https".equals(url.getScheme())))
            throw new IllegalArgumentException("MAAS's address is written http://HOST:5240/MAAS, not " + url.getHost());
        if (url.getUserInfo() != null || url.getQuery() != null || url.getFragment() != null)
            throw new IllegalArgumentException("MAAS's address holds no user, query or fragment");
        ApiKey.parse(apiKey);
        if (!sweepTime.isPositive()) throw new IllegalArgumentException("sweepTime must be a positive time");
        if (maxSweepBytes < 1) throw new IllegalArgumentException("maxSweepBytes must be positive");
        if (batch < 1 || batch > 200) throw new IllegalArgumentException("batch must be 1 to 200, not " + batch);
    }

    /** With the defaults: {@link HttpSettings#DEFAULT}, 15 minutes and 4 GiB for a sweep, batches of 50. */
    public static MaasSettings of(URI url, Credential apiKey) {
        return new MaasSettings(
                url, apiKey, HttpSettings.DEFAULT, Duration.ofMinutes(15), 4L << 30, 50, Optional.empty());
    }

    /** The same with other limits. */
    public MaasSettings with(HttpSettings newHttp) {
        return new MaasSettings(url, apiKey, newHttp, sweepTime, maxSweepBytes, batch, v3);
    }

    /** The same with other limits of the sweep. */
    public MaasSettings sweeping(Duration newSweepTime, long newMaxSweepBytes) {
        return new MaasSettings(url, apiKey, http, newSweepTime, newMaxSweepBytes, batch, v3);
    }

    /** The same with a login for the API v3. */
    public MaasSettings with(Login login) {
        return new MaasSettings(url, apiKey, http, sweepTime, maxSweepBytes, batch, Optional.of(login));
    }

    /** Where the API v3 begins. */
    URI apiV3() {
        var base = url.toString();
        return URI.create((base.endsWith("/") ? base : base + "/") + "a/v3/");
    }

    /** Where the API begins: every path below ends in a slash, else MAAS answers 404 (recorded). */
    URI api() {
        var base = url.toString();
        return URI.create((base.endsWith("/") ? base : base + "/") + "api/2.0/");
    }
}
