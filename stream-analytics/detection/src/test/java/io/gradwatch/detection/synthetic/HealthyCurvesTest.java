package io.gradwatch.detection.synthetic;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradwatch.detection.synthetic.family.HealthyCurves;
import io.gradwatch.detection.synthetic.family.HealthyFamily;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Detectors hardly ever alarm on curves in which nothing is wrong, however long they are. */
class HealthyCurvesTest {

    private static final ExecutorService THREADS =
            Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors());
    private static final int MOST_ALARMS = 3;
    private static final AlarmRecorder JUDGE = AlarmRecorder.ofAll();

    @AfterAll
    static void stop() {
        THREADS.shutdownNow();
    }

    @Test
    void oneThousandCurves_getFewAlarms() throws InterruptedException {
        Options options = Options.parse(new String[] {"740", "--first-seed", "1001", "--lengths", "100,1000,10000"});
        List<FalseAlarms.Judged> planned = FalseAlarms.planned(options);
        assertThat(planned.size()).isGreaterThanOrEqualTo(1000);
        assertThat(alarmed(planned)).hasSizeLessThanOrEqualTo(planned.size() / 100);
    }

    /** Twenty times the rows are twenty times the chances; the number of alarms that is allowed stays the same. */
    @Test
    void twentyTimesTheLength_getsNoMoreAlarms() throws InterruptedException {
        List<HealthyFamily> families = HealthyCurves.families().stream()
                .filter(family -> !family.perEpoch())
                .toList();
        for (long rows : new long[] {1000, 20_000}) {
            List<FalseAlarms.Judged> planned = families.stream()
                    .map(family -> new FalseAlarms.Judged(family.run(2001, rows), rows, List.of()))
                    .toList();
            assertThat(alarmed(planned)).as("%,d rows", rows).hasSizeLessThanOrEqualTo(MOST_ALARMS);
        }
    }

    private static List<String> alarmed(List<FalseAlarms.Judged> planned) throws InterruptedException {
        return DetectionQuality.all(THREADS, planned, run -> FalseAlarms.judged(JUDGE, run)).stream()
                .filter(FalseAlarms.Judged::alarmed)
                .map(judged -> judged.run().name() + ": "
                        + judged.alarms().get(0).alert().getDetector() + " at step "
                        + judged.alarms().get(0).step())
                .toList();
    }
}
