package io.gradwatch.agent.spool;

/**
 * Limits of a spool.
 *
 * @param totalBytes what all sessions of one spool folder may take on disk
 * @param segmentBytes size at which a new segment file begins
 * @param maxValueBytes longest record; a frame that claims more is damage
 */
public record SpoolLimits(long totalBytes, long segmentBytes, int maxValueBytes) {

    private static final int SEGMENTS = 128;
    private static final long SMALLEST_SEGMENT_BYTES = 4L << 10;
    private static final long LARGEST_SEGMENT_BYTES = 64L << 20;
    private static final long LARGEST_RESERVE_BYTES = 1L << 20;
    private static final int RESERVE_DIVISOR = 8;

    /** Limits with segments of a 128th of the total, 4 KiB to 64 MiB. */
    public static SpoolLimits of(long totalBytes, int maxValueBytes) {
        long segment = Math.max(SMALLEST_SEGMENT_BYTES, Math.min(LARGEST_SEGMENT_BYTES, totalBytes / SEGMENTS));
        return new SpoolLimits(totalBytes, segment, maxValueBytes);
    }

    /** Part of the total that only essential records may use: an eighth, at most 1 MiB. */
    long reserveBytes() {
        return Math.min(LARGEST_RESERVE_BYTES, totalBytes / RESERVE_DIVISOR);
    }
}
