package io.gradwatch.standalone.evaluate;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.function.IntToDoubleFunction;

/** A corpus made up for a test: runs that are judged rightly, late, wrongly and not at all. */
final class LabelledRuns {

    static final String HEADING = "id,set,source,licence,n_rows,label,onset_step,confidence,notes,path\n";

    private final Path folder;
    private final StringBuilder index = new StringBuilder(HEADING);

    LabelledRuns(Path folder) {
        this.folder = folder;
    }

    /** Seven runs, on which only the non-finite detector fires. */
    static Path sample(Path folder) throws IOException {
        LabelledRuns runs = new LabelledRuns(folder);
        runs.add("quiet", "logs", "team/one: a.csv", "healthy", "", "clear", row -> 1.0 / (row + 1));
        runs.add("alarmed", "logs", "team/one: b.csv", "healthy", "", "clear", breaksAt(30));
        runs.add("found", "logs", "team/one: c.csv", "nan", "160", "clear", breaksAt(20));
        runs.add("early", "faults", "team/two: d.csv", "exploding", "380", "ambiguous", breaksAt(20));
        runs.add("wrong", "faults", "team/two: e.csv", "overfitting", "100", "clear", breaksAt(20));
        runs.add("hidden", "faults", "team/two: f.csv", "config_fault", "", "no-symptom", breaksAt(20));
        runs.add("left-out", "faults", "", "unscored", "", "ambiguous", breaksAt(20));
        return runs.write();
    }

    /** Falls until a row and is not a number from then on. */
    static IntToDoubleFunction breaksAt(int broken) {
        return row -> row < broken ? 1.0 / (row + 1) : Double.NaN;
    }

    /** A run of 40 rows, one every 10 steps. */
    void add(
            String id,
            String set,
            String source,
            String label,
            String onset,
            String confidence,
            IntToDoubleFunction loss)
            throws IOException {
        StringBuilder log = new StringBuilder("step,train_loss\n");
        for (int row = 0; row < 40; row++) {
            log.append(String.format(Locale.ROOT, "%d,%f\n", row * 10, loss.applyAsDouble(row)));
        }
        Path file = folder.resolve(set).resolve(id + ".csv");
        Files.createDirectories(file.getParent());
        Files.writeString(file, log);
        index.append(String.join(
                        ",",
                        id,
                        set,
                        source,
                        "",
                        "40",
                        label,
                        onset,
                        confidence,
                        "\"judged, by eye\"",
                        set + "/" + id + ".csv"))
                .append('\n');
    }

    Path write() throws IOException {
        Files.writeString(folder.resolve("index.csv"), index);
        return folder;
    }
}
