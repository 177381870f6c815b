package io.penguintech.gough.demo;

import java.net.URI;

/**
 * Where everything listens.
 *
 * @param service the service and the demo's page, without a slash at the end
 * @param maas the controls of the MAAS stand-in
 * @param fleet the controls of the Fleet stand-in
 * @param slack the controls of the Slack stand-in
 */
record Addresses(URI service, URI maas, URI fleet, URI slack) {
    static Addresses of(int port, StandIns standIns) {
        return new Addresses(
                URI.create("http://127.0.0.1:" + port),
                URI.create(standIns.maas().controlUrl()),
                URI.create(standIns.fleet().url() + "/standin"),
                URI.create(standIns.slack().url() + "/standin/slack"));
    }

    /** The page. */
    URI page() {
        return URI.create(service + "/demo");
    }

    /** The infra repository as a person clones it. */
    URI clone(String repository) {
        return URI.create(service + "/git/" + repository + ".git");
    }
}
