package io.gradwatch.standalone.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RunFileTest {

    @Test
    void names_areThoseOfTheFilesWithoutTheirEndings() {
        assertThat(names("/logs/a.csv", "/logs/b.v2.json", "/logs/c", "/logs/.hidden"))
                .containsExactly("a", "b.v2", "c", ".hidden");
    }

    @Test
    void sameNames_areToldApartByTheirFolders() {
        assertThat(names("/x/one/trainer_state.json", "/x/two/trainer_state.json", "/x/two/other.csv"))
                .containsExactly("one/trainer_state", "two/trainer_state", "other");
        assertThat(names("/x/one/log/a.csv", "/x/two/log/a.csv")).containsExactly("one/log/a", "two/log/a");
        assertThat(names("/x/a.csv", "/x/a.json")).doesNotHaveDuplicates();
    }

    @Test
    void sameFileTwice_isRefused() {
        assertThatThrownBy(() -> names("/x/a.csv", "/x/../x/a.csv")).hasMessage("/x/../x/a.csv is named twice");
    }

    private static List<String> names(String... files) {
        return RunFile.of(Stream.of(files).map(Path::of).toList()).stream()
                .map(RunFile::runId)
                .toList();
    }
}
