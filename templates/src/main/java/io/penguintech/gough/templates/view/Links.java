package io.penguintech.gough.templates.view;

import java.util.Optional;
import java.util.regex.Pattern;

/** Addresses that views put into pages as links. */
final class Links {
    private static final Pattern ON_THIS_SERVER = Pattern.compile("/([^/\\\\].*)?");
    // Nothing that means something to Markdown or HTML: whatever else an address holds is percent-encoded.
    private static final Pattern WEB =
            Pattern.compile("https?://[A-Za-z0-9.:\\[\\]-]+(/[A-Za-z0-9/._~%+,=?&-]*)?(#[A-Za-z0-9-]*)?");

    private Links() {}

    /** Refuses an address that leads elsewhere or runs something. */
    static void checkOnThisServer(Optional<String> address) {
        if (address.isPresent() && !ON_THIS_SERVER.matcher(address.get()).matches())
            throw new IllegalArgumentException("not an address on this server: " + address.get());
    }

    /** Refuses an address that is not of the web, or that could end the link it stands in. */
    static void checkWeb(Optional<String> address) {
        if (address.isPresent() && !WEB.matcher(address.get()).matches())
            throw new IllegalArgumentException("not a web address: " + address.get());
    }
}
