package io.penguintech.gough.templates.view;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/**
 * The style and the script of the pages, to be served by whoever serves the pages. Their paths name their content, so
 * they may be cached for ever.
 */
public final class Assets {
    /**
     * What pages may load: only what we serve. Goes into the header {@code Content-Security-Policy} of every page.
     */
    public static final String CONTENT_SECURITY_POLICY =
            "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src 'self' data:;"
                    + " form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    /** The style of all pages. */
    public static final Asset STYLE = Asset.of("gough", "css", "text/css; charset=utf-8", Style.TEXT);

    /** The script of all pages: keeps them fresh. Pages work without it. */
    public static final Asset SCRIPT = Asset.of("gough", "js", "text/javascript; charset=utf-8", Script.TEXT);

    /** All of them. */
    public static final List<Asset> ALL = List.of(STYLE, SCRIPT);

    private Assets() {}

    /**
     * Something a page loads.
     *
     * @param path where pages look for it, such as {@code /assets/gough-0123456789ab.css}
     * @param type for the header {@code Content-Type}
     * @param text its content
     */
    public record Asset(String path, String type, String text) {
        private static Asset of(String name, String ending, String type, String text) {
            return new Asset("/assets/%s-%s.%s".formatted(name, digest(text), ending), type, text);
        }
    }

    private static String digest(String text) {
        try {
            var sha256 = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(sha256, 0, 6);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
