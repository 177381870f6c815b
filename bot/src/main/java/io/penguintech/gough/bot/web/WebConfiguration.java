package io.penguintech.gough.bot.web;

import io.penguintech.gough.bot.rollout.Accounts;
import io.penguintech.gough.bot.rollout.Actor;
import io.penguintech.gough.bot.rollout.Rollouts;
import io.penguintech.gough.schema.Repository.Role;
import io.penguintech.gough.templates.view.Views;
import java.util.HashMap;
import java.util.Objects;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.web.server.servlet.CookieSameSiteSupplier;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.dao.DataAccessException;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.core.userdetails.UsernameNotFoundException;

/** Pages and API, wired. */
@Configuration(proxyBeanMethods = false)
class WebConfiguration {
    private static final Logger log = LoggerFactory.getLogger(WebConfiguration.class);

    @Bean
    ApiTokens apiTokens(WebSettings settings, ObjectProvider<Rollouts> rollouts) {
        var tokens = new HashMap<String, ApiTokens.ApiToken>();
        for (var token : settings.tokens()) {
            var file = Objects.requireNonNull(token.file(), "checked with the settings");
            tokens.put(name(token), new ApiTokens.ApiToken(() -> standing(token, rollouts), file::read));
        }
        if (tokens.isEmpty())
            log.warn("Nobody can use the pages or the API: set gough.api.tokens (docs/api.md shows how)");
        return new ApiTokens(tokens);
    }

    /** What the token may do now; without the database, its own role: nothing can be shown or done then anyway. */
    private static Optional<Role> standing(WebSettings.Token token, ObjectProvider<Rollouts> rollouts) {
        try {
            return rollouts.getObject().standing(new Actor.ApiToken(name(token)));
        } catch (DataAccessException e) {
            return Optional.of(token.role());
        }
    }

    /** Whose the tokens are, for the engine: it judges every deed again. */
    @Bean
    Accounts accounts(WebSettings settings) {
        var accounts = new HashMap<String, Accounts.Token>();
        for (var token : settings.tokens())
            accounts.put(name(token), new Accounts.Token(Optional.ofNullable(token.person()), token.role()));
        return new Accounts(accounts);
    }

    private static String name(WebSettings.Token token) {
        return Objects.requireNonNull(token.name(), "checked with the settings");
    }

    @Bean
    Views views() {
        return new Views();
    }

    /** Nobody signs in by name and password; without this bean Spring would make up a user of its own. */
    @Bean
    UserDetailsService nobody() {
        return name -> {
            throw new UsernameNotFoundException("people sign in with a token");
        };
    }

    /** No other site can make a browser send our cookie. */
    @Bean
    CookieSameSiteSupplier strictCookies() {
        return CookieSameSiteSupplier.ofStrict();
    }
}
