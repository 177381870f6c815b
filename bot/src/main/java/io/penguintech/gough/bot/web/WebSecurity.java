package io.penguintech.gough.bot.web;

import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpMethod;
import org.springframework.security.authorization.AuthorizationDecision;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.core.Authentication;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.intercept.RequestAuthorizationContext;
import org.springframework.security.web.authentication.UsernamePasswordAuthenticationFilter;
import org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter.ReferrerPolicy;

/**
 * Who may see and do what over HTTP. Nothing is anonymous but Slack's signed calls, the health probes, the sign-in form and the
 * page's own style and script. What changes anything needs a bearer token in the header: a browser's cookie cannot, so
 * no other page can make a browser do it.
 */
@Configuration(proxyBeanMethods = false)
class WebSecurity {
    private static final String CONTENT_SECURITY_POLICY =
            "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src 'self' data:; "
                    + "form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    @Bean
    SecurityFilterChain web(HttpSecurity http, ApiTokens tokens) throws Exception {
        var bearer = new BearerFilter(tokens);
        return http.authorizeHttpRequests(WebSecurity::rules)
                .addFilterBefore(bearer, UsernamePasswordAuthenticationFilter.class)
                .csrf(csrf -> csrf.disable()) // nothing is changed by cookie: see rules
                .httpBasic(basic -> basic.disable())
                .formLogin(form -> form.disable())
                .logout(logout -> logout.disable())
                .requestCache(cache -> cache.disable())
                .sessionManagement(s -> s.sessionFixation(fixation -> fixation.newSession()))
                .exceptionHandling(e -> e.authenticationEntryPoint(new SignInFirst()))
                .headers(headers -> headers.contentSecurityPolicy(csp -> csp.policyDirectives(CONTENT_SECURITY_POLICY))
                        .referrerPolicy(referrer -> referrer.policy(ReferrerPolicy.NO_REFERRER)))
                .build();
    }

    private static void rules(
            org.springframework.security.config.annotation.web.configurers.AuthorizeHttpRequestsConfigurer<HttpSecurity>
                            .AuthorizationManagerRequestMatcherRegistry
                    rules) {
        rules.requestMatchers(HttpMethod.POST, "/slack/events").permitAll();
        rules.requestMatchers("/actuator/health", "/actuator/health/*").permitAll();
        rules.requestMatchers("/sign-in", "/assets/**", "/error").permitAll();
        rules.requestMatchers(HttpMethod.GET, "/**").hasRole("VIEWER");
        rules.requestMatchers(HttpMethod.POST, "/api/v1/**").access(WebSecurity::byHeader);
        rules.anyRequest().denyAll();
    }

    /** Only a token in the header changes anything; its role is judged again by the engine, for each deed. */
    private static AuthorizationDecision byHeader(
            java.util.function.Supplier<? extends @Nullable Authentication> who, RequestAuthorizationContext context) {
        var authentication = who.get();
        boolean header = context.getRequest().getHeader("Authorization") != null;
        return new AuthorizationDecision(header
                && authentication != null
                && authentication.getAuthorities().stream().anyMatch(a -> "ROLE_OPERATOR".equals(a.getAuthority())));
    }
}
