package io.gradwatch.access;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The process that wrote a file, as a comment in the file. Its start is part of it, since numbers of processes come
 * again, and so is the namespace of its number, since a container has numbers of its own.
 *
 * @param pid number of the process
 * @param start ticks after the start of the host; empty where that is not known
 * @param namespace of the number; empty where there are none
 */
record WriterProcess(long pid, String start, String namespace) {

    private static final Pattern COMMENT =
            Pattern.compile("^#process=(\\d{1,18}) start=(\\d*) namespace=(\\S*)$", Pattern.MULTILINE);
    private static final int START = 19;

    /** This process. */
    static WriterProcess here() {
        long pid = ProcessHandle.current().pid();
        return new WriterProcess(pid, start(pid), ownNamespace());
    }

    /** True where a text names a process that does not run any more; false where this cannot be known. */
    static boolean hasEnded(String text) {
        Matcher found = COMMENT.matcher(text);
        return found.find()
                && new WriterProcess(Long.parseLong(found.group(1)), found.group(2), found.group(3)).hasEnded();
    }

    private boolean hasEnded() {
        return namespace.equals(ownNamespace())
                && (ProcessHandle.of(pid).isEmpty() || !start(pid).equals(start));
    }

    String comment() {
        return "#process=" + pid + " start=" + start + " namespace=" + namespace + "\n";
    }

    private static String start(long pid) {
        try {
            String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
            // The name before it may hold anything.
            return stat.substring(stat.lastIndexOf(')') + 2).split(" ")[START];
        } catch (IOException e) {
            return "";
        }
    }

    private static String ownNamespace() {
        try {
            return Files.readSymbolicLink(Path.of("/proc/self/ns/pid")).toString();
        } catch (IOException e) {
            return "";
        }
    }
}
