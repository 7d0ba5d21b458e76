package io.gradwatch.calibration;

import io.gradwatch.agent.logs.file.UnreadableLogException;
import io.gradwatch.calibration.corpus.CorpusReplay;
import io.gradwatch.calibration.corpus.Example;
import io.gradwatch.calibration.corpus.ExampleRun;
import io.gradwatch.detection.sketch.Features;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Writes what the judges see of labelled runs. */
@Command(name = "features", description = "Writes what the judges see of labelled runs as CSV, a row for each look.")
final class FeaturesCommand implements Callable<Integer> {

    private static final String COLUMNS = "corpus,run,set,group,label,symptom,onset_row,rows,row,non_finite";

    @Parameters(paramLabel = "CORPUS", arity = "1..*", description = "Folders with an index.csv.")
    private List<Path> folders;

    @Option(names = "--out", required = true, paramLabel = "FILE", description = "CSV file to write.")
    private Path out;

    @Override
    public Integer call() throws UnreadableLogException, IOException {
        List<ExampleRun> runs = CorpusReplay.of(folders);
        try (PrintWriter writer = new PrintWriter(Files.newBufferedWriter(out, StandardCharsets.UTF_8))) {
            writer.println(COLUMNS + "," + String.join(",", Features.all()));
            runs.forEach(run -> run.examples().forEach(example -> print(writer, run, example)));
        }
        return 0;
    }

    private static void print(PrintWriter writer, ExampleRun run, Example example) {
        writer.print(String.join(
                ",",
                cell(run.corpus()),
                cell(run.run().id()),
                cell(run.run().set()),
                cell(run.group()),
                run.run().label().toString(),
                run.run().showsSymptom() ? "1" : "0",
                run.onsetRow().isPresent() ? Long.toString(run.onsetRow().getAsLong()) : "",
                Long.toString(run.rows()),
                Long.toString(example.row()),
                example.nonFinite() ? "1" : "0"));
        for (float value : example.features()) {
            writer.print(",");
            writer.print(Float.isNaN(value) ? "" : Float.toString(value));
        }
        writer.println();
    }

    private static String cell(String text) {
        return '"' + text.replace("\"", "\"\"") + '"';
    }
}
