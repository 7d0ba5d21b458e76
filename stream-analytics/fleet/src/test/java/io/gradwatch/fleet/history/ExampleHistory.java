package io.gradwatch.fleet.history;

import io.gradwatch.fleet.history.write.PartitionWriter;
import io.gradwatch.schema.Acknowledgement;
import io.gradwatch.schema.Alert;
import io.gradwatch.schema.AlertAnnotation;
import io.gradwatch.schema.AlertState;
import io.gradwatch.schema.AnnotationKind;
import io.gradwatch.schema.Outcome;
import io.gradwatch.schema.Resolution;
import io.gradwatch.schema.RunEnded;
import io.gradwatch.schema.RunNote;
import io.gradwatch.schema.RunStarted;
import io.gradwatch.schema.Severity;
import io.gradwatch.schema.Split;
import io.gradwatch.schema.Step;
import io.gradwatch.schema.TensorStatistics;
import io.gradwatch.schema.Topics;
import io.gradwatch.schema.histogram.MagnitudeHistogram;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/**
 * A small made-up fleet: eight runs of a sweep of learning rates on two hosts, one of which makes NaNs, and two runs of
 * a language model, one begun again after it ran out of memory and one that fell silent. A step takes 36 s, so that 100
 * steps on two devices are two GPU-hours.
 */
public final class ExampleHistory {

    private static final double[] RATES = {1e-5, 1e-4, 3e-4, 1e-3, 3e-3, 1e-2, 3e-2, 1e-1};

    /** The best validation loss of each run of the sweep. */
    private static final double[] BEST = {0.9, 0.4, 0.2, 0.21, 0.3, 0.5, 1.2, 1.5};

    private static final long STEP_MILLIS = 36_000;

    private final Records records = new Records();
    private final List<byte[]> telemetry = new ArrayList<>();
    private final List<byte[]> alerts = new ArrayList<>();
    private final List<byte[]> acknowledgements = new ArrayList<>();
    private final List<byte[]> annotations = new ArrayList<>();
    private final List<byte[]> notes = new ArrayList<>();

    /** Writes all of it: most to files, the last records left in memory. */
    public static void write(History history) throws Exception {
        ExampleHistory example = new ExampleHistory();
        example.sweep();
        example.language();
        put(history.writer(HistoryFixture.PARTITION), example.telemetry);
        put(history.writer(new TopicPartition(Topics.ALERTS.name(), 0)), example.alerts);
        put(history.writer(new TopicPartition(Topics.ACKNOWLEDGEMENTS.name(), 0)), example.acknowledgements);
        put(history.writer(new TopicPartition(Topics.ANNOTATIONS.name(), 0)), example.annotations);
        put(history.writer(new TopicPartition(Topics.NOTES.name(), 0)), example.notes);
    }

    private static void put(PartitionWriter writer, List<byte[]> records) throws Exception {
        HistoryFixture.write(writer, records, records.size() - 1, Records.START);
        writer.show();
    }

    private void sweep() {
        for (int i = 0; i < RATES.length; i++) {
            String run = "v" + i;
            String host = i % 2 == 0 ? "node-a" : "node-b";
            boolean diverges = i >= 6;
            String batch = i % 2 == 0 ? "64" : "128";
            Map<String, String> settings =
                    Map.of("lr", Double.toString(RATES[i]), "batch size", batch, "optimizer", "adam");
            start(run, 0, 0, "vision", "ada", host, 2, settings);
            for (int step = 0; step < 100; step++) {
                double loss = i == 7 && step >= 60
                        ? Double.NaN
                        : diverges && step >= 40
                                ? 2.5 + 0.1 * (step - 40)
                                : step == 33 && i == 5 ? 9 : 2.0 / (1 + step * Math.sqrt(RATES[Math.min(i, 5)]) * 3);
                step(
                        run,
                        0,
                        step,
                        step,
                        loss,
                        i == 4 ? 54_000 : 36_000,
                        i == 3 ? 12_000 : 100,
                        i == 7 ? List.of(dense(step), Records.tensor("dense_2", Math.pow(2, step - 50))) : List.of());
            }
            evaluate(run, 50, Split.TRAIN_VAL, BEST[i], 0.27);
            evaluate(run, 100, Split.TRAIN_VAL, i == 2 ? 0.35 : i == 7 ? Double.NaN : BEST[i] + 0.001, 0.27);
            evaluate(run, 100, Split.TRAIN, i == 7 ? Double.NaN : BEST[i] - 0.05, 0.2);
            end(run, 0, 100, diverges ? Outcome.STOPPED : Outcome.FINISHED, null);
        }
        evaluate("v2", 100, Split.TEST_VAL, 0.4, 0.28);
        evaluate("v2", 100, Split.TEST, 0.41, 0.29);
        write(note("v5", "b", 34, "bad batch?").setSeries("loss").setStep(33L));
        write(note("v5", "b", 34, "a bad batch")
                .setSeries("loss")
                .setStep(33L)
                .setChangedMillis(millis(50))
                .setChangedBy("grace"));
        write(note("v7", "r", 90, "too high a rate, do not repeat"));
        write(note("v7", "x", 91, "wrong run").setStep(60L).setLastStep(80L));
        write(note("v7", "x", 91, "")
                .setStep(60L)
                .setLastStep(80L)
                .setChangedMillis(millis(92))
                .setChangedBy("ada")
                .setRemoved(true));
        alert("d6", 0, "v6", "ada", "diverging-loss", "diverging", Severity.WARNING, 40, 45, null);
        alert("d6", 1, "v6", "ada", "diverging-loss", "diverging", Severity.CRITICAL, 40, 50, null);
        alert("d6", 2, "v6", "ada", "diverging-loss", "diverging", Severity.CRITICAL, 40, 100, Resolution.RUN_ENDED);
        alert("n7", 0, "v7", "ada", "non-finite", "nan", Severity.CRITICAL, 60, 60, null);
        alert("n7", 1, "v7", "ada", "non-finite", "nan", Severity.CRITICAL, 60, 100, Resolution.RUN_ENDED);
        acknowledge("n7", 70, "ada");
        acknowledgements.add(null);
        alert("s5", 0, "v5", "ada", "loss-spike", "loss_spike", Severity.WARNING, 33, 34, null);
        alert("s5", 1, "v5", "ada", "loss-spike", "loss_spike", Severity.WARNING, 33, 60, Resolution.CLEARED);
        vote("n7", 71, "ada", false);
        vote("n7", 72, "ada", true);
        vote("n7", 73, "bob", true);
        vote("s5", 61, "ada", false);
    }

    /** A tensor of ten elements with a histogram at every 50th step; four of them are about 2^-26. */
    private static TensorStatistics dense(int step) {
        TensorStatistics tensor = Records.tensor("dense_1", 1);
        if (step % 50 == 0) {
            MagnitudeHistogram histogram = new MagnitudeHistogram();
            histogram.add(true, -26, 1);
            histogram.add(false, -26, 3);
            histogram.add(false, -3, 6);
            tensor.setHistogram(histogram.pack());
        }
        return tensor;
    }

    private void language() {
        start("l0", 0, 0, "language", "bob", "node-a", 4, Map.of("lr", "0.0003"));
        for (int step = 0; step < 80; step++) {
            step("l0", 0, step, step, 3.0, 36_000, 100, List.of());
        }
        end("l0", 0, 80, Outcome.OUT_OF_MEMORY, "CUDA out of memory");
        alert("c0", 0, "l0", "bob", "failed-run", "crashed", Severity.CRITICAL, 79, 79, null);
        start("l0", 1, 100, "language", "bob", "node-a", 4, Map.of("lr", "0.0003"));
        alert("c0", 1, "l0", "bob", "failed-run", "crashed", Severity.CRITICAL, 79, 100, Resolution.NEW_ATTEMPT);
        for (int step = 50; step < 100; step++) {
            step("l0", 1, step, step + 50, 2.5, 36_000, 100, List.of());
        }
        end("l0", 1, 150, Outcome.FINISHED, null);
        start("l1", 0, 0, "language", "bob", "node-b", 1, Map.of("lr", "0.001"));
        for (int step = 0; step < 40; step++) {
            step("l1", 0, step, step, step == 30 ? Double.NaN : 3.0, 36_000, 100, List.of());
        }
        alert("n1", 0, "l1", "bob", "non-finite", "nan", Severity.CRITICAL, 30, 30, null);
        acknowledge("n1", 32, "bob");
        acknowledge("n1", 35, "ada");
        alert("q1", 0, "l1", "bob", "silent-run", "silent", Severity.CRITICAL, 39, 39, null);
    }

    private void start(
            String run,
            int attempt,
            int at,
            String project,
            String owner,
            String host,
            int gpus,
            Map<String, String> h) {
        RunStarted started = RunStarted.newBuilder()
                .setName(run)
                .setProject(project)
                .setOwner(owner)
                .setHost(host)
                .setDevices(Collections.nCopies(gpus, "H100"))
                .setHyperparameters(h)
                .setLayers(List.of())
                .setGoalError(0.01)
                .setReference("0.15")
                .setReferences(List.of())
                .setTags(
                        run.equals("v2")
                                ? List.of("best", "sweep")
                                : project.equals("vision") ? List.of("sweep") : List.of())
                .setNotes(run.equals("v2") ? "the rate of the paper" : "")
                .setGroup(project.equals("vision") ? "rates" : "")
                .setSummary(run.equals("v2") ? Map.of("val/loss", 0.2) : Map.of())
                .build();
        telemetry.add(records.started(run, attempt, millis(at), started));
    }

    private void step(
            String run,
            int attempt,
            long step,
            int at,
            double loss,
            double duration,
            double wait,
            List<TensorStatistics> tensors) {
        Step value = Step.newBuilder()
                .setStep(step)
                .setLoss(loss)
                .setDurationMillis(duration)
                .setDataWaitMillis(wait)
                .setMetrics(Map.of())
                .setTensors(tensors)
                .build();
        telemetry.add(records.record(run, attempt, 0, millis(at), value));
    }

    private void evaluate(String run, long step, Split split, double loss, double error) {
        telemetry.add(records.evaluation(run, 0, step, split, loss, Map.of("error", error)));
    }

    private void end(String run, int attempt, int at, Outcome outcome, String message) {
        RunEnded ended =
                RunEnded.newBuilder().setOutcome(outcome).setMessage(message).build();
        telemetry.add(records.record(run, attempt, 0, millis(at), ended));
    }

    private void alert(
            String id,
            int revision,
            String run,
            String owner,
            String detector,
            String alertClass,
            Severity severity,
            long onset,
            long raised,
            Resolution resolution) {
        alerts.add(Topics.ALERTS
                .codec()
                .encode(Alert.newBuilder()
                        .setId(id)
                        .setRevision(revision)
                        .setDetector(detector)
                        .setAlertClass(alertClass)
                        .setSeverity(severity)
                        .setState(state(resolution))
                        .setResolution(resolution)
                        .setRunId(run)
                        .setOwner(owner)
                        .setOnsetStep(onset)
                        .setRaisedStep(raised)
                        .setRaisedTimeMillis(millis((int) raised))
                        .setSummary("The run " + run + " is " + alertClass + ".")
                        .setEvidence(List.of())
                        .setCauses(List.of())
                        .setRemedies(List.of())
                        .build()));
    }

    private void acknowledge(String alert, int at, String by) {
        Acknowledgement acknowledgement = new Acknowledgement(alert, Severity.CRITICAL, by, "", millis(at), "page");
        acknowledgements.add(Topics.ACKNOWLEDGEMENTS.codec().encode(acknowledgement));
    }

    private void vote(String alert, int at, String by, boolean useful) {
        annotations.add(Topics.ANNOTATIONS
                .codec()
                .encode(AlertAnnotation.newBuilder()
                        .setAlertId(alert)
                        .setId(alert + at)
                        .setKind(AnnotationKind.USEFULNESS)
                        .setBy(by)
                        .setVia("page")
                        .setUseful(useful)
                        .setAtMillis(millis(at))
                        .build()));
    }

    private RunNote.Builder note(String run, String id, int at, String text) {
        return RunNote.newBuilder()
                .setRunId(run)
                .setId(id)
                .setText(text)
                .setBy("ada")
                .setVia("page")
                .setAtMillis(millis(at));
    }

    private void write(RunNote.Builder note) {
        notes.add(Topics.NOTES.codec().encode(note.build()));
    }

    private static long millis(int at) {
        return Records.START + at * STEP_MILLIS;
    }

    private static AlertState state(Resolution resolution) {
        if (resolution == null) {
            return AlertState.FIRING;
        }
        return resolution == Resolution.CLEARED ? AlertState.RECOVERED : AlertState.UNRECOVERED;
    }
}
