package io.penguintech.gough.bot.rollout;

import io.penguintech.gough.schema.Repository;
import java.util.Map;
import java.util.Optional;

/**
 * The API tokens of the server settings.
 *
 * @param tokens by name
 */
public record Accounts(Map<String, Token> tokens) {
    /** No tokens. */
    public static final Accounts NONE = new Accounts(Map.of());

    /** Keeps a copy. */
    public Accounts {
        tokens = Map.copyOf(tokens);
    }

    /**
     * A token.
     *
     * @param person the person it belongs to, by their name in {@code gough.yaml}; only then it may approve
     * @param role the most it may do
     */
    public record Token(Optional<String> person, Repository.Role role) {}
}
