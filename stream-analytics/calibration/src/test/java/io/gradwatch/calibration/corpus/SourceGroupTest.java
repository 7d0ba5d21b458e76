package io.gradwatch.calibration.corpus;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradwatch.standalone.evaluate.Label;
import io.gradwatch.standalone.evaluate.LabelledRun;
import java.nio.file.Path;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class SourceGroupTest {

    @Test
    void logs_areOneGroupARepository() {
        assertThat(of("a_1", "logs", "someone/project: train.log @0123456789")).isEqualTo("someone/project");
        assertThat(of("a_2", "logs", "someone/project@0123456789")).isEqualTo("someone/project@0123456789");
    }

    @Test
    void programsOfTheLab_areOneGroupEach() {
        assertThat(of("cnn-1-000003-f0", "lab", "lab/cnn")).isEqualTo("lab/cnn");
        assertThat(of("cnn-1-000004-h", "lab", "lab/cnn")).isEqualTo("lab/cnn");
    }

    @Test
    void twinsAndSeeds_areOneGroup() {
        assertThat(of("HRA-Bench-012-origin-r1", "faults", "x")).isEqualTo(of("HRA-Bench-012-fixed-r2", "faults", "x"));
        assertThat(of("DL12345678-fix", "faults", "x")).isEqualTo(of("DL12345678", "faults", "y"));
        assertThat(of("OK-m-seed1", "faults", "x")).isEqualTo(of("OK-m", "faults", "x"));
    }

    private static String of(String id, String set, String source) {
        return SourceGroup.of(new LabelledRun(
                id, set, source, Label.HEALTHY, OptionalDouble.empty(), true, 10, Path.of(id + ".csv")));
    }
}
