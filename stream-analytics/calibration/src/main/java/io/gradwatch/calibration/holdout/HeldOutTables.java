package io.gradwatch.calibration.holdout;

import io.gradwatch.detection.judge.JudgeFamily;
import java.io.PrintWriter;
import java.io.Writer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/** Prints figures of held-out runs as Markdown. The bars of each run are read off the other folds. */
public final class HeldOutTables {

    /** Rates of false alarms that are asked for. */
    static final double[] RATES = {0.02, 0.03, 0.05, 0.08, 0.1};

    private static final double RATE_OF_PARTS = 0.05;
    private static final int SHORT_ROWS = 30;
    private static final int MEDIUM_ROWS = 60;

    private final PrintWriter out;
    private final List<HeldOutRun> runs;
    private final Map<Integer, Dial> dials = new LinkedHashMap<>();

    /** @param runs judged by {@link HeldOut} */
    public HeldOutTables(PrintWriter out, List<HeldOutRun> runs) {
        this.out = out;
        this.runs = runs;
        runs.stream()
                .map(HeldOutRun::fold)
                .distinct()
                .sorted()
                .forEach(fold -> dials.put(
                        fold,
                        Dial.of(runs.stream().filter(run -> run.fold() != fold).toList())));
    }

    /** Recall and false alarms by the rate that is asked for. */
    public void dial() {
        heading("corpus", "asked", "got", "recall", "macro recall", "precision", "F1", "median delay");
        for (double rate : RATES) {
            Figures.by(outcomes(rate), outcome -> outcome.judged().run().corpus())
                    .forEach((corpus, figures) -> dial(corpus, rate, figures));
        }
        out.println();
    }

    private void dial(String corpus, double rate, Figures figures) {
        row(
                corpus,
                number(rate),
                number(figures.falseAlarms()),
                number(figures.recall()),
                number(figures.macroRecall()),
                number(figures.precision()),
                number(figures.f1()),
                number(figures.delay()));
    }

    /** A line a rate for the files of the judges. */
    public static List<String> summary(List<HeldOutRun> heldOut, int folds) {
        HeldOutTables tables = new HeldOutTables(new PrintWriter(Writer.nullWriter()), heldOut);
        List<String> lines = new ArrayList<>();
        for (double rate : RATES) {
            Figures.by(tables.outcomes(rate), outcome -> outcome.judged().run().corpus())
                    .forEach((corpus, figures) -> lines.add("held out in " + folds + " parts, " + corpus
                            + ", false alarms asked " + number(rate) + ": got " + number(figures.falseAlarms())
                            + ", recall " + number(figures.recall())));
        }
        return lines;
    }

    /** Figures of the parts of the runs: by label, family, set, and length. */
    public void parts() {
        List<HeldOutOutcome> outcomes = outcomes(RATE_OF_PARTS);
        heading("part", "faulty", "recall", "healthy", "false alarms");
        part("label", outcomes, outcome -> outcome.judged().run().run().label().toString());
        part(
                "family",
                outcomes,
                outcome -> outcome.judged()
                        .run()
                        .family()
                        .map(JudgeFamily::id)
                        .orElse(outcome.judged().run().run().healthy() ? "healthy" : "unknown"));
        part("all", outcomes, outcome -> "");
        part("set", outcomes, outcome -> outcome.judged().run().run().set());
        part("rows", outcomes, outcome -> length(outcome.judged().run().rows()));
        out.println();
    }

    /** Runs that were missed or falsely alarmed on. */
    public void mistakes() {
        List<String> lines = new ArrayList<>();
        for (HeldOutOutcome outcome : outcomes(RATE_OF_PARTS)) {
            var run = outcome.judged().run();
            String of = " " + run.run().label() + " " + run.run().id() + " (" + run.rows() + " rows) told "
                    + outcome.told();
            if (run.run().faulty() && !outcome.found()) {
                lines.add("missed" + of);
            } else if (outcome.falselyAlarmed()) {
                lines.add("false alarm" + of);
            }
        }
        lines.stream().sorted().forEach(out::println);
    }

    /** One row of the learning curve. */
    public void learningCurve(double share, long trainingRuns) {
        Figures figures = Figures.of(outcomes(RATE_OF_PARTS));
        row(
                number(share),
                Long.toString(trainingRuns),
                number(figures.falseAlarms()),
                number(figures.recall()),
                number(figures.macroRecall()));
    }

    /** A line that starts a table. */
    public void heading(String... cells) {
        row(cells);
        out.println("|---|" + "--:|".repeat(cells.length - 1));
    }

    List<HeldOutOutcome> outcomes(double rate) {
        return runs.stream()
                .map(run -> HeldOutOutcome.of(run, dials.get(run.fold()), rate))
                .toList();
    }

    private void part(String name, List<HeldOutOutcome> outcomes, Function<HeldOutOutcome, String> part) {
        Figures.by(outcomes, outcome -> outcome.judged().run().corpus() + ", " + name + " " + part.apply(outcome))
                .forEach((value, figures) -> row(
                        value,
                        Integer.toString(figures.faulty()),
                        number(figures.recall()),
                        Integer.toString(figures.healthy()),
                        number(figures.falseAlarms())));
    }

    private void row(String... cells) {
        out.println("| " + String.join(" | ", cells) + " |");
    }

    static String length(long rows) {
        return rows < SHORT_ROWS ? "1 to 29" : rows < MEDIUM_ROWS ? "30 to 59" : "60 and more";
    }

    private static String number(double value) {
        return Double.isNaN(value)
                ? ""
                : String.format(Locale.ROOT, "%.3f", value).replaceFirst("^0", "");
    }
}
