package io.gradwatch.agent.gateway.job;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;

/**
 * The kernel's count of processes that it killed for want of memory: {@code oom_kill} in {@code memory.events} of the
 * process's control group (cgroup v2), which counts every such kill in the group whatever the cause; where that cannot
 * be read, {@code oom_kill} in {@code /proc/vmstat}, which counts those of the whole host.
 */
final class MemoryKills {

    /** A kill is told apart from those that happened at least this long before the process was last seen. */
    private static final long INTERVAL_NANOS = 5_000_000_000L;

    private static final String COUNTER = "oom_kill ";

    private final Path group;
    private final Path host;
    private Counts before;
    private Counts last;
    private long lastNanos;

    /** Counts at one time. */
    private record Counts(OptionalLong group, OptionalLong host) {}

    /**
     * @param proc the proc file system
     * @param cgroup the control group file system
     * @param pid of a process that lives
     */
    MemoryKills(Path proc, Path cgroup, long pid) {
        this.group = group(proc.resolve(Long.toString(pid)).resolve("cgroup"), cgroup);
        this.host = proc.resolve("vmstat");
        this.last = read();
        this.before = last;
        this.lastNanos = System.nanoTime();
    }

    private static Path group(Path file, Path cgroup) {
        try {
            for (String line : lines(file)) {
                if (line.startsWith("0::/")) {
                    Path events =
                            cgroup.resolve(line.substring("0::/".length())).resolve("memory.events");
                    return events.normalize().startsWith(cgroup) ? events.normalize() : null;
                }
            }
        } catch (IOException | RuntimeException e) {
            // Not Linux, or not for us to see: the host's counter is left.
        }
        return null;
    }

    /**
     * Remembers the counts of now, at most every 5 s, beside those before: a kill is counted before the process is
     * quite gone.
     */
    void observe(long nowNanos) {
        if (nowNanos - lastNanos >= INTERVAL_NANOS) {
            before = last;
            last = read();
            lastNanos = nowNanos;
        }
    }

    /** True where there were kills since the counts before the last ones. */
    boolean grew() {
        Counts now = read();
        if (now.group.isPresent() && before.group.isPresent()) {
            return now.group.getAsLong() > before.group.getAsLong();
        }
        return now.host.isPresent() && before.host.isPresent() && now.host.getAsLong() > before.host.getAsLong();
    }

    private Counts read() {
        return new Counts(group == null ? OptionalLong.empty() : count(group), count(host));
    }

    private static OptionalLong count(Path file) {
        try {
            for (String line : lines(file)) {
                if (line.startsWith(COUNTER)) {
                    return OptionalLong.of(
                            Long.parseLong(line.substring(COUNTER.length()).strip()));
                }
            }
        } catch (IOException | RuntimeException e) {
            // The group goes with its last process; its count is then not known.
        }
        return OptionalLong.empty();
    }

    private static List<String> lines(Path file) throws IOException {
        return Files.readAllLines(file, StandardCharsets.ISO_8859_1);
    }
}
