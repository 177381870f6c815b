package io.penguintech.gough.demo;

import java.net.URI;
import java.util.List;

/** The lines from the service to the servers it talks to. */
record Lines(Cable maas, Cable fleet, Cable git, Cable forge, Cable slack) implements AutoCloseable {
    /** Lines to all of them. */
    static Lines to(StandIns standIns) {
        return new Lines(
                to(standIns.maas().url()),
                to(standIns.fleet().url()),
                to(standIns.git().url()),
                to(standIns.forge().url()),
                to(standIns.slack().url()));
    }

    private static Cable to(String url) {
        return Cable.to(URI.create(url).getPort());
    }

    /** A setting of the service that leads through the lines. */
    String through(String setting) {
        var changed = setting;
        for (var line : all())
            changed = changed.replaceAll("//127\\.0\\.0\\.1:" + line.far() + "(?!\\d)", "//127.0.0.1:" + line.port());
        return changed;
    }

    private List<Cable> all() {
        return List.of(maas, fleet, git, forge, slack);
    }

    @Override
    public void close() {
        all().forEach(Cable::close);
    }
}
