package io.gradwatch.standalone.demo;

import java.io.PrintStream;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The terminal of the demo: text scrolls by above one progress line for each run. On a terminal the lines are redrawn
 * in place; elsewhere (a file, a pipe) each is printed anew, at most every {@link #PLAIN_INTERVAL}.
 */
final class DemoScreen {

    static final Duration PLAIN_INTERVAL = Duration.ofSeconds(5);
    private static final String ERASE_LINE_AND_UP = "\u001b[1A\u001b[2K";

    private final PrintStream out;
    private final boolean redraws;
    private final InstantSource clock;
    private final Map<String, String> lines = new LinkedHashMap<>();
    private final Map<String, Long> printedMillis = new LinkedHashMap<>();
    private int drawn;

    /**
     * @param out the terminal
     * @param redraws true where it understands cursor movement
     * @param clock paces the lines where they are not redrawn
     */
    DemoScreen(PrintStream out, boolean redraws, InstantSource clock) {
        this.out = out;
        this.redraws = redraws;
        this.clock = clock;
    }

    /** Prints text above the progress lines. */
    synchronized void print(String text) {
        erase();
        out.print(text.endsWith("\n") ? text : text + "\n");
        draw();
    }

    /** The screen as a target of text: each appended text is printed above the progress lines. */
    Appendable asAppendable() {
        return new Appendable() {
            @Override
            public Appendable append(CharSequence text) {
                print(text.toString());
                return this;
            }

            @Override
            public Appendable append(CharSequence text, int start, int end) {
                return append(text.subSequence(start, end));
            }

            @Override
            public Appendable append(char character) {
                return append(String.valueOf(character));
            }
        };
    }

    /** Replaces the progress line of a run. */
    synchronized void progress(String run, String line) {
        String previous = lines.put(run, line);
        if (redraws) {
            erase();
            draw();
        } else if (!line.equals(previous) && isDue(run)) {
            printedMillis.put(run, clock.millis());
            out.println(format(run, line));
            out.flush();
        }
    }

    /** Leaves the progress lines as they are; nothing is redrawn afterwards. */
    synchronized void finish() {
        drawn = 0;
        lines.clear();
        out.flush();
    }

    private boolean isDue(String run) {
        Long last = printedMillis.get(run);
        return last == null || clock.millis() - last >= PLAIN_INTERVAL.toMillis();
    }

    private void erase() {
        out.print(ERASE_LINE_AND_UP.repeat(drawn));
        drawn = 0;
    }

    private void draw() {
        if (redraws) {
            lines.forEach((run, line) -> out.println(format(run, line)));
            drawn = lines.size();
        }
        out.flush();
    }

    private static String format(String run, String line) {
        return String.format("  %-12s %s", run, line);
    }
}
