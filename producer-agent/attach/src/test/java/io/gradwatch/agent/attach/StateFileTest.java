package io.gradwatch.agent.attach;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gradwatch.agent.attach.file.FileState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StateFileTest {

    @TempDir
    Path folder;

    @Test
    void content_isTheSameAfterAnotherStart() throws IOException {
        RunOffsets before = RunOffsets.begin("job", 7).afterRecord().afterRow().afterStep(10);
        RunOffsets after = before.with("log.csv", new FileState("1-2", 3, 4, 5, 6, 7, 8, 0, 9))
                .afterLateStep()
                .nextAttempt();
        StateFile.Content content = new StateFile.Content(before, "log.csv", after, 1_000);
        try (StateFile state = StateFile.open(folder, "job")) {
            assertThat(state.load()).isEmpty();
            state.save(content);
        }
        try (StateFile state = StateFile.open(folder, "job")) {
            assertThat(state.load()).contains(content);
        }
    }

    @Test
    void stateOfAnotherVersion_withMoreProperties_isRead() throws IOException {
        try (StateFile state = StateFile.open(folder, "job")) {
            state.save(new StateFile.Content(RunOffsets.begin("job", 7), null, null, 0));
            Path file = saved();
            Files.writeString(file, Files.readString(file).replace("\"seed\":7", "\"seed\":7,\"interval\":5"));
            assertThat(state.load().orElseThrow().before().seed()).isEqualTo(7);
        }
    }

    @Test
    void damagedState_isNamed_withWhatFollowsWithoutIt() throws IOException {
        try (StateFile state = StateFile.open(folder, "job")) {
            state.save(new StateFile.Content(RunOffsets.begin("job", 7), null, null, 0));
            String whole = Files.readString(saved());
            for (int length = 0; length < whole.length(); length += 9) {
                Files.writeString(saved(), whole.substring(0, length));
                assertThatThrownBy(state::load)
                        .isInstanceOf(IOException.class)
                        .hasMessageContaining(saved().toString())
                        .hasMessageContaining("its run is sent from the start as if it were new");
            }
        }
    }

    @Test
    void runThatAnotherProcessFollows_isRefused_andFreeAfterIt() throws IOException {
        try (StateFile first = StateFile.open(folder, "job");
                StateFile other = StateFile.open(folder, "other job")) {
            assertThatThrownBy(() -> StateFile.open(folder, "job"))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("is followed already by another 'gradwatch attach'");
            assertThat(first).isNotSameAs(other);
        }
        StateFile.open(folder, "job").close();
    }

    @Test
    void attempts_haveSessionsOfTheirOwn_theSameInEachProcess() {
        RunOffsets run = RunOffsets.begin("job", 7);

        assertThat(run.session())
                .isPositive()
                .isEqualTo(RunOffsets.begin("job", 7).session());
        assertThat(run.nextAttempt().session()).isNotEqualTo(run.session());
        assertThat(run.afterStep(10).afterStep(5).lastStep()).isEqualTo(10);
        assertThat(run.afterStep(10).nextAttempt())
                .isEqualTo(RunOffsets.begin("job", 7).nextAttempt());
        assertThat(run.afterEnd().ended()).isTrue();
    }

    private Path saved() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> found =
                    files.filter(file -> file.toString().endsWith(".json")).toList();
            assertThat(found).hasSize(1);
            return found.get(0);
        }
    }
}
