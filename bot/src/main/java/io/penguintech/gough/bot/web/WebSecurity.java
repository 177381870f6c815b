package io.penguintech.gough.bot.web;

import io.penguintech.gough.templates.view.Assets;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpMethod;
import org.springframework.security.authorization.AuthorizationDecision;
import org.springframework.security.authorization.AuthorizationManager;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.intercept.AuthorizationFilter;
import org.springframework.security.web.access.intercept.RequestAuthorizationContext;
import org.springframework.security.web.authentication.UsernamePasswordAuthenticationFilter;
import org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter.ReferrerPolicy;

/**
 * Who may see and do what over HTTP. Nothing is anonymous but the signed calls of Slack and of forges, Fleet's posts to a secret
 * address, the health probes, the sign-in form and the
 * page's own style and script. What changes anything needs a bearer token in the header: a browser's cookie cannot, so
 * no other page can make a browser do it.
 */
@Configuration(proxyBeanMethods = false)
class WebSecurity {
    @Bean
    SecurityFilterChain web(HttpSecurity http, ApiTokens tokens, WebSettings settings) throws Exception {
        var first = new SignInFirst();
        return http.authorizeHttpRequests(rules -> rules(rules, settings.openMetrics()))
                .addFilterBefore(new BearerFilter(tokens), UsernamePasswordAuthenticationFilter.class)
                .addFilterBefore(new SessionCheck(tokens), UsernamePasswordAuthenticationFilter.class)
                .addFilterAfter(new BodyLimit(), AuthorizationFilter.class)
                .csrf(csrf -> csrf.disable()) // nothing is changed by cookie: see rules
                .httpBasic(basic -> basic.disable())
                .formLogin(form -> form.disable())
                .logout(logout -> logout.disable())
                .requestCache(cache -> cache.disable())
                .sessionManagement(s -> s.sessionFixation(fixation -> fixation.none())) // SignIn makes a new one itself
                .exceptionHandling(e -> e.authenticationEntryPoint(first).accessDeniedHandler(first))
                .headers(headers -> headers.contentSecurityPolicy(
                                csp -> csp.policyDirectives(Assets.CONTENT_SECURITY_POLICY))
                        .referrerPolicy(referrer -> referrer.policy(ReferrerPolicy.NO_REFERRER)))
                .build();
    }

    private static void rules(
            org.springframework.security.config.annotation.web.configurers.AuthorizeHttpRequestsConfigurer<HttpSecurity>
                            .AuthorizationManagerRequestMatcherRegistry
                    rules,
            boolean openMetrics) {
        rules.requestMatchers(HttpMethod.POST, "/slack/events").permitAll();
        rules.requestMatchers(HttpMethod.POST, "/webhooks/github/*", "/webhooks/gitlab/*", "/webhooks/gitea/*")
                .permitAll();
        // The address itself is the secret: Fleet sends no other.
        rules.requestMatchers(HttpMethod.POST, "/webhooks/fleet/*").permitAll();
        rules.requestMatchers("/actuator/health", "/actuator/health/*").permitAll();
        rules.requestMatchers("/sign-in", "/sign-out", "/assets/*", "/error").permitAll();
        if (openMetrics) rules.requestMatchers("/actuator/prometheus").permitAll();
        rules.requestMatchers(HttpMethod.GET, "/**").hasRole("VIEWER");
        // Who may ask hosts need not be an operator: gough.yaml names them.
        rules.requestMatchers(HttpMethod.POST, "/api/v1/questions").access(byHeader("VIEWER"));
        rules.requestMatchers(HttpMethod.POST, "/api/v1/**").access(byHeader("OPERATOR"));
        rules.anyRequest().denyAll();
    }

    /** Only a token in the header changes anything; its role is judged again by the engine, for each deed. */
    private static AuthorizationManager<RequestAuthorizationContext> byHeader(String role) {
        return (who, context) -> {
            var authentication = who.get();
            boolean header = context.getRequest().getHeader("Authorization") != null;
            return new AuthorizationDecision(header
                    && authentication != null
                    && authentication.getAuthorities().stream()
                            .anyMatch(a -> ("ROLE_" + role).equals(a.getAuthority())));
        };
    }
}
