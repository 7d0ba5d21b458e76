package io.gradwatch.detection.synthetic;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** No detector alarms on curves in which nothing is wrong. Runs with {@code -Dhealthy.curves=true}. */
@EnabledIfSystemProperty(named = "healthy.curves", matches = "true")
class HealthyCurvesTest {

    private static final ExecutorService THREADS =
            Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors());
    private static final Judge JUDGE = Judge.ofAll();

    @AfterAll
    static void stop() {
        THREADS.shutdownNow();
    }

    @Test
    void oneThousandCurves_getNoAlarm() throws InterruptedException {
        Options options =
                Options.parse(new String[] {"700", "--first-seed", "1001", "--lengths", "100,1000,10000,100000"});
        List<FalseAlarms.Judged> planned = FalseAlarms.planned(options);
        assertThat(planned.size()).isGreaterThanOrEqualTo(1000);
        assertThat(alarmed(planned)).isEmpty();
    }

    /**
     * A hundred times the rows are a hundred times the chances; the number of alarms that is allowed stays the same.
     */
    @Test
    void hundredTimesTheLength_getsNoMoreAlarms() throws InterruptedException {
        List<HealthyFamily> families = HealthyCurves.families().stream()
                .filter(family -> !family.perEpoch())
                .toList();
        for (long rows : new long[] {1000, 100_000}) {
            List<FalseAlarms.Judged> planned = families.stream()
                    .map(family -> new FalseAlarms.Judged(family.run(2001, rows), rows, List.of()))
                    .toList();
            assertThat(alarmed(planned)).as("%,d rows", rows).isEmpty();
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
