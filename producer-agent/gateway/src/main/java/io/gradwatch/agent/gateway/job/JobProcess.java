package io.gradwatch.agent.gateway.job;

import io.gradwatch.schema.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/** The process of a job: whether it is gone, and whether the kernel ended it for want of memory. */
final class JobProcess {

    private static final Path PROC = Path.of("/proc");
    private static final Path CGROUP = Path.of("/sys/fs/cgroup");

    private final ProcessHandle handle;
    private final Optional<Instant> start;
    private final MemoryKills kills;

    private JobProcess(ProcessHandle handle) {
        this.handle = handle;
        this.start = handle.info().startInstant();
        this.kills = new MemoryKills(PROC, CGROUP, handle.pid());
    }

    /** The process of that id; empty where there is none that can be seen from here. */
    static Optional<JobProcess> of(long pid) {
        return pid <= 0 ? Optional.empty() : ProcessHandle.of(pid).map(JobProcess::new);
    }

    /** Looks at it while it lives, for what {@link #outcome} compares with. */
    void observe(long nowNanos) {
        kills.observe(nowNanos);
    }

    /** True where it does not run any more. Another process that got its id later began at another time. */
    boolean isGone() {
        Optional<ProcessHandle> now = ProcessHandle.of(handle.pid());
        return now.isEmpty()
                || !now.get().isAlive()
                || !Objects.equals(now.get().info().startInstant(), start)
                || isZombie();
    }

    /** It has ended, and its parent has not asked how. */
    private boolean isZombie() {
        try {
            String stat =
                    Files.readString(PROC.resolve(Long.toString(handle.pid())).resolve("stat"));
            // The name before the state is in brackets and may hold anything.
            int state = stat.lastIndexOf(')') + 2;
            return state < stat.length() && (stat.charAt(state) == 'Z' || stat.charAt(state) == 'X');
        } catch (IOException e) {
            return false;
        }
    }

    /** Outcome of a process that is gone without a word. */
    Outcome outcome() {
        return kills.grew() ? Outcome.OUT_OF_MEMORY : Outcome.KILLED;
    }

    @Override
    public String toString() {
        return "process " + handle.pid();
    }
}
