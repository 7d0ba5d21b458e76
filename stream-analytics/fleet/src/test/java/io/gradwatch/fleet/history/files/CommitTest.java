package io.gradwatch.fleet.history.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CommitTest {

    private static final String PATH = "steps/day=2026-11-25/01234567-89ab-cdef-0123-456789abcdef.parquet";

    private static DataFile file(String path) {
        return new DataFile(HistoryTable.STEPS, "2026-11-25", path, 3, 100, new int[] {7});
    }

    @Test
    void commitAsItIsWritten_hasNoProblem() {
        Commit written = new Commit(5, 8, 0, List.of(file(PATH)));
        Commit merged = new Commit(0, 8, 2, List.of());

        assertThat(written.problem("00000000000000000005.json")).isNull();
        assertThat(merged.problem("00000000000000000000-00000000000000000008-000002.json"))
                .isNull();
        assertThat(written.rows()).isEqualTo(3);
    }

    @Test
    void commitThatCoversOtherThanItsNameSays_isDamaged() {
        assertThat(new Commit(5, 8, 0, List.of()).problem("00000000000000000006.json"))
                .isEqualTo("it covers 5 to 8, which is not what its name says");
        assertThat(new Commit(5, 5, 0, List.of()).problem("00000000000000000005.json"))
                .contains("5 to 5");
        assertThat(new Commit(-1, 5, 0, List.of()).problem("-0000000000000000001.json"))
                .contains("-1 to 5");
        assertThat(new Commit(5, 8, 0, null).problem("00000000000000000005.json"))
                .isEqualTo("it names no files");
    }

    static Stream<DataFile> strangers() {
        return Stream.of(
                null,
                file(null),
                file("/etc/passwd"),
                file("../" + PATH),
                file("steps/../../" + PATH),
                file(PATH.replace(".parquet", ".csv")),
                new DataFile(null, "2026-11-25", PATH, 3, 100, new int[0]),
                new DataFile(HistoryTable.STEPS, null, PATH, 3, 100, new int[0]),
                new DataFile(HistoryTable.STEPS, "today", PATH, 3, 100, new int[0]),
                new DataFile(HistoryTable.STEPS, "2026-11-25", PATH, -1, 100, new int[0]),
                new DataFile(HistoryTable.STEPS, "2026-11-25", PATH, 3, 100, null));
    }

    @ParameterizedTest
    @MethodSource("strangers")
    void fileThatNoHistoryWrites_isNotTouched(DataFile stranger) {
        List<DataFile> files = new ArrayList<>(List.of(file(PATH)));
        files.add(stranger);

        assertThat(new Commit(5, 8, 0, files).problem("00000000000000000005.json"))
                .isEqualTo("it names a file as no history does");
    }
}
