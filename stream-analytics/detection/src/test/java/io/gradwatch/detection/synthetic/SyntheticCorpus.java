package io.gradwatch.detection.synthetic;

import io.gradwatch.detection.synthetic.family.SyntheticRun;
import io.gradwatch.schema.Evaluation;
import io.gradwatch.schema.Step;
import io.gradwatch.schema.Telemetry;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Writes seeded synthetic runs as a folder of labelled runs: {@code index.csv} and a CSV log for each, as
 * {@code gradwatch evaluate} reads them. The judges learn from them what is healthy; the test of healthy curves has
 * other seeds.
 */
public final class SyntheticCorpus {

    /** Seeds from here on are those of tests. */
    private static final long FIRST_SEED = 1;

    private static final String[] LENGTHS = {"100", "1000"};
    private static final String HEADING = "step,epoch,train_loss,val_loss,train_acc,val_acc,grad_norm,lr";

    /** Label of each kind of fault, and the least size that anybody could see. */
    private record Labelled(String label, double least) {}

    private static final Map<FaultKind, Labelled> LABELS = Map.ofEntries(
            Map.entry(FaultKind.NAN, new Labelled("nan", 0)),
            Map.entry(FaultKind.BLOW_UP, new Labelled("diverging", 0)),
            Map.entry(FaultKind.LEVEL_SHIFT, new Labelled("diverging", 4)),
            Map.entry(FaultKind.LOSS_SPIKE, new Labelled("loss_spike", 100)),
            Map.entry(FaultKind.SLOW_DIVERGENCE, new Labelled("diverging", 3)),
            Map.entry(FaultKind.OSCILLATION, new Labelled("oscillating", 3)),
            Map.entry(FaultKind.PLATEAU, new Labelled("plateau", 0)),
            Map.entry(FaultKind.FROZEN, new Labelled("stalled", 0)),
            Map.entry(FaultKind.RATE_ZERO, new Labelled("stalled", 0)),
            Map.entry(FaultKind.OVERFITTING, new Labelled("overfitting", 0.3)));

    private final Path folder;
    private final PrintWriter index;

    private SyntheticCorpus(Path folder, PrintWriter index) {
        this.folder = folder;
        this.index = index;
    }

    /**
     * Writes the folder.
     *
     * @param arguments folder, healthy runs of a hundred rows (fewer of longer ones), faults of each size
     */
    public static void main(String[] arguments) throws IOException {
        Path folder = Path.of(arguments[0]);
        Files.createDirectories(folder.resolve("logs"));
        try (PrintWriter index =
                new PrintWriter(Files.newBufferedWriter(folder.resolve("index.csv"), StandardCharsets.UTF_8))) {
            index.println("id,set,source,kind,what,n_rows,label,cause,onset_step,confidence,notes,path");
            SyntheticCorpus corpus = new SyntheticCorpus(folder, index);
            corpus.healthy(arguments[1]);
            corpus.faults(Integer.parseInt(arguments[2]));
        }
    }

    private void healthy(String runs) throws IOException {
        Options options = Options.parse(
                new String[] {runs, "--first-seed", Long.toString(FIRST_SEED), "--lengths", String.join(",", LENGTHS)});
        for (FalseAlarms.Judged planned : FalseAlarms.planned(options)) {
            SyntheticRun run = planned.run();
            write(run, "", "healthy", run::feed, () -> "");
        }
    }

    private void faults(int runs) throws IOException {
        for (Map.Entry<FaultKind, Labelled> kind : LABELS.entrySet()) {
            List<Double> sizes = kind.getKey().sizes().stream()
                    .filter(size -> size >= kind.getValue().least())
                    .toList();
            for (double size : sizes) {
                for (int i = 0; i < runs; i++) {
                    long order = i % 2 == 0 ? 100 : 1000;
                    PlantedFault fault = PlantedFault.drawn(kind.getKey(), size, FIRST_SEED + i, order);
                    Planting planting = new Planting(fault);
                    write(
                            fault.base(),
                            "-" + kind.getKey() + "-" + size,
                            kind.getValue().label(),
                            events -> fault.feed(events, planting),
                            () -> Long.toString(planting.onsetStep()));
                }
            }
        }
    }

    private void write(
            SyntheticRun run, String fault, String label, Consumer<Consumer<Telemetry>> feed, Supplier<String> onset)
            throws IOException {
        String id = (run.family().name() + "-" + run.seed() + "-" + run.rows() + fault)
                .toLowerCase(Locale.ROOT)
                .replace('.', '_');
        String path = "logs/" + id + ".csv";
        try (PrintWriter log = new PrintWriter(Files.newBufferedWriter(folder.resolve(path), StandardCharsets.UTF_8))) {
            log.println(HEADING);
            Log rows = new Log(log);
            feed.accept(telemetry -> rows.take(telemetry.getEvent()));
            rows.flush();
        }
        index.printf(
                "%s,synthetic,synthetic/%s,curve,,%d,%s,,%s,clear,,%s%n",
                id, run.family().name(), run.rows(), label, onset.get(), path);
    }

    /** Joins the step and the evaluation of a row. */
    private static final class Log {
        private final PrintWriter out;
        private Step step;
        private Evaluation evaluation;

        Log(PrintWriter out) {
            this.out = out;
        }

        void take(Object event) {
            if (event instanceof Step next) {
                flush();
                step = next;
            } else if (event instanceof Evaluation next) {
                if (evaluation != null || step != null && step.getStep() != next.getStep()) {
                    flush();
                }
                evaluation = next;
            }
        }

        void flush() {
            if (step != null || evaluation != null) {
                long number = step != null ? step.getStep() : evaluation.getStep();
                Double epoch = step != null ? step.getEpoch() : evaluation.getEpoch();
                out.println(String.join(
                        ",",
                        Long.toString(number),
                        text(epoch),
                        text(step == null ? null : step.getLoss()),
                        text(evaluation == null ? null : evaluation.getLoss()),
                        text(step == null ? null : step.getMetrics().get("accuracy")),
                        text(evaluation == null ? null : evaluation.getMetrics().get("accuracy")),
                        text(step == null ? null : step.getGradientNorm()),
                        text(step == null ? null : step.getLearningRate())));
            }
            step = null;
            evaluation = null;
        }

        private static String text(Double value) {
            return value == null ? "" : value.isNaN() ? "nan" : Double.toString(value);
        }
    }
}
