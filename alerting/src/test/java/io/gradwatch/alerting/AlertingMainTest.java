package io.gradwatch.alerting;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AlertingMainTest {

    @TempDir
    private Path folder;

    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @Test
    void help_isPrinted() throws Exception {
        assertThat(run("--help")).isZero();
        assertThat(said()).contains("Usage:", "Example:");
    }

    @Test
    void wrongArguments_exitWith2() throws Exception {
        assertThat(run("--cnfig", "x")).isEqualTo(2);
        assertThat(run("--data")).isEqualTo(2);
        assertThat(said()).contains("Unknown argument '--cnfig'", "--data needs a value", "Usage:");
    }

    @Test
    void wrongConfiguration_exitsWith2AndAllProblems() throws Exception {
        Path config = folder.resolve("bad.yml");
        Files.writeString(config, "alerting:\n  group-wait: soon\n  retenton: 3d\ndetectors: {}\n");

        assertThat(run("--config", config.toString())).isEqualTo(2);
        assertThat(said()).contains("bad.yml:2: alerting.group-wait", "bad.yml:3: alerting.retenton is not known");
        assertThat(said().lines()).hasSize(2);
    }

    @Test
    void dataFolderThatIsNone_exitsWith1() throws Exception {
        Path file = Files.writeString(folder.resolve("file"), "");

        assertThat(run("--data", file.toString())).isEqualTo(1);
        assertThat(said()).contains("Alerting could not start: the data folder " + file + " cannot be used");
    }

    private int run(String... arguments) throws InterruptedException {
        return AlertingMain.run(arguments, Map.of(), new PrintStream(err, true, StandardCharsets.UTF_8));
    }

    private String said() {
        return err.toString(StandardCharsets.UTF_8);
    }
}
