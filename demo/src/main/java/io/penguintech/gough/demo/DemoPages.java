package io.penguintech.gough.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.springframework.core.io.ClassPathResource;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/** The demo's page: its files and everything it shows as JSON. */
@RestController
final class DemoPages {
    private final Snapshot snapshot;

    DemoPages(Snapshot snapshot) {
        this.snapshot = snapshot;
    }

    @GetMapping("/demo")
    ResponseEntity<byte[]> page() {
        return file("index.html", MediaType.TEXT_HTML);
    }

    @GetMapping("/demo/demo.css")
    ResponseEntity<byte[]> style() {
        return file("demo.css", MediaType.parseMediaType("text/css"));
    }

    @GetMapping("/demo/demo.js")
    ResponseEntity<byte[]> script() {
        return file("demo.js", MediaType.parseMediaType("text/javascript"));
    }

    @GetMapping("/demo/slack.js")
    ResponseEntity<byte[]> slackScript() {
        return file("slack.js", MediaType.parseMediaType("text/javascript"));
    }

    @GetMapping("/demo/forge.js")
    ResponseEntity<byte[]> forgeScript() {
        return file("forge.js", MediaType.parseMediaType("text/javascript"));
    }

    @GetMapping("/demo/markdown.js")
    ResponseEntity<byte[]> markdownScript() {
        return file("markdown.js", MediaType.parseMediaType("text/javascript"));
    }

    @GetMapping(path = "/demo/state", produces = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<JsonNode> state() {
        return ResponseEntity.ok().cacheControl(CacheControl.noStore()).body(snapshot.now());
    }

    private static ResponseEntity<byte[]> file(String name, MediaType type) {
        try {
            var content = new ClassPathResource("demo/page/" + name).getContentAsByteArray();
            return ResponseEntity.ok()
                    .cacheControl(CacheControl.noCache())
                    .contentType(new MediaType(type, java.nio.charset.StandardCharsets.UTF_8))
                    .body(content);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + name, e);
        }
    }
}
