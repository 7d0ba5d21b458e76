package io.gradwatch.standalone.evaluate;

import io.gradwatch.detection.spi.Detector;
import io.gradwatch.standalone.replay.InProcessReplay;
import io.gradwatch.standalone.replay.RunFile;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The judged runs of a corpus, and the figures that they give.
 *
 * @param runs in the order of the index, without the unscored ones
 * @param unscored runs that were left out
 * @param detectors ids of those that looked at the runs, in order
 */
public record Evaluation(List<JudgedRun> runs, long unscored, List<String> detectors) {

    /**
     * Replays the runs on all cores and judges their alerts. Each run is replayed alone, so the order does not matter.
     */
    static Evaluation of(List<LabelledRun> runs, InProcessReplay replay, List<Detector<?>> detectors) {
        List<JudgedRun> judged = runs.parallelStream()
                .filter(run -> run.label() != Label.UNSCORED)
                .map(run -> JudgedRun.of(run, replay.replay(new RunFile(run.series(), run.id()))))
                .toList();
        return new Evaluation(
                judged,
                runs.size() - judged.size(),
                detectors.stream().map(detector -> detector.spec().id()).toList());
    }

    /** Score of all runs together. */
    Score overall() {
        return Score.of(runs);
    }

    /** By detector, its figures as if it were the only one. */
    Map<String, Score> byDetector() {
        Map<String, Score> scores = new TreeMap<>();
        detectors.forEach(detector -> scores.put(
                detector,
                Score.of(runs.stream().map(judged -> judged.by(detector)).toList())));
        return scores;
    }

    /** By repository that the runs come from. */
    Map<String, Score> bySource() {
        return runs.stream()
                .collect(Collectors.groupingBy(
                        judged -> judged.run().repository(),
                        TreeMap::new,
                        Collectors.collectingAndThen(Collectors.toList(), Score::of)));
    }

    /** Mistakes of the detectors, run by run. */
    List<Mistake> mistakes() {
        return runs.stream()
                .flatMap(judged -> Mistake.of(judged).stream())
                .sorted()
                .toList();
    }

    /** Number of runs with an alert of each class that no label stands for. */
    Map<String, Long> unlabelled() {
        return runs.stream()
                .flatMap(judged -> judged.unlabelled().stream()
                        .map(alert -> alert.alert().getAlertClass())
                        .distinct())
                .collect(Collectors.groupingBy(name -> name, TreeMap::new, Collectors.counting()));
    }

    /** Reasons why logs were not read to their ends. */
    List<String> problems() {
        return runs.stream().flatMap(judged -> judged.problem().stream()).toList();
    }
}
