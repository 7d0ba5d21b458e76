package io.gradwatch.service;

import java.io.File;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/**
 * Room on the disk of a folder, in three steps: from 90 % in use on people are warned; below {@link #waitBytes} what
 * can wait writes no more; below {@link #stopBytes} nothing does, so that no file is cut in the middle of a write.
 *
 * @param folder on the disk
 * @param totalBytes of the disk; 0 where the system does not say, which is no problem
 * @param usableBytes that this process may still write
 */
public record DiskRoom(Path folder, long totalBytes, long usableBytes) {

    private static final double WARNED_FROM = 0.9;

    /** Own choice: so that it does not flutter. */
    private static final double RELIEVED_BELOW = 0.88;

    private static final long MEBI = 1L << 20;

    /** Own choice: minutes of history of a busy fleet. */
    private static final long LARGEST_WAIT_BYTES = 1024 * MEBI;

    /** Own choice: an hour of telemetry and alerts of a busy fleet, and the indices that Kafka maps into memory. */
    private static final long LARGEST_STOP_BYTES = 256 * MEBI;

    /** Looks at the disk. Asks for no mount point, which a folder in a chroot or a container may not have. */
    public static DiskRoom of(Path folder) {
        File disk = folder.toFile();
        return new DiskRoom(folder, disk.getTotalSpace(), disk.getUsableSpace());
    }

    /** Part of the disk that is in use, 0 to 1. */
    public double used() {
        return totalBytes <= 0 ? 0 : 1 - (double) usableBytes / totalBytes;
    }

    /** Room below which what can wait writes no more: 5 % of the disk, at most 1 GiB. */
    public long waitBytes() {
        return Math.min(LARGEST_WAIT_BYTES, totalBytes / 20);
    }

    /** Room below which nothing writes any more: 2 % of the disk, at most 256 MiB. */
    public long stopBytes() {
        return Math.min(LARGEST_STOP_BYTES, totalBytes / 50);
    }

    /** True where people are to be warned. */
    public boolean isScarce() {
        return used() >= WARNED_FROM || mustWait();
    }

    /** True where there is room again after {@link #isScarce}: less than 88 % in use. */
    public boolean isRelieved() {
        return used() < RELIEVED_BELOW && !mustWait();
    }

    /** True where what can wait must. */
    public boolean mustWait() {
        return usableBytes < waitBytes();
    }

    /** True where nothing may write any more. */
    public boolean mustStop() {
        return usableBytes < stopBytes();
    }

    /**
     * True where there is enough room to write again after {@link #mustStop}: twice as much, so that it does not
     * flutter.
     */
    public boolean mayGoOn() {
        return usableBytes >= 2 * stopBytes();
    }

    /** Sentence for people; empty while there is room. */
    public Optional<String> problem() {
        return isScarce() ? Optional.of(sentence()) : Optional.empty();
    }

    /** Share of the disk in use, and the consequence. */
    public String sentence() {
        String consequence = mustStop()
                ? "nothing is written any more, agents keep what they have"
                : mustWait() ? "the history is not written until there is room" : "make room";
        return String.format(
                Locale.ROOT,
                "the disk of %s is %.0f %% full, %d MiB are left: %s",
                folder,
                Math.floor(100 * used()),
                usableBytes / MEBI,
                consequence);
    }
}
