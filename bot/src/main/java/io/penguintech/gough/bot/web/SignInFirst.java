package io.penguintech.gough.bot.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.http.HttpStatus;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.access.AccessDeniedHandler;

/** Sends a browser to the sign-in form and tells a program what it needs. */
final class SignInFirst implements AuthenticationEntryPoint, AccessDeniedHandler {
    @Override
    public void commence(HttpServletRequest request, HttpServletResponse response, AuthenticationException e)
            throws IOException {
        var accept = request.getHeader("Accept");
        if (request.getMethod().equals("GET") && accept != null && accept.contains("text/html")) {
            response.setStatus(HttpServletResponse.SC_SEE_OTHER);
            response.setHeader("Location", request.getContextPath() + "/sign-in");
            return;
        }
        response.setHeader("WWW-Authenticate", "Bearer realm=\"gough\"");
        ProblemText.write(
                response,
                HttpStatus.UNAUTHORIZED,
                "Not signed in",
                "Send a token of the server settings (gough.api.tokens): Authorization: Bearer TOKEN");
    }

    @Override
    public void handle(HttpServletRequest request, HttpServletResponse response, AccessDeniedException e)
            throws IOException {
        var why = request.getHeader("Authorization") == null
                ? "What changes anything needs a token in the header: Authorization: Bearer TOKEN. A browser's session only shows."
                : "The role of this token (gough.api.tokens) does not allow it.";
        ProblemText.write(response, HttpStatus.FORBIDDEN, "Not allowed", why);
    }
}
