package io.penguintech.gough.simulators.fault;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the fields of a form body; repeated names keep all their values in order. */
final class FormBody {
    private static final Pattern BOUNDARY = Pattern.compile("boundary=\"?([^\";]+)\"?", Pattern.CASE_INSENSITIVE);
    private static final Pattern NAME = Pattern.compile("[; ]name=\"([^\"]*)\"|[; ]name=([^;\\s\"]+)");

    private FormBody() {}

    static Map<String, List<String>> parse(String contentType, Bytes body) {
        var type = contentType.toLowerCase(Locale.ROOT);
        if (type.startsWith("application/x-www-form-urlencoded")) {
            return urlEncoded(body.text());
        }
        return type.startsWith("multipart/form-data") ? multipart(contentType, body) : Map.of();
    }

    static Map<String, List<String>> urlEncoded(String text) {
        var fields = new LinkedHashMap<String, List<String>>();
        for (var pair : text.split("&", -1)) {
            if (!pair.isEmpty()) {
                int equals = pair.indexOf('=');
                var name = decode(equals < 0 ? pair : pair.substring(0, equals));
                add(fields, name, equals < 0 ? "" : decode(pair.substring(equals + 1)));
            }
        }
        return fields;
    }

    static String decodePath(String segment) {
        return decode(segment.replace("+", "%2B"));
    }

    private static Map<String, List<String>> multipart(String contentType, Bytes body) {
        var boundary = BOUNDARY.matcher(contentType);
        if (!boundary.find()) {
            throw new IllegalArgumentException("multipart body without a boundary");
        }
        // ISO-8859-1 keeps one char per byte, so that the split leaves every byte as it was
        var text = "\r\n" + new String(body.toByteArray(), StandardCharsets.ISO_8859_1);
        var fields = new LinkedHashMap<String, List<String>>();
        var parts = text.split(Pattern.quote("\r\n--" + boundary.group(1)), -1);
        for (int i = 1; i < parts.length && !parts[i].startsWith("--"); i++) {
            addPart(fields, parts[i]);
        }
        return fields;
    }

    private static void addPart(Map<String, List<String>> fields, String part) {
        int blank = part.indexOf("\r\n\r\n");
        Matcher name = NAME.matcher(blank < 0 ? "" : part.substring(0, blank));
        if (!name.find()) {
            throw new IllegalArgumentException("multipart part without a name");
        }
        var value = part.substring(blank + 4).getBytes(StandardCharsets.ISO_8859_1);
        add(fields, name.group(1) == null ? name.group(2) : name.group(1), new String(value, StandardCharsets.UTF_8));
    }

    private static void add(Map<String, List<String>> fields, String name, String value) {
        fields.computeIfAbsent(name, any -> new ArrayList<>(1)).add(value);
    }

    private static String decode(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException notEncoded) {
            return text; // servers of the Django family keep a stray percent sign as it is
        }
    }
}
