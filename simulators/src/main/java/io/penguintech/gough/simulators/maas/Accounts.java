package io.penguintech.gough.simulators.maas;

import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/** The region's users and their API keys. Safe for threads: signatures are checked before the region is entered. */
final class Accounts {
    static final MaasUser ADMIN = new MaasUser("admin", "admin@example.org", true);
    static final MaasUser OTHER_ADMIN = new MaasUser("alice", "alice@example.org", true);
    static final MaasUser PLAIN = new MaasUser("bob", "bob@example.org", false);
    private static final String ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz23456789";

    private final Map<String, MaasUser> users = new LinkedHashMap<>();
    private final Map<String, ApiKey> keys = new LinkedHashMap<>();
    private final Map<String, String> passwords = new LinkedHashMap<>();
    private final Random random;
    private final Random passwordSource;

    Accounts(long seed) {
        this.random = new Random(seed);
        this.passwordSource = new Random(seed + 1);
        add(new MaasUser("MAAS", "maas@localhost", false));
        for (var user : List.of(ADMIN, OTHER_ADMIN, PLAIN)) {
            add(user);
            newKey(user, "MAAS consumer");
        }
        add(new MaasUser("maas-init-node", "node-init-user@localhost", false));
    }

    synchronized void add(MaasUser user) {
        users.put(user.username(), user);
    }

    synchronized List<MaasUser> users() {
        return List.copyOf(users.values());
    }

    synchronized Optional<MaasUser> user(String name) {
        return Optional.ofNullable(users.get(name));
    }

    synchronized ApiKey newKey(MaasUser user, String name) {
        var key = new ApiKey(text(18), text(18), text(32), name, user);
        keys.put(key.token(), key);
        return key;
    }

    /** A user's password, for the API v3 only; keys are drawn apart from it. */
    synchronized String password(MaasUser user) {
        return passwords.computeIfAbsent(
                user.username(), name -> HexFormat.of().toHexDigits(passwordSource.nextLong()));
    }

    synchronized List<ApiKey> keys(MaasUser user) {
        return keys.values().stream().filter(key -> key.user().equals(user)).toList();
    }

    synchronized Optional<ApiKey> byToken(String token) {
        return Optional.ofNullable(keys.get(token));
    }

    synchronized boolean knowsConsumer(String consumer) {
        return keys.values().stream().anyMatch(key -> key.consumer().equals(consumer));
    }

    synchronized boolean delete(String token) {
        return keys.remove(token) != null;
    }

    private String text(int length) {
        var text = new StringBuilder();
        for (int i = 0; i < length; i++) {
            text.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
        return text.toString();
    }
}
