package io.gradwatch.standalone.evaluate;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gradwatch.standalone.cli.AsciiJson;
import java.util.Map;
import java.util.OptionalDouble;

/** Writes an evaluation as one JSON object. */
final class EvaluationJson {

    private final ObjectNode object = AsciiJson.object();
    private final Evaluation evaluation;

    private EvaluationJson(Evaluation evaluation) {
        this.evaluation = evaluation;
        object.put("runs", evaluation.runs().size()).put("unscored", evaluation.unscored());
        object.put("not_read", evaluation.problems().size());
        score(object, evaluation.overall());
        ObjectNode labels = object.putObject("labels");
        evaluation
                .overall()
                .labels()
                .forEach((label, count) -> labels.putObject(label.toString())
                        .put("found", count.found())
                        .put("total", count.total()));
        scores("detectors", evaluation.byDetector());
        ObjectNode unlabelled = object.putObject("unlabelled");
        evaluation.unlabelled().forEach(unlabelled::put);
    }

    /** The overall figures, those of the labels and those of the detectors, and what is asked for besides. */
    static String of(Evaluation evaluation, boolean bySource, boolean mistakes) {
        EvaluationJson json = new EvaluationJson(evaluation);
        if (bySource) {
            json.scores("sources", evaluation.bySource());
        }
        if (mistakes) {
            json.mistakes();
        }
        return AsciiJson.line(json.object);
    }

    private void mistakes() {
        ArrayNode mistakes = object.putArray("mistakes");
        evaluation.mistakes().forEach(mistake -> {
            ArrayNode alerts = mistakes.addObject()
                    .put("kind", mistake.kind().toString())
                    .put("label", mistake.label().toString())
                    .put("run", mistake.run())
                    .putArray("told");
            mistake.alerts()
                    .forEach(replayed -> alerts.addObject()
                            .put("detector", replayed.alert().getDetector())
                            .put("class", replayed.alert().getAlertClass())
                            .put("raised_row", replayed.row()));
        });
    }

    private void scores(String name, Map<String, Score> scores) {
        ObjectNode all = object.putObject(name);
        scores.forEach((key, score) -> score(all.putObject(key), score));
    }

    private static void score(ObjectNode into, Score score) {
        into.put("faulty", score.faulty())
                .put("found", score.found())
                .put("healthy", score.healthy())
                .put("falsely_alarmed", score.falselyAlarmed())
                .put("wrong_families", score.wrongFamilies())
                .put("wrongly_told", score.wronglyTold())
                .put("no_symptom", score.hidden())
                .put("no_symptom_found", score.hiddenFound())
                .put("recall", score.recall());
        number(into, "macro_recall", score.macroRecall());
        into.put("false_alarm_rate", score.falseAlarmRate())
                .put("precision", score.precision())
                .put("f1", score.f1());
        number(into, "delay_rows_median", score.delayRows());
        number(into, "delay_fraction_median", score.delayFraction());
    }

    private static void number(ObjectNode into, String name, OptionalDouble value) {
        if (value.isPresent()) {
            into.put(name, value.getAsDouble());
        } else {
            into.putNull(name);
        }
    }
}
