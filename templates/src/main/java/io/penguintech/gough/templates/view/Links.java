package io.penguintech.gough.templates.view;

import java.util.Optional;
import java.util.regex.Pattern;

/** Addresses that views put into pages as links. */
final class Links {
    private static final Pattern ON_THIS_SERVER = Pattern.compile("/([^/\\\\].*)?");

    private Links() {}

    /** Refuses an address that leads elsewhere or runs something. */
    static void checkOnThisServer(Optional<String> address) {
        if (address.isPresent() && !ON_THIS_SERVER.matcher(address.get()).matches())
            throw new IllegalArgumentException("not an address on this server: " + address.get());
    }
}
