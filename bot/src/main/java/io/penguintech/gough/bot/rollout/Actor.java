package io.penguintech.gough.bot.rollout;

/**
 * Who asks for something, by the account they came with. Which person that is, is looked up in the rules of the last
 * accepted revision at that moment and again when it is carried out.
 */
public sealed interface Actor {
    /** For records and messages when no person is known: {@code slack:U012ABC}. */
    String account();

    /** An immutable Slack user id. */
    record SlackUser(String id) implements Actor {
        @Override
        public String account() {
            return "slack:" + id;
        }
    }

    /** The name of an API token in the server settings; a token may name the person it belongs to. */
    record ApiToken(String name) implements Actor {
        @Override
        public String account() {
            return "token:" + name;
        }
    }

    /** Somebody at the server's own command line, by their login there. */
    record LocalUser(String login) implements Actor {
        @Override
        public String account() {
            return "local:" + login;
        }
    }

    /**
     * An account of a forge.
     *
     * @param forge the forge's word: github, gitlab, gitea
     * @param id its number there, which never changes
     * @param login its name there, which may; for people only
     */
    record ForgeAccount(String forge, long id, String login) implements Actor {
        @Override
        public String account() {
            return "%s:%d".formatted(forge, id);
        }
    }
}
