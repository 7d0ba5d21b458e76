package io.gradwatch.standalone.attach;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradwatch.standalone.CommandRun;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AttachCommandTest {

    @TempDir
    Path folder;

    @Test
    void whatIsNotUnderstood_isToldWithWhatWasExpected() {
        assertNotUnderstood("--format was 'xml'; expected one of events, csv", "--format", "xml");
        assertNotUnderstood("the nearest is megatron", "--pattern", "megatrom");
        assertNotUnderstood("--silent-after was 1000 ms; expected 10s or more", "--silent-after", "1s");
        assertNotUnderstood("expected a duration such as", "--ended-after", "soon");
        assertNotUnderstood("--run was ' x'", "--run", " x");
    }

    @Test
    void onceWithoutALog_failsAndNamesIt() {
        CommandRun run = CommandRun.of(
                "attach",
                "--once",
                "--bootstrap-servers=127.0.0.1:1",
                "--state=" + folder.resolve("state"),
                folder.resolve("missing.csv").toString());

        assertThat(run.code()).isEqualTo(1);
        assertThat(run.err()).contains("missing.csv does not exist yet");
    }

    private void assertNotUnderstood(String message, String... options) {
        String[] arguments = new String[options.length + 2];
        arguments[0] = "attach";
        System.arraycopy(options, 0, arguments, 1, options.length);
        arguments[options.length + 1] = folder.toString();
        CommandRun run = CommandRun.of(arguments);

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains(message);
    }
}
