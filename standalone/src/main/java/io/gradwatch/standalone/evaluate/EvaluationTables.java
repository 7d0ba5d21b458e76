package io.gradwatch.standalone.evaluate;

import io.gradwatch.schema.Alert;
import io.gradwatch.standalone.cli.Terminal;
import io.gradwatch.standalone.cli.TextTable;
import io.gradwatch.standalone.replay.ReplayedAlert;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

/** Writes an evaluation for people. */
final class EvaluationTables {

    private final PrintWriter out;
    private final Evaluation evaluation;

    EvaluationTables(PrintWriter out, Evaluation evaluation) {
        this.out = out;
        this.evaluation = evaluation;
    }

    void print(boolean bySource, boolean mistakes) {
        overall();
        labels();
        detectors();
        if (bySource) {
            sources();
        }
        if (mistakes) {
            mistakes();
        }
    }

    private void overall() {
        Score score = evaluation.overall();
        out.printf(
                "%d runs: %d faulty, %d healthy, %d with a fault that does not show; %d unscored%n",
                evaluation.runs().size(), score.faulty(), score.healthy(), score.hidden(), evaluation.unscored());
        print(new TextTable("overall", "")
                .row("recall", share(score.recall()))
                .row("macro recall", share(score.macroRecall()))
                .row("false-alarm rate", share(score.falseAlarmRate()))
                .row("precision", share(score.precision()))
                .row("F1", share(score.f1()))
                .row("median delay, rows", rows(score.delayRows()))
                .row("median delay, of run", share(score.delayFraction()))
                .row("no symptom, found", new Score.Found(score.hiddenFound(), score.hidden())));
        unlabelled();
    }

    private void labels() {
        TextTable table = new TextTable("label", "found");
        evaluation.overall().labels().forEach(table::row);
        print(table);
    }

    private void detectors() {
        TextTable table = new TextTable("detector", "hits", "false alarms", "wrong", "delay, rows", "delay, of run");
        evaluation
                .byDetector()
                .forEach((detector, score) -> table.row(
                        detector,
                        score.found(),
                        score.falselyAlarmed(),
                        score.wronglyTold(),
                        rows(score.delayRows()),
                        share(score.delayFraction())));
        print(table);
    }

    private void sources() {
        TextTable table = new TextTable("source", "faulty", "found", "healthy", "alarmed", "wrong", "no symptom");
        evaluation
                .bySource()
                .forEach((source, score) -> table.row(
                        source,
                        score.faulty(),
                        score.found(),
                        score.healthy(),
                        score.falselyAlarmed(),
                        score.wronglyTold(),
                        new Score.Found(score.hiddenFound(), score.hidden())));
        print(table);
    }

    private void mistakes() {
        TextTable table = new TextTable("mistake", "label", "run", "told").words(1, 2, 3);
        evaluation
                .mistakes()
                .forEach(
                        mistake -> table.row(mistake.kind(), mistake.label(), mistake.run(), alerts(mistake.alerts())));
        print(table);
    }

    private void unlabelled() {
        Map<String, Long> classes = evaluation.unlabelled();
        if (!classes.isEmpty()) {
            out.println("not scored, as no label stands for it: "
                    + classes.entrySet().stream()
                            .map(entry -> Terminal.plain(entry.getKey()) + " in " + entry.getValue() + " runs")
                            .collect(Collectors.joining(", ")));
        }
    }

    private void print(TextTable table) {
        out.println();
        table.print(out);
    }

    private static String alerts(List<ReplayedAlert> alerts) {
        return alerts.isEmpty()
                ? "nothing"
                : alerts.stream().map(EvaluationTables::alerts).collect(Collectors.joining(", "));
    }

    private static String alerts(ReplayedAlert replayed) {
        Alert alert = replayed.alert();
        return alert.getAlertClass() + " at row " + replayed.row() + " by " + alert.getDetector();
    }

    private static String share(double value) {
        return String.format(Locale.ROOT, "%.3f", value);
    }

    private static String share(OptionalDouble value) {
        return value.isEmpty() ? "-" : share(value.getAsDouble());
    }

    private static String rows(OptionalDouble value) {
        return value.isEmpty() ? "-" : String.format(Locale.ROOT, "%.1f", value.getAsDouble());
    }
}
