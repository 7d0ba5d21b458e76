package io.gradwatch.agent.logs;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradwatch.agent.logs.file.UnreadableLogException;
import io.gradwatch.agent.logs.names.SignalMap;
import io.gradwatch.agent.logs.run.GrowingRunLog;
import io.gradwatch.agent.logs.run.LogRow;
import io.gradwatch.agent.logs.run.RunLog;
import io.gradwatch.schema.Step;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Utf16Test {

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {"step,train_loss\n1,2.5\n2,2.25\n", "{\"step\":1,\"loss\":2.5}\n{\"step\":2,\"loss\":2.25}\n"})
    void tableOfPowerShell_isReadWholeAndGrowing(String text) throws Exception {
        Path file = Files.write(folder.resolve("run.log"), ("\ufeff" + text).getBytes(StandardCharsets.UTF_16LE));
        LogFormat kind = LogFormat.of(file, LogReading.of(SignalMap.none())).orElseThrow();

        try (RunLog whole = LogFormat.open(file, "run", LogReading.asTheyTell());
                GrowingRunLog growing = kind.follow(file, "run", LogReading.asTheyTell())) {
            assertThat(losses(whole)).containsExactly(2.5, 2.25);
            assertThat(losses(growing)).containsExactly(2.5, 2.25);
            assertThat(growing.position()).isEqualTo(Files.size(file));
        }
    }

    private static List<Double> losses(RunLog log) throws UnreadableLogException {
        List<Double> losses = new ArrayList<>();
        for (Optional<LogRow> row = log.next(); row.isPresent(); row = log.next()) {
            row.get().events().stream()
                    .map(event -> ((Step) event.getEvent()).getLoss())
                    .forEach(losses::add);
        }
        return losses;
    }
}
