package io.gradwatch.calibration.holdout;

import io.gradwatch.standalone.evaluate.JudgedRun;
import io.gradwatch.standalone.evaluate.Score;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Prints the score of the whole engine as {@code gradwatch evaluate} counts it, as Markdown. */
public final class EngineTables {

    private static final String HEADING =
            "| %s | faulty | recall | macro recall | healthy | false alarms | precision | F1"
                    + " | median delay |%n|---|--:|--:|--:|--:|--:|--:|--:|--:|%n";

    private final PrintWriter out;

    /** @param out takes the tables */
    public EngineTables(PrintWriter out) {
        this.out = out;
    }

    /** Score by the rate of false alarms that is asked for. */
    public void dial(EngineReplay replay) {
        out.printf(HEADING, "asked");
        for (double rate : HeldOutTables.RATES) {
            row(Double.toString(rate), Score.of(replay.at(rate)));
        }
        out.println();
    }

    /** Score by label, set, source of the runs, and length. */
    public void parts(List<JudgedRun> judged) {
        out.printf(HEADING, "part");
        part(judged, run -> "label " + run.run().label());
        part(judged, run -> "set " + run.run().set());
        part(judged, run -> "rows " + HeldOutTables.length(run.run().rows()));
        out.println();
    }

    /** Runs that were missed or falsely alarmed on, and what was told. */
    public void mistakes(List<JudgedRun> judged) {
        judged.stream()
                .filter(run -> run.falselyAlarmed() || (run.run().faulty() && !run.found()))
                .map(run -> (run.falselyAlarmed() ? "false alarm " : "missed ")
                        + run.run().label() + " "
                        + run.run().id() + " (" + run.run().rows() + " rows) told "
                        + run.alerts().stream()
                                .map(alert -> alert.alert().getAlertClass() + " by "
                                        + alert.alert().getDetector() + " at " + alert.row())
                                .toList())
                .sorted()
                .forEach(out::println);
    }

    private void part(List<JudgedRun> judged, Function<JudgedRun, String> part) {
        judged.stream()
                .collect(Collectors.groupingBy(part, TreeMap::new, Collectors.toList()))
                .forEach((name, runs) -> row(name, Score.of(runs)));
    }

    private void row(String name, Score score) {
        out.println("| "
                + String.join(
                        " | ",
                        name,
                        Long.toString(score.faulty()),
                        score.faulty() == 0 ? "" : number(score.recall()),
                        number(score.macroRecall()),
                        Long.toString(score.healthy()),
                        score.healthy() == 0 ? "" : number(score.falseAlarmRate()),
                        number(score.precision()),
                        number(score.f1()),
                        number(score.delayFraction()))
                + " |");
    }

    private static String number(OptionalDouble value) {
        return value.isPresent() ? number(value.getAsDouble()) : "";
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.3f", value).replaceFirst("^0", "");
    }
}
