package io.penguintech.gough.demo;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Stream;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * The demo asks nobody who they are, so it answers only this machine's own browser: by a local name, and deeds only with
 * a header that pages of other sites cannot send. The first page leads newcomers to the demo.
 */
final class LocalOnly extends OncePerRequestFilter {
    /** The header that comes with every deed. */
    static final String HEADER = "X-Gough-Demo";

    private static final Set<String> NAMES = Set.of("localhost", "127.0.0.1", "[::1]");

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        var path = request.getRequestURI();
        boolean ours = path.equals("/demo") || path.startsWith("/demo/");
        if (ours && !NAMES.contains(request.getServerName())) {
            response.sendError(HttpServletResponse.SC_FORBIDDEN);
            return;
        }
        if (ours && !request.getMethod().equals("GET") && request.getHeader(HEADER) == null) {
            response.sendError(HttpServletResponse.SC_FORBIDDEN);
            return;
        }
        if (path.equals("/") && isNewcomer(request)) {
            response.sendRedirect("/demo");
            return;
        }
        chain.doFilter(request, response);
    }

    private static boolean isNewcomer(HttpServletRequest request) {
        var cookies = request.getCookies();
        var names = cookies == null
                ? Stream.<String>empty()
                : Arrays.stream(cookies).map(Cookie::getName);
        return request.getHeader("Authorization") == null && names.noneMatch("gough"::equals);
    }
}
