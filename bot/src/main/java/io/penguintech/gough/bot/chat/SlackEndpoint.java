package io.penguintech.gough.bot.chat;

import com.slack.api.app_backend.interactive_components.payload.BlockActionPayload;
import com.slack.api.bolt.AppConfig;
import com.slack.api.bolt.request.Request;
import com.slack.api.bolt.request.RequestHeaders;
import com.slack.api.bolt.request.builtin.BlockActionRequest;
import com.slack.api.bolt.request.builtin.EventRequest;
import com.slack.api.bolt.request.builtin.SSLCheckRequest;
import com.slack.api.bolt.request.builtin.SlashCommandRequest;
import com.slack.api.bolt.request.builtin.UrlVerificationRequest;
import com.slack.api.bolt.util.SlackRequestParser;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Where Slack calls: bytes capped, signature checked over the raw bytes, replays dropped, and only then parsed. Of
 * bolt the parser and its payloads are used, not its App: that one logs and parses before it verifies, compares
 * signatures with {@code equals}, accepts a timestamp a year ahead and calls Slack before it answers (docs/adr/0005).
 */
@RestController
@WithSlack
final class SlackEndpoint {
    private static final Logger log = LoggerFactory.getLogger(SlackEndpoint.class);
    private static final int MOST_BYTES = 1 << 20;

    private final Signature signature;
    private final Deliveries deliveries;
    private final Desk desk;
    private final SlackRequestParser parser =
            new SlackRequestParser(AppConfig.builder().build());

    SlackEndpoint(Signature signature, Deliveries deliveries, Desk desk) {
        this.signature = signature;
        this.deliveries = deliveries;
        this.desk = desk;
    }

    @PostMapping("/slack/events")
    ResponseEntity<?> take(HttpServletRequest http) throws IOException {
        var body = http.getInputStream().readNBytes(MOST_BYTES + 1);
        if (body.length > MOST_BYTES)
            return ResponseEntity.status(HttpStatus.CONTENT_TOO_LARGE).build();
        var signed = http.getHeader("X-Slack-Signature");
        if (signed == null && isCertificateCheck(body)) return text("");
        if (signed == null || !signature.holds(http.getHeader("X-Slack-Request-Timestamp"), signed, body)) {
            log.warn("Refused a call to /slack/events whose signature does not hold");
            return ResponseEntity.status(HttpStatus.UNAUTHORIZED).build();
        }
        return answer(parsed(http, body), !deliveries.first("signature " + signed));
    }

    /** Slack looks at the certificate now and then and does not sign that. */
    private static boolean isCertificateCheck(byte[] body) {
        return body.length < 500 && ("&" + new String(body, StandardCharsets.UTF_8) + "&").contains("&ssl_check=1&");
    }

    private Request<?> parsed(HttpServletRequest http, byte[] body) {
        return parser.parse(SlackRequestParser.HttpRequest.builder()
                .requestUri(http.getRequestURI())
                .queryString(Map.of())
                .headers(new RequestHeaders(headers(http)))
                .requestBody(new String(body, StandardCharsets.UTF_8))
                .remoteAddress("")
                .build());
    }

    private static Map<String, List<String>> headers(HttpServletRequest http) {
        var headers = new TreeMap<String, List<String>>();
        for (var name : Collections.list(http.getHeaderNames()))
            headers.put(name.toLowerCase(Locale.ROOT), Collections.list(http.getHeaders(name)));
        return headers;
    }

    private ResponseEntity<?> answer(Request<?> request, boolean replayed) {
        return switch (request) {
            case UrlVerificationRequest check -> text(check.getChallenge());
            case SSLCheckRequest _ -> text("");
            case SlashCommandRequest command -> command(command, replayed);
            case BlockActionRequest click -> click(click.getPayload(), replayed);
            case EventRequest event -> {
                if (!replayed) desk.event(event.getRequestBodyAsString(), deliveries);
                yield text("");
            }
            default -> text("");
        };
    }

    private ResponseEntity<?> command(SlashCommandRequest request, boolean replayed) {
        var command = request.getPayload();
        if (replayed || !deliveries.first("trigger " + command.getTriggerId()))
            return whisper("Gough has already taken this command; nothing was done twice.");
        return whisper(desk.command(command.getChannelId(), command.getUserId(), command.getText()));
    }

    private ResponseEntity<?> click(BlockActionPayload click, boolean replayed) {
        if (replayed || !deliveries.first("trigger " + click.getTriggerId()))
            desk.tell(click, "Gough has already taken this click; nothing was done twice.");
        else desk.click(click);
        return text("");
    }

    private static ResponseEntity<?> whisper(String words) {
        return ResponseEntity.ok()
                .contentType(MediaType.APPLICATION_JSON)
                .body(Map.of("response_type", "ephemeral", "text", words));
    }

    private static ResponseEntity<?> text(String words) {
        return ResponseEntity.ok().contentType(MediaType.TEXT_PLAIN).body(words);
    }
}
