package io.penguintech.gough.bot.forge;

import io.penguintech.gough.reconcile.http.Refused;
import java.io.UncheckedIOException;
import java.util.stream.Stream;

/** An account with a token, which is read before each call. */
final class TokenSession implements Session {
    private final String scheme;
    private final ForgeAccess.Login.Token login;
    private final ForgeFailures failures;
    private volatile String token = "";

    /** Sends {@code scheme}, a space and the token. */
    TokenSession(String scheme, ForgeAccess.Login.Token login, ForgeFailures failures) {
        this.scheme = scheme;
        this.login = login;
        this.failures = failures;
    }

    @Override
    public void ready(Calls calls) throws Refused {
        try {
            token = login.token().get().reveal();
        } catch (UncheckedIOException | IllegalArgumentException e) {
            throw failures.human("do anything", String.valueOf(e.getMessage()));
        }
    }

    @Override
    public String header() {
        return scheme + " " + token;
    }

    @Override
    public Stream<String> secrets() {
        return Stream.of(token);
    }
}
