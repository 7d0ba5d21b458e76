package io.gradwatch.agent.logs;

import io.gradwatch.agent.logs.file.UnreadableLogException;
import io.gradwatch.agent.logs.names.SignalMap;
import io.gradwatch.agent.logs.run.LogRow;
import io.gradwatch.agent.logs.run.RunLog;
import io.gradwatch.agent.logs.run.Understanding;
import io.gradwatch.schema.Telemetry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Small logs of our own, and what a reader makes of a file. */
public final class Logs {

    public static final String CSV = """
            step,epoch,train_loss,val_loss,train_acc,val_acc,grad_norm,lr
            10,0.5,2.25,,0.5,,1.5,0.001
            20,1,1.75,1.9,0.625,0.6,NaN,0.001
            20,1,,1.85,,0.61,,
            30,1.5,inf,,,,-Infinity,1e-4
            """;

    public static final String TRAINER_STATE = """
            {
              "best_metric": null,
              "global_step": 30,
              "log_history": [
                {"epoch": 0.5, "grad_norm": 1.5, "learning_rate": 0.001, "loss": 2.25, "step": 10},
                {"epoch": 1.0, "eval_accuracy": 0.6, "eval_loss": 1.9, "eval_runtime": 3.5,
                 "eval_samples_per_second": 100.0, "step": 10},
                {"epoch": 1.0, "grad_norm": NaN, "learning_rate": 1e-4, "loss": Infinity, "reward": -2, "step": 20},
                {"epoch": 1.5, "step": 30, "total_flos": 0.0, "train_loss": 2.0, "train_runtime": 10.0}
              ],
              "max_steps": 30,
              "trial_params": null
            }
            """;

    private Logs() {}

    /** Rows of a file up to its end, or up to a problem. */
    public record Reading(Telemetry started, List<LogRow> rows, Optional<String> problem, Understanding understanding) {

        /** The events of all rows. */
        public List<Telemetry> events() {
            return rows.stream().flatMap(row -> row.events().stream()).toList();
        }
    }

    public static Reading read(Path folder, String name, String content) {
        return read(folder, name, content.getBytes(StandardCharsets.UTF_8));
    }

    public static Reading read(Path folder, String name, byte[] content) {
        Path file = folder.resolve(name);
        try {
            Files.write(file, content);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return read(file);
    }

    public static Reading read(Path file) {
        return read(file, SignalMap.none());
    }

    public static Reading read(Path file, SignalMap mapped) {
        List<LogRow> rows = new ArrayList<>();
        Telemetry started = null;
        Understanding understanding = null;
        try (RunLog log = LogFormat.open(file, "run", LogReading.of(mapped))) {
            started = log.started();
            for (Optional<LogRow> row = log.next(); row.isPresent(); row = log.next()) {
                rows.add(row.get());
            }
            understanding = log.understanding().orElse(null);
            return new Reading(started, rows, Optional.empty(), understanding);
        } catch (UnreadableLogException e) {
            return new Reading(started, rows, Optional.of(e.getMessage()), understanding);
        }
    }
}
