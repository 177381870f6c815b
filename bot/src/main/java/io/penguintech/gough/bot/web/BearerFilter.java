package io.penguintech.gough.bot.web;

import io.penguintech.gough.schema.Repository.Role;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.filter.OncePerRequestFilter;

/** Takes {@code Authorization: Bearer …}: who it is and which roles that has. A wrong token is anonymous, never an error page. */
final class BearerFilter extends OncePerRequestFilter {
    private static final String PREFIX = "Bearer ";

    private final ApiTokens tokens;

    BearerFilter(ApiTokens tokens) {
        this.tokens = tokens;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        var header = request.getHeader("Authorization");
        if (header != null && header.startsWith(PREFIX))
            tokens.nameOf(header.substring(PREFIX.length()).strip())
                    .ifPresent(name -> SecurityContextHolder.getContext().setAuthentication(authentication(name)));
        chain.doFilter(request, response);
    }

    /** The token's name with its role and every role below it. */
    Authentication authentication(String name) {
        var highest = Objects.requireNonNull(tokens.tokens().get(name)).role();
        List<GrantedAuthority> authorities = new ArrayList<>();
        for (var role : Role.values())
            if (role.compareTo(highest) <= 0) authorities.add(new SimpleGrantedAuthority("ROLE_" + role.name()));
        return UsernamePasswordAuthenticationToken.authenticated(name, null, authorities);
    }
}
