package io.gradwatch.fleet.page;

import io.gradwatch.fleet.testing.Job;
import io.gradwatch.schema.Alert;
import io.gradwatch.schema.Evaluation;
import io.gradwatch.schema.Evidence;
import io.gradwatch.schema.EvidenceRole;
import io.gradwatch.schema.Outcome;
import io.gradwatch.schema.RunStarted;
import io.gradwatch.schema.Severity;
import io.gradwatch.schema.Split;
import io.gradwatch.schema.Step;
import io.gradwatch.schema.Telemetry;
import io.gradwatch.schema.TensorKind;
import io.gradwatch.schema.TensorStatistics;
import io.gradwatch.schema.Topic;
import io.gradwatch.schema.Topics;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;

/** The runs of the fixtures of the page: one that is followed live, and others of each kind. */
final class FixtureRuns {

    /** Steps that a run makes before it is followed. */
    static final int STEPS = 40;

    /** Start of the runs, on the clock of {@link Job}: far enough in the past to be before the broker's time. */
    private static final long BEGIN = -20_000_000_000L;

    /** End of all runs, milliseconds since 1970. */
    static final long END_MILLIS = Job.START + BEGIN + 600_000;

    /** Id of the alert of the live run. */
    static final String ALERT = "digits/7-0-nan";

    private static final String LIVE = "digits/7";
    private static final int SWEEP = 6;
    private static final int EVALUATED_EVERY = 10;

    private final KafkaProducer<byte[], byte[]> producer;
    private final Job first = new Job(LIVE, 0, 0);
    private final Job second = new Job(LIVE, 0, 1);

    FixtureRuns(KafkaProducer<byte[], byte[]> producer) {
        this.producer = producer;
    }

    /**
     * An action of the live run, and the event about it.
     *
     * @param rank whose stream has it
     * @param event name of the event
     */
    record Live(int rank, String event, Runnable publish) {}

    /** Sends the events of the live run from before the page is opened. */
    void before() {
        RunStarted shown = Job.declaration().setMetrics(List.of()).build();
        send(LIVE, first.at(BEGIN).started(shown));
        send(LIVE, second.at(BEGIN).started(shown));
        for (int step = 0; step < STEPS; step++) {
            steps(step);
        }
        send(LIVE, evaluation(first, Split.TEST_VAL, STEPS - 1, 0.9));
        producer.flush();
    }

    /** Events of the live run while the page follows it, one by one. */
    List<Live> live() {
        List<Live> all = new ArrayList<>();
        for (int step = STEPS; step < STEPS + 3; step++) {
            double loss = step == STEPS + 1 ? Double.NaN : 2.0 / (1 + step);
            Telemetry mine = step(first.at(BEGIN + 1_000L * step), step, loss);
            Telemetry other = step(second.at(BEGIN + 1_000L * step), step, loss + 0.25);
            all.add(new Live(0, "step", () -> send(LIVE, mine)));
            all.add(new Live(1, "step", () -> send(LIVE, other)));
        }
        for (Split split : Split.values()) {
            Telemetry evaluated = evaluation(first, split, STEPS + 3, 0.8);
            all.add(new Live(0, "evaluation", () -> send(LIVE, evaluated)));
        }
        Telemetry ofRankOne = evaluation(second, Split.TRAIN_VAL, STEPS + 3, 0.7);
        all.add(new Live(1, "evaluation", () -> send(LIVE, ofRankOne)));
        Alert alert = alert();
        all.add(new Live(0, "alert", () -> send(Topics.ALERTS, LIVE, alert)));
        Telemetry ended = first.at(BEGIN + 50_000).ended(Outcome.FINISHED);
        all.add(new Live(0, "run", () -> send(LIVE, ended)));
        return all;
    }

    /** The other runs: a loss that explodes, a sweep that fails alike, one that has made no step. */
    void others() {
        Job huge = new Job("huge", 0, 0);
        send("huge", huge.at(BEGIN).started(named("huge", "language")));
        for (int step = 0; step < STEPS; step++) {
            double loss = step < 30 ? 3 - 0.05 * step : Math.pow(10, 3.0 * (step - 28) + 2.85);
            send("huge", step(huge.at(BEGIN + 1_000L * step), step, loss));
        }
        for (int i = 0; i < SWEEP; i++) {
            String id = "sweep-" + i;
            Job job = new Job(id, 0, 0);
            send(id, job.at(BEGIN + 1_000L * i).started(named(id, "vision")));
            for (int step = 0; step < 3; step++) {
                send(id, job.at(BEGIN + 1_000L * (i + step)).step(step, step == 2 ? Double.NaN : 1));
            }
        }
        Job early = new Job("early", 0, 0);
        RunStarted elsewhere = RunStarted.newBuilder(named("early", "vision"))
                .setHost("node-2.north.example.org")
                .build();
        send("early", early.at(BEGIN).started(elsewhere));
        producer.flush();
    }

    /** Sends the alerts of the other runs, once their steps have been read. */
    void alertsOfOthers() {
        Job huge = new Job("huge", 0, 0).at(BEGIN + 40_000);
        Alert.Builder exploding = huge.fires("exploding", Severity.WARNING);
        send(
                Topics.ALERTS,
                "huge",
                exploding.setRunName("huge").setProject("language").build());
        for (int i = 0; i < SWEEP; i++) {
            String id = "sweep-" + i;
            Job job = new Job(id, 0, 0).at(BEGIN + 60_000 + 1_000L * i);
            Alert.Builder nan = job.fires("nan", Severity.CRITICAL);
            send(Topics.ALERTS, id, nan.setRunName(id).build());
        }
        producer.flush();
    }

    private void steps(int step) {
        send(LIVE, step(first.at(BEGIN + 1_000L * step), step, 2.0 / (1 + step)));
        send(LIVE, step(second.at(BEGIN + 1_000L * step), step, 2.0 / (1 + step) + 0.25));
        if (step % EVALUATED_EVERY == EVALUATED_EVERY - 1) {
            send(LIVE, evaluation(first, Split.TRAIN_VAL, step, 1.5 / (1 + step)));
            send(LIVE, evaluation(second, Split.TRAIN_VAL, step, 1.6 / (1 + step)));
        }
    }

    private static Telemetry step(Job job, long step, double loss) {
        return job.step(Step.newBuilder()
                .setStep(step)
                .setLoss(loss)
                .setGradientNorm(1.0 + step % 3)
                .setLearningRate(0.01)
                .setMetrics(Map.of("aux/accuracy", step / 100.0, "loss", -1.0))
                .setTensors(List.of(TensorStatistics.newBuilder()
                        .setLayer("dense")
                        .setKind(TensorKind.GRADIENT)
                        .setElements(650)
                        .setMinimum(-1)
                        .setMaximum(1)
                        .setMean(0)
                        .setStandardDeviation(1)
                        .setL2Norm(1 + step % 3)
                        .build()))
                .build());
    }

    private static Telemetry evaluation(Job job, Split split, long step, double loss) {
        return job.at(BEGIN + 1_000L * step)
                .evaluation(Evaluation.newBuilder()
                        .setStep(step)
                        .setSplit(split)
                        .setLoss(loss)
                        .setMetrics(Map.of("accuracy", 1 - loss, "loss", -1.0))
                        .build());
    }

    private Alert alert() {
        return first.at(BEGIN + 45_000)
                .fires("nan", Severity.CRITICAL)
                .setOnsetStep(STEPS + 1)
                .setRaisedStep(STEPS + 1)
                .setSummary("The loss is NaN since step 41.")
                .setEvidence(List.of(Evidence.newBuilder()
                        .setRole(EvidenceRole.LEVEL)
                        .setSeries("loss")
                        .setName("loss")
                        .setValue(Double.NaN)
                        .setUnit("")
                        .build()))
                .build();
    }

    private static RunStarted named(String name, String project) {
        return Job.declaration().setName(name).setProject(project).build();
    }

    private void send(String run, Telemetry record) {
        send(Topics.TELEMETRY, run, record);
    }

    private <T> void send(Topic<T> topic, String run, T value) {
        Future<?> unused = producer.send(new ProducerRecord<>(
                topic.name(),
                run.getBytes(StandardCharsets.UTF_8),
                topic.codec().encode(value)));
    }
}
