package io.penguintech.gough.bot.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.web.AuthenticationEntryPoint;

/** Sends a browser to the sign-in form and tells a program what it needs. */
final class SignInFirst implements AuthenticationEntryPoint {
    @Override
    public void commence(HttpServletRequest request, HttpServletResponse response, AuthenticationException e)
            throws IOException {
        var accept = request.getHeader("Accept");
        if (request.getMethod().equals("GET") && accept != null && accept.contains("text/html")) {
            response.sendRedirect(request.getContextPath() + "/sign-in");
            return;
        }
        response.setStatus(HttpServletResponse.SC_UNAUTHORIZED);
        response.setHeader("WWW-Authenticate", "Bearer realm=\"gough\"");
        response.setContentType("application/problem+json");
        response.getWriter().write("""
                {"title":"Not signed in","status":401,\
                "detail":"Send a token of the server settings (gough.api.tokens): Authorization: Bearer TOKEN"}""");
    }
}
