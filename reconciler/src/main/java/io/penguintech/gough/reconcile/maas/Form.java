package io.penguintech.gough.reconcile.maas;

import io.penguintech.gough.reconcile.http.Request;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Names and values as MAAS takes them, in a query or in a body: JSON is not read by most of its operations. A list is a
 * repeated name. Prints its names only.
 */
final class Form {
    private record Field(String name, String value) {}

    private final List<Field> fields = new ArrayList<>();

    static Form empty() {
        return new Form();
    }

    static Form of(String name, String value) {
        return new Form().with(name, value);
    }

    Form with(String name, String value) {
        fields.add(new Field(name, value));
        return this;
    }

    Form withAll(String name, Collection<?> values) {
        for (var value : values) with(name, value.toString());
        return this;
    }

    boolean isEmpty() {
        return fields.isEmpty();
    }

    String encoded() {
        return fields.stream()
                .map(field -> encode(field.name()) + "=" + encode(field.value()))
                .collect(Collectors.joining("&"));
    }

    Request.Body body() {
        return new Request.Body("application/x-www-form-urlencoded", encoded().getBytes(StandardCharsets.US_ASCII));
    }

    static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return fields.stream().map(Field::name).collect(Collectors.joining(", "));
    }
}
