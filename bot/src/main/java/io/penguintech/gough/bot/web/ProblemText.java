package io.penguintech.gough.bot.web;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import tools.jackson.databind.json.JsonMapper;

/** Problems (RFC 9457) from where no controller answers. */
final class ProblemText {
    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private ProblemText() {}

    static void write(HttpServletResponse response, HttpStatus status, String title, String detail) throws IOException {
        response.setStatus(status.value());
        response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
        response.setCharacterEncoding("UTF-8");
        var problem = new TreeMap<String, Object>(Map.of("title", title, "status", status.value(), "detail", detail));
        response.getWriter().write(MAPPER.writeValueAsString(problem));
    }
}
