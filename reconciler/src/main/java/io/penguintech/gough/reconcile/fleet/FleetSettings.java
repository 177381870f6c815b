package io.penguintech.gough.reconcile.fleet;

import io.penguintech.gough.reconcile.http.Credential;
import io.penguintech.gough.reconcile.http.HttpSettings;
import java.net.URI;

/**
 * How to reach one Fleet.
 *
 * @param url Fleet's own address, such as {@code https://fleet.example.org}, with its URL prefix if it has one
 * @param token the API token of Gough's own user
 * @param http limits of every call
 * @param pageSize how many queries one page of a list holds
 */
public record FleetSettings(URI url, Credential token, HttpSettings http, int pageSize) {
    /** Refuses what cannot work. */
    public FleetSettings {
        if (url.getHost() == null || !("http".equals(url.getScheme()) || "https".equals(url.getScheme())))
            throw new IllegalArgumentException("Fleet's address is written https://HOST, not " + url.getHost());
        if (url.getUserInfo() != null || url.getQuery() != null || url.getFragment() != null)
            throw new IllegalArgumentException("Fleet's address holds no user, query or fragment");
        if (!token.reveal().matches("[\\x21-\\x7e]+"))
            throw new IllegalArgumentException("a Fleet token is one word of printable ASCII");
        if (pageSize < 1 || pageSize > 1000)
            throw new IllegalArgumentException("pageSize must be 1 to 1000, not " + pageSize);
    }

    /** With the defaults: {@link HttpSettings#DEFAULT}, pages of 100. */
    public static FleetSettings of(URI url, Credential token) {
        return new FleetSettings(url, token, HttpSettings.DEFAULT, 100);
    }

    /** The same with other limits. */
    public FleetSettings with(HttpSettings newHttp) {
        return new FleetSettings(url, token, newHttp, pageSize);
    }

    /** The same with other pages. */
    public FleetSettings paging(int newPageSize) {
        return new FleetSettings(url, token, http, newPageSize);
    }

    URI api() {
        var base = url.toString();
        return URI.create((base.endsWith("/") ? base : base + "/") + "api/v1/fleet/");
    }
}
