package io.gradwatch.standalone.replay.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradwatch.standalone.CommandRun;
import io.gradwatch.standalone.replay.SampleLogs;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ThroughKafkaReplayIT {

    @TempDir
    Path folder;

    @Test
    void alertsAreThoseOfTheReplayInProcess() throws Exception {
        SampleLogs logs = new SampleLogs(folder);
        List<String> command = new ArrayList<>(List.of("replay", "--json"));
        for (Path file : List.of(
                logs.healthy("healthy.csv"),
                logs.exploding("exploding.csv"),
                logs.overfitting("overfitting.csv"),
                logs.restarted("restarted.csv"),
                logs.cut("cut.csv"),
                logs.cutList("list.json"))) {
            command.add(file.toString());
        }
        CommandRun inProcess = CommandRun.of(command.toArray(String[]::new));
        command.add("--through-kafka");
        CommandRun throughKafka = CommandRun.of(command.toArray(String[]::new));

        assertThat(inProcess.out()).contains("\"class\":\"nan\"").contains("\"class\":\"overfitting\"");
        assertThat(throughKafka.out()).isEqualTo(inProcess.out());
        assertThat(throughKafka.code()).isEqualTo(inProcess.code()).isEqualTo(1);
    }
}
