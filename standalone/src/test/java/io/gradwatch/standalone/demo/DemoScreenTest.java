package io.gradwatch.standalone.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;

class DemoScreenTest {

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
    private Instant now = Instant.EPOCH;
    private final InstantSource clock = () -> now;

    @Test
    void plainOutput_linesOfARunAreSpaced() {
        DemoScreen screen = new DemoScreen(out, false, clock);
        screen.progress("healthy", "step 1");
        screen.progress("healthy", "step 2");
        now = now.plus(DemoScreen.PLAIN_INTERVAL);
        screen.progress("healthy", "step 3");

        assertThat(printed()).contains("step 1", "step 3").doesNotContain("step 2", "\u001b");
    }

    @Test
    void terminal_textIsPrintedAboveTheProgressLines() {
        DemoScreen screen = new DemoScreen(out, true, clock);
        screen.progress("healthy", "step 1");
        screen.print("an alert");

        assertThat(printed()).endsWith("\u001b[1A\u001b[2Kan alert\n  healthy      step 1\n");
    }

    private String printed() {
        return bytes.toString(StandardCharsets.UTF_8).replace(System.lineSeparator(), "\n");
    }
}
