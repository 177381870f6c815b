package io.penguintech.gough.demo;

import io.penguintech.gough.simulators.git.Login;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;
import org.springframework.web.filter.OncePerRequestFilter;

/** Lets everyone on this machine clone without signing in; pushing needs Ada's password. */
final class OpenReading extends OncePerRequestFilter {
    private static final String PUSH = "git-receive-pack";
    private static final String AUTHORIZATION = "Authorization";

    private final String reader;

    OpenReading(Login reader) {
        this.reader = "Basic "
                + Base64.getEncoder()
                        .encodeToString((reader.user() + ":" + reader.password()).getBytes(StandardCharsets.UTF_8));
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        boolean push = request.getRequestURI().endsWith("/" + PUSH) || PUSH.equals(request.getParameter("service"));
        chain.doFilter(push || request.getHeader(AUTHORIZATION) != null ? request : new SignedIn(request), response);
    }

    private final class SignedIn extends HttpServletRequestWrapper {
        SignedIn(HttpServletRequest request) {
            super(request);
        }

        @Override
        public @Nullable String getHeader(String name) {
            return AUTHORIZATION.equalsIgnoreCase(name) ? reader : super.getHeader(name);
        }
    }
}
