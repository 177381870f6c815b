package io.penguintech.gough.simulators.slack;

/**
 * What became of one request to the app.
 *
 * @param sent the request
 * @param attempt 0 for the first, then the number in {@code X-Slack-Retry-Num}
 * @param status the status of the answer, 0 when there was none
 * @param body the body of the answer
 * @param noRetry whether the answer asked not to be told again
 * @param failure Slack's word for what went wrong, empty when the answer was 2xx
 */
public record Delivery(Sent sent, int attempt, int status, String body, boolean noRetry, String failure) {

    /** Whether the app took it: any 2xx. */
    public boolean accepted() {
        return failure.isEmpty();
    }
}
