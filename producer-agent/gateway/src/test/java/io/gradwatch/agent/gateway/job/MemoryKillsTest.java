package io.gradwatch.agent.gateway.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MemoryKillsTest {

    private static final long LATER_NANOS = 6_000_000_000L;

    @TempDir
    Path root;

    private Path proc;
    private Path groups;

    @BeforeEach
    void lives() throws IOException {
        proc = Files.createDirectories(root.resolve("proc"));
        groups = Files.createDirectories(root.resolve("cgroup"));
        Files.createDirectories(proc.resolve("7"));
        Files.createDirectories(groups.resolve("job.scope"));
        Files.writeString(proc.resolve("7/cgroup"), "1:cpu:/old\n0::/job.scope\n");
        group(3);
        host(10);
    }

    @Test
    void killInTheGroup_counts() throws IOException {
        MemoryKills kills = new MemoryKills(proc, groups, 7);
        assertThat(kills.grew()).isFalse();

        group(4);

        assertThat(kills.grew()).isTrue();
    }

    @Test
    void killElsewhereOnTheHost_doesNotCountWhereTheGroupIsKnown() throws IOException {
        MemoryKills kills = new MemoryKills(proc, groups, 7);

        host(11);

        assertThat(kills.grew()).isFalse();
    }

    @Test
    void groupThatIsGone_leavesTheCountOfTheHost() throws IOException {
        MemoryKills kills = new MemoryKills(proc, groups, 7);
        Files.delete(groups.resolve("job.scope/memory.events"));
        assertThat(kills.grew()).isFalse();

        host(11);

        assertThat(kills.grew()).isTrue();
    }

    @Test
    void killLongBefore_isNotThisOne() throws IOException {
        MemoryKills kills = new MemoryKills(proc, groups, 7);
        long now = System.nanoTime();
        group(4);

        kills.observe(now + LATER_NANOS);
        assertThat(kills.grew()).as("it may be dying").isTrue();
        kills.observe(now + 2 * LATER_NANOS);
        assertThat(kills.grew()).as("it lived on").isFalse();
    }

    @Test
    void groupOutsideOrUnreadable_isNoError() throws IOException {
        Files.writeString(proc.resolve("7/cgroup"), "0::/../../etc\n");
        assertThat(new MemoryKills(proc, groups, 7).grew()).isFalse();
        Files.writeString(proc.resolve("vmstat"), "oom_kill many\n");
        assertThat(new MemoryKills(proc, groups, 7).grew()).isFalse();
        assertThat(new MemoryKills(root.resolve("none"), groups, 7).grew()).isFalse();
    }

    private void group(long kills) throws IOException {
        Files.writeString(
                groups.resolve("job.scope/memory.events"), "low 0\noom 9\noom_kill " + kills + "\noom_group_kill 0\n");
    }

    private void host(long kills) throws IOException {
        Files.writeString(proc.resolve("vmstat"), "nr_free_pages 1\noom_kill " + kills + "\n");
    }
}
