package io.penguintech.gough.bot.web;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Judges a browser's session anew at each request: it ends at once when its token was replaced or removed, or when its
 * person lost the role, and never has more than the token has now.
 */
final class SessionCheck extends OncePerRequestFilter {
    private final ApiTokens tokens;

    SessionCheck(ApiTokens tokens) {
        this.tokens = tokens;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        var signedIn = SecurityContextHolder.getContext().getAuthentication();
        if (signedIn != null && request.getHeader("Authorization") == null) {
            var context = SecurityContextHolder.createEmptyContext();
            var now = tokens.again(signedIn);
            now.ifPresent(context::setAuthentication);
            SecurityContextHolder.setContext(context);
            if (now.isEmpty()) end(request);
        }
        chain.doFilter(request, response);
    }

    private static void end(HttpServletRequest request) {
        var session = request.getSession(false);
        if (session != null) session.invalidate();
    }
}
