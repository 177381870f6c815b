package io.penguintech.gough.templates.cloudinit;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;

/**
 * Several parts as one MIME multipart (RFC 2046), which cloud-init takes apart again. Equal parts and digest give equal
 * text. The boundary comes from the digest of the content, so it cannot stand in the content.
 */
final class Multipart {
    private static final int LONGEST_LINE = 998; // RFC 5322, 2.1.1

    private Multipart() {}

    /**
     * One part.
     *
     * @param type such as {@code text/cloud-config}
     * @param name what cloud-init calls the file; it runs scripts sorted by it
     * @param text its text
     */
    record Part(String type, String name, String text) {}

    /** How a text that is not short lines of ASCII travels. */
    enum Encoding {
        /** For people. */
        READABLE,
        /** For cloud-init, whose parser mangles anything but ASCII. */
        ASCII
    }

    static String of(List<Part> parts, String digest, Encoding encoding) {
        var boundary = "==gough-" + digest.substring(0, 32) + "==";
        var out = new StringBuilder(4096)
                .append("Content-Type: multipart/mixed; boundary=\"")
                .append(boundary)
                .append("\"\nMIME-Version: 1.0\n");
        for (var part : parts) {
            out.append("\n--").append(boundary).append('\n');
            write(part, encoding, out);
        }
        return out.append("\n--").append(boundary).append("--\n").toString();
    }

    private static void write(Part part, Encoding encoding, StringBuilder out) {
        var transfer = transfer(part.text(), encoding);
        out.append("Content-Type: %s; charset=\"utf-8\"\n".formatted(part.type()));
        out.append("MIME-Version: 1.0\n");
        out.append("Content-Transfer-Encoding: %s\n".formatted(transfer));
        out.append("Content-Disposition: attachment; filename=\"%s\"\n\n".formatted(part.name()));
        out.append(transfer.equals("base64") ? base64(part.text()) : part.text());
    }

    private static String transfer(String text, Encoding encoding) {
        if (isPlainMail(text)) return "7bit";
        return switch (encoding) {
            case READABLE -> "8bit";
            case ASCII -> "base64";
        };
    }

    private static boolean isPlainMail(String text) {
        int lineBegin = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\n') lineBegin = i + 1;
            else if (c != '\t' && (c < 0x20 || c >= 0x7F)) return false;
            if (i - lineBegin >= LONGEST_LINE) return false;
        }
        return true;
    }

    private static String base64(String text) {
        var lines = Base64.getMimeEncoder(76, new byte[] {'\n'});
        return lines.encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
