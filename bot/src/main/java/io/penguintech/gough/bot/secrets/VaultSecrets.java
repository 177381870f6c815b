package io.penguintech.gough.bot.secrets;

import io.penguintech.gough.schema.SecretRef;
import io.penguintech.gough.schema.SecretSource;
import java.io.IOException;
import java.net.http.HttpClient;
import java.util.Objects;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestClientException;
import org.springframework.web.util.UriComponentsBuilder;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Secrets in a HashiCorp Vault, key-value store version 2: {@code path#key} is key {@code key} of
 * {@code GET /v1/<mount>/data/<path>} (developer.hashicorp.com/vault/api-docs/secret/kv/kv-v2). Asked anew each time.
 */
public final class VaultSecrets implements SecretSource {
    private static final int LARGEST = 1 << 20;
    private static final JsonMapper JSON = new JsonMapper();

    private final SecretSettings.Vault vault;
    private final RestClient http;

    /** Asks the Vault of these settings. */
    public VaultSecrets(SecretSettings.Vault vault) {
        this.vault = vault;
        var client = HttpClient.newBuilder()
                .connectTimeout(vault.timeout())
                .followRedirects(HttpClient.Redirect.NEVER)
                .build();
        var requests = new JdkClientHttpRequestFactory(client);
        requests.setReadTimeout(vault.timeout());
        this.http = RestClient.builder().requestFactory(requests).build();
    }

    @Override
    public String reveal(SecretRef ref) {
        var value = read(ref).path("data").path("data").path(ref.key());
        if (value.isMissingNode() || value.isNull()) throw new SecretUnavailable(ref, "Vault has no such key there");
        if (value.isContainer()) throw new SecretUnavailable(ref, "the key holds no single value");
        return value.asString();
    }

    private JsonNode read(SecretRef ref) {
        var uri = UriComponentsBuilder.fromUri(Objects.requireNonNull(vault.address()))
                .path("/v1/" + vault.mount() + "/data/")
                .path(ref.path())
                .build()
                .encode()
                .toUri();
        try {
            return http.get()
                    .uri(uri)
                    .headers(headers -> {
                        headers.set(
                                "X-Vault-Token",
                                Objects.requireNonNull(vault.tokenFile()).read());
                        if (vault.namespace() != null) headers.set("X-Vault-Namespace", vault.namespace());
                    })
                    .exchangeForRequiredValue((request, response) -> {
                        if (!response.getStatusCode().is2xxSuccessful())
                            throw new SecretUnavailable(ref, refusal(response.getStatusCode()));
                        return JSON.readTree(capped(ref, response.getBody().readNBytes(LARGEST + 1)));
                    });
        } catch (RestClientException | JacksonException e) {
            // The cause may quote the answer, which is the secret.
            throw new SecretUnavailable(ref, "Vault does not answer properly");
        }
    }

    private static byte[] capped(SecretRef ref, byte[] bytes) throws IOException {
        if (bytes.length > LARGEST) throw new SecretUnavailable(ref, "Vault's answer is larger than 1 MiB");
        return bytes;
    }

    private static String refusal(HttpStatusCode status) {
        return switch (status.value()) {
            case 403 -> "Vault refuses our token; check token-file and its policy";
            case 404 -> "Vault has nothing at that path";
            case 503 -> "Vault is sealed or in maintenance";
            default -> "Vault answers " + status.value();
        };
    }
}
