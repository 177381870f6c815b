package io.penguintech.gough.simulators.slack;

/** What is wrong with a delivery. The app must act on {@link #GENUINE} and {@link #CRLF_BODY} only. */
public enum Forgery {
    /** Nothing: as Slack sends it. */
    GENUINE,
    /** Signed with another secret. */
    WRONG_SIGNATURE,
    /** No signature and no timestamp at all. */
    UNSIGNED,
    /** Rightly signed, but ten minutes ago. */
    OLD_TIMESTAMP,
    /** Rightly signed, but for a year from now. */
    FUTURE_TIMESTAMP,
    /** Genuine, with a body that ends in CR LF: breaks whoever signs anything but the raw bytes. */
    CRLF_BODY
}
