package io.gradwatch.service.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Arguments and exit codes of the main class of a service. */
public abstract class ServiceMainContract {

    /** For files of a test. */
    @TempDir
    protected Path folder;

    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    /** Runs the main class of the service. */
    protected abstract int run(String[] arguments, Map<String, String> environment, PrintStream out)
            throws InterruptedException;

    /** A configuration of four lines, of which the second has a wrong value and the third a key that is not known. */
    protected abstract String wrongConfiguration();

    /** Beginnings of what is said of those two lines. */
    protected abstract String[] problems();

    @Test
    protected void help_isPrinted() throws Exception {
        assertThat(run("--help")).isZero();
        assertThat(said()).contains("Usage:", "Example:");
    }

    @Test
    protected void wrongArguments_exitWith2() throws Exception {
        assertThat(run("--cnfig", "x")).isEqualTo(2);
        assertThat(run("--data")).isEqualTo(2);
        assertThat(said()).contains("Unknown argument '--cnfig'", "--data needs a value", "Usage:");
    }

    @Test
    protected void wrongConfiguration_exitsWith2AndAllProblems() throws Exception {
        Path config = Files.writeString(folder.resolve("bad.yml"), wrongConfiguration());

        assertThat(run("--config", config.toString())).isEqualTo(2);
        assertThat(said()).contains(problems());
        assertThat(said().lines()).hasSize(2);
    }

    /** Runs the main class and returns its exit code. */
    protected final int run(String... arguments) throws InterruptedException {
        return run(arguments, Map.of(), new PrintStream(err, true, StandardCharsets.UTF_8));
    }

    /** Everything that it printed. */
    protected final String said() {
        return err.toString(StandardCharsets.UTF_8);
    }
}
