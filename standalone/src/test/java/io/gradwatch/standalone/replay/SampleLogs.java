package io.gradwatch.standalone.replay;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Random;
import java.util.function.IntFunction;

/** Logs of runs that fail in known ways; made up, with a fixed seed. */
public final class SampleLogs {

    static final String HEADING = "step,epoch,train_loss,val_loss,train_acc,val_acc,grad_norm,lr\n";

    private final Path folder;
    private final Random random = new Random(20);

    public SampleLogs(Path folder) {
        this.folder = folder;
    }

    /** Falls and settles, with a little noise. */
    public Path healthy(String name) throws IOException {
        return csv(name, 300, step -> row(step, falling(step), 1 + 0.1 * random.nextGaussian()));
    }

    /** As a healthy run up to step 200; then the gradient grows, and from step 212 on nothing is a number. */
    public Path exploding(String name) throws IOException {
        return csv(name, 240, step -> {
            if (step < 200) {
                return row(step, falling(step), 1 + 0.1 * random.nextGaussian());
            }
            double factor = Math.pow(10, step - 199);
            return step < 212 ? row(step, falling(step) * factor, factor) : row(step, Double.NaN, Double.NaN);
        });
    }

    /**
     * The training loss falls on while the validation loss, every 5 steps in a row of its own, rises from step 60 on.
     */
    public Path overfitting(String name) throws IOException {
        return csv(name, 300, step -> {
            String train = row(step, 2 * Math.exp(-step / 40.0) + 0.01, 1);
            double validation = 0.5 + 1.5 * Math.exp(-step / 30.0) + Math.max(0, step - 60) * 0.01;
            return step % 5 == 0 ? train + String.format(Locale.ROOT, "%d,,,%.6f,,,,\n", step, validation) : train;
        });
    }

    /** Turns to NaN at step 50, and is started again from step 30 after step 80. */
    public Path restarted(String name) throws IOException {
        return csv(name, 150, row -> {
            int step = row <= 80 ? row : row - 51;
            boolean broken = row >= 50 && row <= 80;
            return row(step, broken ? Double.NaN : falling(step), broken ? Double.NaN : 1);
        });
    }

    /** The first rows of a log, cut in the middle of a row. */
    public Path cut(String name) throws IOException {
        return Files.writeString(folder.resolve(name), HEADING + row(0, 2, 1) + row(1, Double.NaN, 1) + "2,,0.");
    }

    /** A list of rows whose writer was stopped within the third: all of it that follows is lost. */
    public Path cutList(String name) throws IOException {
        return Files.writeString(folder.resolve(name), """
                [{"step": 0, "train_loss": 2.0},
                 {"step": 1, "train_loss": 1.5},
                 {"step": 2, "tra""");
    }

    private Path csv(String name, int rows, IntFunction<String> row) throws IOException {
        StringBuilder text = new StringBuilder(HEADING);
        for (int i = 0; i < rows; i++) {
            text.append(row.apply(i));
        }
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text);
    }

    private double falling(int step) {
        return 0.3 + 2 * Math.exp(-step / 50.0) + 0.01 * random.nextGaussian();
    }

    private static String row(int step, double loss, double gradientNorm) {
        return String.format(Locale.ROOT, "%d,,%.6g,,,,%.6g,0.001\n", step, loss, gradientNorm);
    }
}
