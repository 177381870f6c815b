package io.penguintech.gough.bot.source;

import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.Locale;
import javax.net.ssl.SSLException;

/** Says why a remote did not give what was asked, and what would help. */
final class GitFailures {
    private GitFailures() {}

    static String explain(String url, Throwable error) {
        // On a command line a password may stand in the address; the service refuses such a setting.
        var shown = url.replaceFirst("//([^/@:]+):[^/@]*@", "//$1@");
        return shown + ": " + reason(error).replace(url, shown);
    }

    private static String reason(Throwable error) {
        var text = deepest(error);
        var lower = text.toLowerCase(Locale.ROOT);
        if (has(error, UnknownHostException.class)) return "the name of the server is unknown; check the URL and DNS";
        if (has(error, SocketTimeoutException.class)) return "the server does not answer in time";
        if (has(error, SSLException.class))
            return "the server's certificate is not accepted (" + text + "); for a private authority set ca-file";
        if (has(error, ConnectException.class)) return "the server refuses connections (" + text + ")";
        if (lower.contains("not authorized")
                || lower.contains("authentication is required")
                || lower.contains("no credentialsprovider"))
            return "the server does not accept our credentials; check username and password-file";
        if (lower.contains("redirect"))
            return "the server sends us to another address, which is not followed; set url to the new one (" + text
                    + ")";
        if (lower.contains("not found") && lower.contains("repository"))
            return "there is no such repository, or our credentials may not see it";
        return text;
    }

    private static boolean has(Throwable error, Class<? extends Throwable> type) {
        for (Throwable cause = error; cause != null; cause = cause.getCause()) if (type.isInstance(cause)) return true;
        return false;
    }

    private static String deepest(Throwable error) {
        var outer = error.getMessage();
        var cause = error;
        while (cause.getCause() != null) cause = cause.getCause();
        var inner = cause.getMessage();
        if (outer == null) return inner == null ? cause.getClass().getSimpleName() : inner;
        return inner == null || outer.contains(inner) ? outer : outer + ": " + inner;
    }
}
