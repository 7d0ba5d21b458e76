package io.gradwatch.detection.testkit;

import io.gradwatch.detection.spi.Detector;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * For each detector a seeded run in which its failure begins and, where it can, goes away: the method
 * {@code goldenRun(TestRun)} of its test, or one of those here. What the detector says is in
 * {@code runs/<id>.alerts.txt}; {@code -Dgolden.update=true} writes it anew.
 */
public final class GoldenRuns {

    private static final Map<String, Consumer<TestRun>> SHARED = new HashMap<>();

    static {
        SHARED.putAll(LossRuns.ALL);
        SHARED.putAll(TensorRuns.ALL);
        SHARED.putAll(ComparedRuns.ALL);
        SHARED.putAll(WiringRuns.ALL);
        SHARED.putAll(ProgressRuns.ALL);
        SHARED.putAll(JudgedRuns.ALL);
    }

    private GoldenRuns() {}

    /** The run of a detector. */
    public static Consumer<TestRun> of(String detectorId) {
        Consumer<TestRun> shared = SHARED.get(detectorId);
        return shared != null ? shared : ofTest(detectorId);
    }

    private static Consumer<TestRun> ofTest(String detectorId) {
        Detector<?> detector = TestRun.DETECTORS.stream()
                .filter(one -> one.spec().id().equals(detectorId))
                .findFirst()
                .orElseThrow();
        String test = detector.getClass().getName() + "Test";
        try {
            Method run = Class.forName(test).getDeclaredMethod("goldenRun", TestRun.class);
            run.setAccessible(true);
            return target -> feed(run, target);
        } catch (ReflectiveOperationException e) {
            throw new AssertionError("add a method static void goldenRun(TestRun run) to " + test, e);
        }
    }

    private static void feed(Method run, TestRun target) {
        try {
            run.invoke(null, target);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof RuntimeException thrown) {
                throw thrown;
            }
            throw new AssertionError(e.getCause());
        } catch (IllegalAccessException e) {
            throw new AssertionError(e);
        }
    }
}
