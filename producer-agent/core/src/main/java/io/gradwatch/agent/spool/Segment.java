package io.gradwatch.agent.spool;

import java.nio.file.Path;

/** One file of a spool. */
final class Segment {

    static final String ENDING = ".spool";

    final long number;
    final Path path;

    /** Bytes that can be read: all that was written, or the part before the first damage. */
    long length;

    /** Set when the file is to be kept for a person to look at, once what is readable of it is acknowledged. */
    boolean damaged;

    Segment(long number, Path path, long length) {
        this.number = number;
        this.path = path;
        this.length = length;
    }

    static Segment in(Path folder, long number) {
        return new Segment(number, folder.resolve(String.format("%012d", number) + ENDING), 0);
    }

    /** Number of a segment file; -1 for a file that is none. */
    static long number(Path file) {
        String name = file.getFileName().toString();
        if (!name.endsWith(ENDING)) {
            return -1;
        }
        try {
            return Long.parseLong(name.substring(0, name.length() - ENDING.length()));
        } catch (NumberFormatException e) {
            return -1;
        }
    }
}
