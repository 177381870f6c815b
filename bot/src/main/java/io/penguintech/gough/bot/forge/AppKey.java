package io.penguintech.gough.bot.forge;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;

/**
 * A GitHub App's private key, and the tokens it signs (RFC 7519, RS256). GitHub hands keys out as PKCS#1, which Java does not
 * read: it is wrapped as PKCS#8 (RFC 5208). Prints nothing of it.
 */
final class AppKey {
    /** The app's clock may be ahead of GitHub's (docs.github.com, <i>Generating a JWT for a GitHub App</i>). */
    private static final Duration BACK = Duration.ofSeconds(60);
    /** GitHub takes ten minutes at most; one of them may be lost to our own clock. */
    private static final Duration AHEAD = Duration.ofMinutes(9);

    private static final byte[] RSA = HexFormat.of().parseHex("020100300d06092a864886f70d0101010500");
    private static final int SEQUENCE = 0x30;
    private static final int OCTET_STRING = 0x04;
    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

    private final PrivateKey key;

    private AppKey(PrivateKey key) {
        this.key = key;
    }

    /**
     * Reads a key.
     *
     * @throws IllegalArgumentException when it is none; the message holds nothing of it
     */
    static AppKey of(String pem) {
        boolean bare = pem.contains("-----BEGIN RSA PRIVATE KEY-----");
        if (!bare && !pem.contains("-----BEGIN PRIVATE KEY-----"))
            throw new IllegalArgumentException("is no private key in PEM, without a passphrase");
        try {
            var base64 = pem.replaceAll("-----[A-Z ]+-----", "").replaceAll("\\s", "");
            var bytes = Base64.getDecoder().decode(base64);
            return new AppKey(KeyFactory.getInstance("RSA")
                    .generatePrivate(new PKCS8EncodedKeySpec(bare ? wrapped(bytes) : bytes)));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new IllegalArgumentException("is no RSA key that can be read", e);
        }
    }

    private static byte[] wrapped(byte[] pkcs1) {
        var inner = new ByteArrayOutputStream();
        inner.writeBytes(RSA);
        inner.writeBytes(tagged(OCTET_STRING, pkcs1));
        return tagged(SEQUENCE, inner.toByteArray());
    }

    /** Tag, length, value (X.690); a length of 128 or more is told by two bytes after their number. */
    private static byte[] tagged(int tag, byte[] value) {
        var all = new ByteArrayOutputStream();
        all.write(tag);
        if (value.length >= 0x80) {
            all.write(0x82);
            all.write(value.length >> 8);
        }
        all.write(value.length & 0xff);
        all.writeBytes(value);
        return all.toByteArray();
    }

    /** A token that says who we are for nine minutes. */
    String token(String issuer, Instant now) {
        var claims = "{\"iat\":%d,\"exp\":%d,\"iss\":\"%s\"}"
                .formatted(now.minus(BACK).getEpochSecond(), now.plus(AHEAD).getEpochSecond(), issuer);
        var signed = encoded("{\"alg\":\"RS256\",\"typ\":\"JWT\"}") + "." + encoded(claims);
        try {
            var signature = Signature.getInstance("SHA256withRSA");
            signature.initSign(key);
            signature.update(signed.getBytes(StandardCharsets.US_ASCII));
            return signed + "." + BASE64.encodeToString(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("an RSA key signs", e);
        }
    }

    private static String encoded(String json) {
        return BASE64.encodeToString(json.getBytes(StandardCharsets.UTF_8));
    }
}
