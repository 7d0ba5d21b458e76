package io.gradwatch.agent.gateway.late;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradwatch.agent.gateway.socket.AgentPlace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LateFoldersTest {

    @TempDir
    Path folder;

    @Test
    void socketThatWasChosen_theHomeIsLookedAtToo_andNoOtherHost() throws Exception {
        Path home = LateFolders.home(Map.of("HOME", folder.toString())).orElseThrow();
        Path beside = file(folder.resolve("late/1.jsonl"));
        Path below = file(home.resolve("2.jsonl"));
        Path other = file(home.resolveSibling("another-host").resolve("3.jsonl"));
        AgentPlace place = new AgentPlace(Optional.of(folder.resolve("agent.sock")), Optional.empty());

        LateFolders both = new LateFolders(place, Optional.of(home));
        assertThat(both.files()).containsExactlyInAnyOrder(beside, below).doesNotContain(other);
        assertThat(both.has(2)).isTrue();
        assertThat(new LateFolders(place, Optional.empty()).files()).containsExactly(beside);
    }

    private static Path file(Path file) throws IOException {
        Files.createDirectories(
                file.getParent(), PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        return Files.createFile(file);
    }
}
