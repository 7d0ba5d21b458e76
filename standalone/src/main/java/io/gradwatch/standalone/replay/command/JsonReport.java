package io.gradwatch.standalone.replay.command;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gradwatch.agent.logs.run.Understanding;
import io.gradwatch.schema.Advice;
import io.gradwatch.schema.Alert;
import io.gradwatch.schema.Evidence;
import io.gradwatch.schema.SavedCheckpoint;
import io.gradwatch.standalone.cli.AsciiJson;
import io.gradwatch.standalone.replay.ReplayedAlert;
import io.gradwatch.standalone.replay.ReplayedRun;
import io.gradwatch.standalone.replay.Report;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;

/** One JSON object a line: one for each transition of an alert, then one for the run. */
final class JsonReport implements Report {

    private final PrintWriter out;

    JsonReport(PrintWriter out) {
        this.out = out;
    }

    @Override
    public void run(ReplayedRun run) {
        run.alerts().forEach(alert -> write(transition(run.runId(), alert)));
        run.understood().ifPresent(understood -> write(understood(run.runId(), understood)));
        ObjectNode line = AsciiJson.object().put("run", run.runId()).put("rows", run.rows());
        run.problem().ifPresent(problem -> line.put("problem", problem));
        write(line);
    }

    @Override
    public void end() {
        out.flush();
    }

    /** Has no key "run": readers of transitions and runs pass it over. */
    private static ObjectNode understood(String runId, Understanding understood) {
        ObjectNode line = AsciiJson.object();
        line.put("log", runId);
        line.put("read_as", understood.sentence());
        ObjectNode signals = line.putObject("signals");
        understood.signals().forEach(signals::put);
        ArrayNode metrics = line.putArray("metrics");
        understood.metrics().forEach(metrics::add);
        line.put("attempts", understood.attempts());
        line.put("left_out", understood.leftOut());
        ArrayNode warnings = line.putArray("warnings");
        understood.warnings().forEach(warnings::add);
        return line;
    }

    private static ObjectNode transition(String runId, ReplayedAlert replayed) {
        Alert alert = replayed.alert();
        ObjectNode line = AsciiJson.object();
        line.put("run", runId);
        line.put("detector", alert.getDetector());
        line.put("class", alert.getAlertClass());
        line.put("severity", lower(alert.getSeverity()));
        line.put("state", lower(alert.getState()));
        if (alert.getResolution() != null) {
            line.put("resolution", lower(alert.getResolution()));
        }
        line.put("step", alert.getOnsetStep());
        line.put("raised_row", replayed.row());
        line.put("raised_step", alert.getRaisedStep());
        line.put("id", alert.getId());
        line.put("revision", alert.getRevision());
        if (alert.getRank() != null) {
            line.put("rank", alert.getRank());
        }
        if (alert.getLayer() != null) {
            line.put("layer", alert.getLayer());
        }
        if (alert.getSplit() != null) {
            line.put("split", alert.getSplit());
        }
        line.put("summary", alert.getSummary());
        ArrayNode evidence = line.putArray("evidence");
        alert.getEvidence().forEach(item -> evidence(evidence.addObject(), item));
        advice(line.putArray("causes"), alert.getCauses());
        advice(line.putArray("remedies"), alert.getRemedies());
        if (alert.getLastGoodCheckpoint() != null) {
            SavedCheckpoint good = alert.getLastGoodCheckpoint();
            line.putObject("last_good_checkpoint")
                    .put("step", good.getStep())
                    .put("path", good.getPath())
                    .put("attempt", good.getAttempt());
        }
        if (alert.getSuspectCheckpoints() > 0) {
            line.put("suspect_checkpoints", alert.getSuspectCheckpoints());
        }
        return line;
    }

    private static void evidence(ObjectNode into, Evidence item) {
        into.put("role", lower(item.getRole()));
        if (!item.getSeries().isEmpty()) {
            into.put("series", item.getSeries());
        }
        into.put("name", item.getName());
        number(into, "value", item.getValue());
        into.put("unit", item.getUnit());
        if (item.getThreshold() != null) {
            into.put("comparison", item.getComparison());
            number(into, "threshold", item.getThreshold());
        }
    }

    private static void advice(ArrayNode into, List<Advice> items) {
        for (Advice item : items) {
            into.addObject().put("text", item.getText()).put("knowledge", item.getKnowledgeItem());
        }
    }

    /** JSON has no words for what is not finite. */
    private static void number(ObjectNode into, String name, double value) {
        if (Double.isFinite(value)) {
            into.put(name, value);
        } else {
            into.put(name, Double.toString(value));
        }
    }

    private static String lower(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    private void write(ObjectNode line) {
        out.println(AsciiJson.line(line));
    }
}
