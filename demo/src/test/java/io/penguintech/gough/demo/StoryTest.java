package io.penguintech.gough.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** The story of {@code ./gough demo --auto}, from the first push to the last comparison. */
class StoryTest {
    @Test
    void theStoryEndsExactlyAsItWasWrittenDown() {
        var said = new ByteArrayOutputStream();
        var progress = new Progress(new PrintStream(said, true, StandardCharsets.UTF_8));
        boolean asExpected;
        try (var demo = Demo.start(DemoSettings.automatic(0), progress)) {
            asExpected = new Story(demo, progress).play();
        }
        assertThat(asExpected).as(said.toString(StandardCharsets.UTF_8)).isTrue();
    }
}
