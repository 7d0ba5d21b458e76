package io.gradwatch.standalone.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradwatch.standalone.CommandRun;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckConfigCommandTest {

    @TempDir
    Path folder;

    @Test
    void fileWithEverySection_isOk() throws Exception {
        CommandRun run = check("""
                data-folder: /var/lib/gradwatch
                kafka:
                  bootstrap-servers: kafka-1:9092,kafka-2:9092
                  partitions: 12
                detection:
                  parallelism: 4
                detectors:
                  silent-run:
                    enabled: false
                alerting:
                  group-wait: 2s
                """);

        assertThat(run.err()).isEmpty();
        assertThat(run.out()).endsWith("gradwatch.yml: ok\n");
        assertThat(run.code()).isZero();
    }

    @Test
    void problemsOfAllSections_areToldTogetherWithTheirLines() throws Exception {
        CommandRun run = check("""
                data-fodler: x
                kafka:
                  port: 99999
                detection:
                  parallelism: many
                alerting:
                  group-wait: soon
                """);

        assertThat(run.code()).isEqualTo(1);
        assertThat(run.out()).isEmpty();
        assertThat(run.err().lines())
                .satisfiesExactly(
                        line -> assertThat(line)
                                .contains("gradwatch.yml:1: data-fodler is not known")
                                .contains("data-folder"),
                        line -> assertThat(line).contains("gradwatch.yml:3: kafka.port was '99999'"),
                        line -> assertThat(line).contains("gradwatch.yml:5: detection.parallelism was 'many'"),
                        line -> assertThat(line).contains("gradwatch.yml:7: alerting.group-wait was 'soon'"));
    }

    @Test
    void missingFile_isAProblem() {
        CommandRun run =
                CommandRun.of("check-config", folder.resolve("none.yml").toString());

        assertThat(run.code()).isEqualTo(1);
        assertThat(run.err()).contains("none.yml: cannot be read");
    }

    private CommandRun check(String yaml) throws Exception {
        Path file = Files.writeString(folder.resolve("gradwatch.yml"), yaml);
        return CommandRun.of("check-config", file.toString());
    }
}
