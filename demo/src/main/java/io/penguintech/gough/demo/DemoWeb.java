package io.penguintech.gough.demo;

import io.penguintech.gough.bot.rollout.Rollouts;
import jakarta.servlet.http.HttpServlet;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter.ReferrerPolicy;

/** The demo's page with its forge, and the git server, beside the service's own pages. Only for a server on the loopback address. */
@Configuration(proxyBeanMethods = false)
@Import({DemoPages.class, DemoDeeds.class, ForgeDeeds.class})
class DemoWeb {
    private static final String ONLY_OURS =
            "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; form-action 'none'; base-uri 'none'; frame-ancestors 'none'";

    @Bean(destroyMethod = "close")
    Controls controls() {
        return new Controls();
    }

    @Bean
    ExampleChanges exampleChanges(Stage stage, Rollouts rollouts) {
        return new ExampleChanges(stage.standIns(), stage.addresses(), rollouts);
    }

    @Bean
    Snapshot snapshot(Stage stage, Controls controls, Rollouts rollouts, ExampleChanges changes) {
        return new Snapshot(stage, controls, rollouts, changes);
    }

    /** Everybody on this machine may see and play; {@link LocalOnly} keeps other sites' pages out. */
    @Bean
    @Order(Ordered.HIGHEST_PRECEDENCE)
    SecurityFilterChain demo(HttpSecurity http) throws Exception {
        return http.securityMatcher("/demo", "/demo/**", "/git/**")
                .authorizeHttpRequests(rules -> rules.anyRequest().permitAll())
                .csrf(csrf -> csrf.disable()) // LocalOnly asks for a header that no other site can send
                .requestCache(cache -> cache.disable())
                .sessionManagement(session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .headers(headers -> headers.contentSecurityPolicy(csp -> csp.policyDirectives(ONLY_OURS))
                        .referrerPolicy(referrer -> referrer.policy(ReferrerPolicy.NO_REFERRER)))
                .build();
    }

    @Bean
    FilterRegistrationBean<LocalOnly> localOnly() {
        var filter = new FilterRegistrationBean<>(new LocalOnly());
        filter.setOrder(Ordered.HIGHEST_PRECEDENCE);
        return filter;
    }

    /** The same repositories as on the stand-in's own port, so that one address is enough for a person. */
    @Bean
    ServletRegistrationBean<HttpServlet> git(Stage stage) {
        return new ServletRegistrationBean<>(stage.standIns().git().servlet(), "/git/*");
    }

    @Bean
    FilterRegistrationBean<OpenReading> openReading(Stage stage) {
        var filter =
                new FilterRegistrationBean<>(new OpenReading(stage.standIns().reader()));
        filter.addUrlPatterns("/git/*");
        return filter;
    }
}
