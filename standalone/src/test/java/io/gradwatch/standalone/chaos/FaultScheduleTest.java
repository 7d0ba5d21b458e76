package io.gradwatch.standalone.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class FaultScheduleTest {

    private static final List<Target> TARGETS =
            List.of(new Target("up", FaultKind.KILL, 3), new Target("slack", FaultKind.CUT, 1));

    @Test
    void sameSeed_drawsTheSameFaults_andALongerScheduleBeginsWithThem() {
        List<Fault> faults = FaultSchedule.of(7, 50, TARGETS);

        assertThat(FaultSchedule.of(7, 100, TARGETS)).startsWith(faults.toArray(Fault[]::new));
        assertThat(FaultSchedule.of(8, 50, TARGETS)).isNotEqualTo(faults);
    }

    @Test
    void weights_sayHowOftenATargetIsDrawn() {
        assertThat(FaultSchedule.of(7, 1_000, TARGETS))
                .filteredOn(fault -> fault.kind() == FaultKind.KILL)
                .hasSizeBetween(700, 800);
    }
}
