package io.gradwatch.calibration.corpus;

import io.gradwatch.agent.logs.file.UnreadableLogException;
import io.gradwatch.agent.logs.run.LogRow;
import io.gradwatch.agent.logs.run.RunLog;
import io.gradwatch.detection.engine.DetectionEngine;
import io.gradwatch.detection.engine.DetectorSettings;
import io.gradwatch.detection.engine.DetectorStates;
import io.gradwatch.detection.engine.Detectors;
import io.gradwatch.detection.engine.EarlierRuns;
import io.gradwatch.detection.engine.LiveSettings;
import io.gradwatch.detection.engine.RunState;
import io.gradwatch.detection.judge.Judges;
import io.gradwatch.detection.sketch.Features;
import io.gradwatch.schema.Evaluation;
import io.gradwatch.schema.Step;
import io.gradwatch.schema.Telemetry;
import io.gradwatch.standalone.evaluate.CorpusIndex;
import io.gradwatch.standalone.evaluate.JudgedRun;
import io.gradwatch.standalone.evaluate.Label;
import io.gradwatch.standalone.evaluate.LabelledRun;
import io.gradwatch.standalone.evaluate.OnsetRow;
import io.gradwatch.standalone.replay.InProcessReplay;
import io.gradwatch.standalone.replay.Recordings;
import io.gradwatch.standalone.replay.ReplayedRun;
import io.gradwatch.standalone.replay.RunFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Replays the labelled runs of folders through the curves of the engine, and apart from that through its rules, with
 * judges that see nothing.
 */
public final class CorpusReplay {

    private static final DetectionEngine RULES = new DetectionEngine(
            Detectors.load(CorpusReplay.class.getClassLoader()),
            DetectorSettings.defaults(),
            EarlierRuns.NONE,
            LiveSettings.NONE,
            Judges.none());

    private static final DetectionEngine CURVES = new DetectionEngine(
            List.of(), DetectorSettings.defaults(), EarlierRuns.NONE, LiveSettings.NONE, Judges.none());

    private CorpusReplay() {}

    /**
     * The scored runs of all folders, in the order of folders and indexes. Runs without an example are left out.
     *
     * @param folders each with an {@code index.csv}
     * @throws UnreadableLogException when an index or a log cannot be read
     */
    public static List<ExampleRun> of(List<Path> folders) throws UnreadableLogException {
        return of(folders, List.of());
    }

    /**
     * The scored runs of some folders, and then those of others that are only learnt from.
     *
     * @param folders each with an {@code index.csv}
     * @param lessons the same
     * @throws UnreadableLogException when an index or a log cannot be read
     */
    public static List<ExampleRun> of(List<Path> folders, List<Path> lessons) throws UnreadableLogException {
        List<ExampleRun> all = new ArrayList<>();
        add(folders, false, all);
        add(lessons, true, all);
        return all;
    }

    private static void add(List<Path> folders, boolean lesson, List<ExampleRun> all) throws UnreadableLogException {
        for (Path folder : folders) {
            Recordings recordings = recordings(folder);
            List<LabelledRun> runs = CorpusIndex.read(folder).stream()
                    .filter(run -> run.label() != Label.UNSCORED)
                    .toList();
            List<Replayed> replayed = runs.parallelStream()
                    .map(run -> replay(folder, run, recordings, lesson))
                    .toList();
            for (Replayed one : replayed) {
                if (one.problem().isPresent()) {
                    throw one.problem().get();
                }
                if (!one.run().examples().isEmpty()) {
                    all.add(one.run());
                }
            }
        }
    }

    /** How the logs of a folder are read. */
    public static Recordings recordings(Path folder) {
        Path layers = folder.resolve("layers");
        return Files.isDirectory(layers) ? Recordings.plain().withLayers(layers) : Recordings.plain();
    }

    private record Replayed(ExampleRun run, Optional<UnreadableLogException> problem) {}

    private static Replayed replay(Path folder, LabelledRun run, Recordings recordings, boolean lesson) {
        Sight sight = new Sight();
        Optional<UnreadableLogException> problem = Optional.empty();
        try (RunLog log = recordings.open(new RunFile(run.series(), run.id()))) {
            sight.show(log.started());
            for (Optional<LogRow> row = log.next(); row.isPresent(); row = log.next()) {
                row.get().events().forEach(sight::show);
                sight.row++;
            }
        } catch (UnreadableLogException e) {
            problem = Optional.of(e);
        }
        OptionalLong onset = run.onsetStep().isEmpty()
                ? OptionalLong.empty()
                : OnsetRow.of(run.series(), run.onsetStep().getAsDouble());
        ExampleRun seen = new ExampleRun(
                folder.getFileName().toString(),
                run,
                SourceGroup.of(run),
                onset,
                sight.row,
                sight.examples,
                ruled(run, recordings),
                lesson);
        return new Replayed(seen, problem);
    }

    private static boolean ruled(LabelledRun run, Recordings recordings) {
        ReplayedRun replayed = new InProcessReplay(recordings, RULES).replay(new RunFile(run.series(), run.id()));
        return !JudgedRun.of(run, replayed).alerts().isEmpty();
    }

    /** One run as it comes in. */
    private static final class Sight {

        private final RunState state = new RunState();
        private final DetectorStates states = new DetectorStates();
        private final List<Example> examples = new ArrayList<>();
        private boolean nonFinite;
        private long row;

        void show(Telemetry telemetry) {
            state.curves.sketch.due = false;
            CURVES.observe(state, states, telemetry, 0, alert -> {});
            boolean before = nonFinite;
            nonFinite |= isNonFinite(telemetry.getEvent());
            if (state.curves.sketch.due || nonFinite != before) {
                take();
            }
        }

        private void take() {
            float[] features = new float[Features.all().size()];
            Features.of(state.curves.sketch, features);
            examples.add(new Example(row, nonFinite, features));
        }

        private static boolean isNonFinite(Object event) {
            if (event instanceof Step step) {
                return isNonFinite(step.getLoss()) || isNonFinite(step.getGradientNorm());
            }
            return event instanceof Evaluation evaluation && isNonFinite(evaluation.getLoss());
        }

        private static boolean isNonFinite(Double value) {
            return value != null && !Double.isFinite(value);
        }
    }
}
