package io.gradwatch.benchmarks.throughput;

import io.gradwatch.benchmarks.report.ThreadCost;
import io.gradwatch.benchmarks.setup.SyntheticRun;
import io.gradwatch.detection.engine.Admission;
import io.gradwatch.detection.engine.DetectionEngine;
import io.gradwatch.detection.engine.settings.DetectorSettings;
import io.gradwatch.detection.engine.slot.Detectors;
import io.gradwatch.detection.engine.state.DetectionState;
import io.gradwatch.detection.engine.state.DetectorStates;
import io.gradwatch.schema.SingleObjectCodec;
import io.gradwatch.schema.Step;
import io.gradwatch.schema.Telemetry;
import io.gradwatch.schema.Topics;
import io.gradwatch.schema.UnreadableRecordException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.Blackhole;

/**
 * Cost of one step in detection, in one thread without Kafka and Flink: decoding it, and showing it to all detectors.
 * The steps are those of 200 runs in turn, which declared themselves before; a step that comes round again is numbered
 * anew, so that it counts. A run begins anew after 3,000 steps, of which the first cost most: figures are of whole
 * runs, however fast the machine is.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class DetectionCost {

    private static final Set<String> LOSS_LEVEL = Set.of(
            "chance-level",
            "diverging-loss",
            "exploding-gradient",
            "learning-rate",
            "level-shift",
            "loss-spike",
            "no-generalisation",
            "non-finite",
            "oscillating-error",
            "plateau",
            "stalled-loss",
            "train-validation-gap",
            "vanished-gradient");
    private static final int RUNS = 200;
    private static final int STEPS_OF_RUN = 50;
    private static final int LENGTH_OF_RUN = 3_000;
    private static final long MILLIS_BETWEEN_STEPS = 100;

    /** Layers with statistics in each step. */
    @Param({"0", "8"})
    private int layers;

    private final List<Telemetry> starts = new ArrayList<>();
    private final List<byte[]> encoded = new ArrayList<>();
    private final List<Telemetry> decoded = new ArrayList<>();
    private final List<DetectionState> states = new ArrayList<>();
    private final List<DetectorStates> detectorStates = new ArrayList<>();
    private final AvroReader avro = new AvroReader();
    private DetectionEngine engine;
    private DetectionEngine lossLevel;
    private long shown;

    /** Makes the steps. */
    @Setup
    public void makeSteps() {
        // First of all: Avro makes no record of a class that no codec has declared to be trusted.
        SingleObjectCodec<Telemetry> codec = Topics.TELEMETRY.codec();
        engine = new DetectionEngine(Detectors.load(DetectionCost.class.getClassLoader()), DetectorSettings.defaults());
        lossLevel = new DetectionEngine(
                Detectors.load(DetectionCost.class.getClassLoader()).stream()
                        .filter(detector -> LOSS_LEVEL.contains(detector.spec().id()))
                        .toList(),
                DetectorSettings.defaults());
        List<SyntheticRun> runs = new ArrayList<>();
        for (int run = 0; run < RUNS; run++) {
            SyntheticRun added = new SyntheticRun("run-" + run, layers, run);
            runs.add(added);
            starts.add(added.started());
            states.add(null);
            detectorStates.add(null);
        }
        for (int i = 0; i < RUNS * STEPS_OF_RUN; i++) {
            Telemetry step = runs.get(i % RUNS).step();
            decoded.add(step);
            encoded.add(codec.encode(step));
        }
    }

    /** The baseline: Avro decodes. */
    @Benchmark
    @OperationsPerInvocation(RUNS)
    public void decodeByAvro(ThreadCost cost, Blackhole out) throws IOException {
        cost.begin();
        for (int i = 0; i < RUNS; i++) {
            out.consume(avro.read(encoded.get((int) (shown++ % encoded.size()))));
        }
        cost.end(RUNS);
    }

    /** Only decodes: what the plain consumer does, too. */
    @Benchmark
    @OperationsPerInvocation(RUNS)
    public void decode(ThreadCost cost, Blackhole out) throws UnreadableRecordException {
        cost.begin();
        for (int i = 0; i < RUNS; i++) {
            out.consume(Topics.TELEMETRY.codec().decode(encoded.get((int) (shown++ % encoded.size()))));
        }
        cost.end(RUNS);
    }

    /** Only the detectors. */
    @Benchmark
    @OperationsPerInvocation(RUNS)
    public void observe(ThreadCost cost, Blackhole out) {
        cost.begin();
        for (int i = 0; i < RUNS; i++) {
            out.consume(observe(engine, decoded.get((int) (shown % decoded.size()))));
        }
        cost.end(RUNS);
    }

    /** Only the detectors of loss, gradient norm, learning rate and validation loss. */
    @Benchmark
    @OperationsPerInvocation(RUNS)
    public void observeLoss(ThreadCost cost, Blackhole out) {
        cost.begin();
        for (int i = 0; i < RUNS; i++) {
            out.consume(observe(lossLevel, decoded.get((int) (shown % decoded.size()))));
        }
        cost.end(RUNS);
    }

    private Admission observe(DetectionEngine engine, Telemetry telemetry) {
        long round = shown / RUNS % LENGTH_OF_RUN;
        int run = (int) (shown++ % RUNS);
        if (round == 0) {
            states.set(run, new DetectionState());
            detectorStates.set(run, new DetectorStates());
            engine.observe(states.get(run), detectorStates.get(run), starts.get(run), 1, alert -> {});
        }
        telemetry.getOrigin().setSequence(1 + round);
        telemetry.getOrigin().setTimestampMillis(1 + round * MILLIS_BETWEEN_STEPS);
        ((Step) telemetry.getEvent()).setStep(round);
        Admission admission = engine.observe(
                states.get(run), detectorStates.get(run), telemetry, 1 + round * MILLIS_BETWEEN_STEPS, alert -> {});
        if (admission.kind() != Admission.Kind.ACCEPTED) {
            throw new IllegalStateException("a step was not accepted: " + admission);
        }
        return admission;
    }
}
