package io.gradwatch.schema;

import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** One value of each record type, with every field set; maps hold one entry so that their bytes have one order. */
final class Samples {

    private Samples() {}

    static Map<String, Telemetry> telemetry() {
        Map<String, Telemetry> samples = new LinkedHashMap<>();
        samples.put("run-started", telemetry(0, runStarted()));
        samples.put("step", telemetry(1, step()));
        samples.put("step-bare", telemetry(2, Step.newBuilder().setStep(0).build()));
        samples.put("evaluation", telemetry(3, evaluation()));
        samples.put("heartbeat", telemetry(4, new Heartbeat(41L, 3L, 4096L)));
        samples.put("notice", telemetry(5, new Notice("disk", "3 % left", NoticeLevel.WARNING, 41L)));
        samples.put(
                "run-ended",
                telemetry(
                        5, new RunEnded(Outcome.FAILED, "java.lang.IllegalStateException", "no \u00e9poque", 41L, 3L)));
        samples.put("pulse", telemetry(6, new Pulse()));
        samples.put(
                "checkpoint-saved",
                telemetry(7, new CheckpointSaved(40L, "ckpt/step-40.pt", 4096L, Map.of("val/loss", 0.25))));
        return samples;
    }

    static Telemetry telemetry(long sequence, Object event) {
        return new Telemetry(new Origin("run-1", 2, 3, -4L, sequence, 1_764_000_000_000L, false), event);
    }

    static Step step() {
        return Step.newBuilder()
                .setStep(41)
                .setEpoch(1.5)
                .setLoss(Double.NaN)
                .setLearningRate(3e-4)
                .setGradientNorm(Double.POSITIVE_INFINITY)
                .setParameterNorm(31.25)
                .setUpdateRatio(1e-3)
                .setLossScale(65536.0)
                .setSkippedByLossScaler(true)
                .setBatchSize(32)
                .setDurationMillis(12.5)
                .setDataWaitMillis(0.5)
                .setHostMemoryBytes(1L << 30)
                .setDeviceMemoryBytes(1L << 34)
                .setMetrics(Map.of("accuracy", 0.75))
                .setTensors(List.of(tensor()))
                .setTokens(1L << 20)
                .setTrainingMode(true)
                .setBatch(new BatchView(List.of(32, 10), List.of(32, 1), 32L, List.of(30L, 2L), List.of(32L, 0L)))
                .build();
    }

    static TensorStatistics tensor() {
        return new TensorStatistics(
                "0_W",
                TensorKind.GRADIENT,
                640L,
                -1.0,
                2.0,
                0.25,
                0.5,
                14.1,
                1L,
                2L,
                3L,
                4L,
                ByteBuffer.wrap(new byte[] {1, 39, 10, 2, 39, 12, 3}));
    }

    static Evaluation evaluation() {
        return Evaluation.newBuilder()
                .setStep(41)
                .setEpoch(1.5)
                .setSplit(Split.TEST_VAL)
                .setLoss(Double.NEGATIVE_INFINITY)
                .setMetrics(Map.of("accuracy", 0.5))
                .setTrainingMode(false)
                .setRunningStatisticsChanged(true)
                .setErrorTypes(List.of(new ErrorType("night", 0.01)))
                .build();
    }

    static RunStarted runStarted() {
        return RunStarted.newBuilder()
                .setName("digits \u6570\u5b57")
                .setProject("vision")
                .setOwner("ada")
                .setHost("node-1")
                .setDevices(List.of("H100", "H100"))
                .setFramework("dl4j")
                .setFrameworkVersion("1.0.0-M2.1")
                .setWorldSize(2)
                .setHyperparameters(Map.of("optimizer", "Adam"))
                .setLayers(List.of(new Layer("layer0", "DenseLayer", 650L, "relu")))
                .setClasses(10)
                .setObjective("classification")
                .setGoalError(0.01)
                .setReference("run-0")
                .setHeartbeatIntervalMillis(10_000)
                .setSingleBatch(true)
                .setBaselineLoss(2.3)
                .setReferences(List.of(new ReferenceCurve(
                        "paper", CurveSignal.VALIDATION_LOSS, CurveAxis.EPOCH, List.of(1.0, 2.0), List.of(0.5, 0.25))))
                .setTags(List.of("baseline", "a, b"))
                .setNotes("warm-up\nof 500 steps")
                .setGroup("sweep-1")
                .setMetrics(List.of(new MetricDefinition("train-val/*", "min", "minimize", "epoch", true)))
                .setSummary(Map.of("val/loss", 0.25))
                .build();
    }

    static RunReference reference() {
        ReferenceCurve curve = new ReferenceCurve(
                "digits (run-1)",
                CurveSignal.TRAINING_LOSS,
                CurveAxis.STEP,
                List.of(0.0, 10.0, 20.0),
                List.of(2.3, 1.5, 0.75));
        return new RunReference("run-1", "vision", "digits", 1_764_000_000_000L, List.of(curve));
    }

    static DetectorOverrides overrides() {
        return new DetectorOverrides(Map.of("plateau.improvement", 0.02), List.of("silent-run"));
    }

    static Silence silence() {
        return new Silence(
                "s1",
                List.of(
                        new SilenceMatcher(MatcherField.PROJECT, "digits"),
                        new SilenceMatcher(MatcherField.CLASS, "/oscillating|plateau/")),
                "ada",
                "tuning the learning rate",
                1_764_000_000_000L,
                1_764_007_200_000L,
                true);
    }

    static Acknowledgement acknowledgement() {
        return new Acknowledgement("a1", Severity.CRITICAL, "grace", "restarting it", 1_764_000_000_000L, "page");
    }

    static AlertAnnotation annotation() {
        return new AlertAnnotation(
                "a1", "c1", AnnotationKind.USEFULNESS, "grace", "slack", "words", "ada", true, 1_764_000_000_000L);
    }

    static RunNote note() {
        return new RunNote(
                "run-1",
                "n1",
                "gradient_norm",
                120L,
                180L,
                "new data from here on",
                "ada",
                "page",
                1_764_000_000_000L,
                1_764_000_060_000L,
                "grace",
                true);
    }

    static OutboxRow outboxRow() {
        Map<String, Object> columns = new TreeMap<>();
        columns.put("sequence", 17L);
        columns.put("receiver", "team");
        columns.put("may_have_arrived", false);
        columns.put("body", ByteBuffer.wrap(new byte[] {1, 2, 3}));
        columns.put("reason", null);
        return new OutboxRow("notifications", columns);
    }

    static Alert alert() {
        return Alert.newBuilder()
                .setId("a1")
                .setRevision(1)
                .setDetector("non-finite-values")
                .setAlertClass("nan")
                .setSeverity(Severity.CRITICAL)
                .setState(AlertState.RECOVERED)
                .setOutcome(Outcome.FAILED)
                .setResolution(Resolution.CLEARED)
                .setHost("node-7")
                .setFiredTimeMillis(1_764_000_000_000L)
                .setBacklog(true)
                .setRunId("run-1")
                .setRunName("digits")
                .setProject("vision")
                .setOwner("ada")
                .setAttempt(2)
                .setRank(3)
                .setLayer("layer0")
                .setSplit("TRAIN")
                .setOnsetStep(40)
                .setRaisedStep(41)
                .setRaisedTimeMillis(1_764_000_000_000L)
                .setSummary("The loss is NaN since step 40.")
                .setEvidence(List.of(new Evidence(EvidenceRole.LEVEL, "loss", "loss", Double.NaN, "nats", ">", 0.0)))
                .setCauses(List.of(new Advice("an exp, log or division", "K10")))
                .setRemedies(List.of(new Advice("lower the learning rate", "K2")))
                .setLastGoodCheckpoint(checkpoint())
                .setSuspectCheckpoints(2)
                .build();
    }

    static SavedCheckpoint checkpoint() {
        return new SavedCheckpoint(1, 40L, "ckpt/step-40.pt", 1_764_000_000_000L, 4096L, Map.of("val/loss", 0.25));
    }

    static LiveRun liveRun() {
        return LiveRun.newBuilder()
                .setRunId("run-1")
                .setName("digits")
                .setProject("vision")
                .setOwner("ada")
                .setHost("node-1")
                .setCluster("north")
                .setGpu("H100")
                .setGpus(2)
                .setWorldSize(2)
                .setStepsWanted(1_000L)
                .setEpochsWanted(3.0)
                .setAttempt(1)
                .setSpeaker(0)
                .setStep(41)
                .setEpoch(1.5)
                .setStartedMillis(1_764_000_000_000L)
                .setEndedMillis(1_764_000_060_000L)
                .setOutcome(Outcome.KILLED)
                .setPace(new PaceState(10L, 1L, 20L, 2L, 1.5, 2.5))
                .setSeries(Map.of("loss", new SeriesState(1.5, 41L, 0.5, 7L, 2.5, 0L, 1L)))
                .setAttempts(List.of(new AttemptState(1, 1L, 2L, Outcome.KILLED, 0L, 41L, "E", "killed")))
                .setOpenAlerts(List.of(new OpenAlert("a1", "nan", Severity.CRITICAL, 3)))
                .setUnrecovered(List.of(new UnrecoveredAlert("a2", "overfitting", Severity.WARNING, 1, 5L)))
                .setFaults(List.of(new HardwareFault("run-1", "nan", 5L)))
                .setTold(runShare())
                .setToldMillis(6L)
                .setTags(List.of("baseline"))
                .setGroup("sweep-1")
                .setCheckpoints(List.of(checkpoint()))
                .build();
    }

    static RunShare runShare() {
        return new RunShare(
                "run-1",
                "vision",
                "ada",
                "node-1",
                "H100",
                "north",
                "training",
                1_500_000L,
                20L,
                10L,
                Map.of("nan", 1),
                List.of(new HardwareFault("run-1", "nan", 5L)));
    }

    static GroupState group() {
        return new GroupState(
                Map.of("training", 1),
                1_500_000L,
                20L,
                10L,
                Map.of("nan", 1),
                List.of(new HardwareFault("run-1", "nan", 5L)));
    }

    static LiveRank liveRank() {
        return new LiveRank(3, 1, 7L, 41L, "node-2", 40L, 12.5, 0.5, 1L, 2L, true);
    }

    static LiveAlerts liveAlerts() {
        AlertTransition transition = new AlertTransition(AlertState.FIRING, Severity.CRITICAL, 41L, 5L);
        return new LiveAlerts(List.of(new LiveAlert(alert(), List.of(transition))));
    }
}
