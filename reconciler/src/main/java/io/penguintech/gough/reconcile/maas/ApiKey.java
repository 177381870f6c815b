package io.penguintech.gough.reconcile.maas;

import io.penguintech.gough.reconcile.http.Credential;

/** A MAAS API key taken apart. Prints nothing of it. */
final class ApiKey {
    private final String consumer;
    private final String token;
    private final String secret;

    private ApiKey(String consumer, String token, String secret) {
        this.consumer = consumer;
        this.token = token;
        this.secret = secret;
    }

    static ApiKey parse(Credential credential) {
        var parts = credential.reveal().split(":", -1);
        if (parts.length != 3 || !credential.reveal().matches("[A-Za-z0-9:_-]+"))
            throw new IllegalArgumentException(
                    "a MAAS API key has three parts, consumer:token:secret; MAAS shows it under API keys");
        return new ApiKey(parts[0], parts[1], parts[2]);
    }

    String consumer() {
        return consumer;
    }

    String token() {
        return token;
    }

    String secret() {
        return secret;
    }

    @Override
    public String toString() {
        return "ApiKey";
    }
}
