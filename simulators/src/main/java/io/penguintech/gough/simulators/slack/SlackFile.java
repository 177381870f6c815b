package io.penguintech.gough.simulators.slack;

import java.util.List;

/**
 * A file that was uploaded and shared.
 *
 * @param id begins with F
 * @param name its name
 * @param content as UTF-8
 * @param channels where it was shared; whoever reads there can open it
 */
public record SlackFile(String id, String name, String content, List<String> channels) {
    /** Keeps a copy. */
    public SlackFile {
        channels = List.copyOf(channels);
    }
}
