package io.penguintech.gough.simulators.git;

import io.penguintech.gough.simulators.fault.Fault;
import io.penguintech.gough.simulators.fault.Faults;
import jakarta.servlet.ServletException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;
import org.apache.coyote.ActionCode;

/** Lets faults befall requests before git sees them: inside the container, where a connection can really be cut. */
final class FaultValve extends ValveBase {

    private final Faults faults;
    private final CountDownLatch closing = new CountDownLatch(1);

    FaultValve(Faults faults) {
        super(true);
        this.faults = faults;
    }

    /** Lets every held request go. */
    void release() {
        closing.countDown();
    }

    @Override
    public void invoke(Request request, Response response) throws IOException, ServletException {
        var struck = faults.take(request.getMethod(), target(request));
        if (struck.isEmpty()) {
            getNext().invoke(request, response);
            return;
        }
        switch (struck.get()) {
            case Fault.Delay(Duration by) -> {
                hold(by);
                getNext().invoke(request, response);
            }
            case Fault.Reset() -> cut(response);
            case Fault.Status status -> {
                status.headers().forEach((name, values) -> values.forEach(value -> response.addHeader(name, value)));
                answer(response, status.code(), status.body());
            }
            case Fault.RateLimited(Duration retryAfter) -> {
                response.setHeader("Retry-After", Long.toString(retryAfter.toSeconds()));
                answer(response, 429, "Too many requests; try again later.");
            }
            case Fault.DoneThenTimeout(Duration hold) -> {
                response.setSuspended(true);
                getNext().invoke(request, response);
                hold(hold);
                cut(response);
            }
        }
    }

    private static String target(Request request) {
        return request.getRequestURI()
                + Optional.ofNullable(request.getQueryString())
                        .map(query -> "?" + query)
                        .orElse("");
    }

    private static void answer(Response response, int status, String body) throws IOException {
        response.setStatus(status);
        response.getOutputStream().write(body.getBytes(StandardCharsets.UTF_8));
    }

    private static void cut(Response response) {
        response.getCoyoteResponse().action(ActionCode.CLOSE_NOW, new IOException("cut on purpose"));
    }

    private void hold(Duration time) {
        try {
            if (closing.await(time.toNanos(), TimeUnit.NANOSECONDS)) {
                return; // the server stops: nobody waits for this any longer
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }
}
