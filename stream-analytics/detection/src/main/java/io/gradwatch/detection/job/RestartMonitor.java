package io.gradwatch.detection.job;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.regex.Pattern;

/** The failures of a job that is started again after each: one is an incident, several in a short time are a loop. */
final class RestartMonitor {

    /** A job that failed this often within {@link #WINDOW} restarts in a loop. Own choice. */
    static final int FAILURES = 3;

    /** The longest pause between two restarts is 30 s, so that a loop has at least five failures in it. */
    static final Duration WINDOW = Duration.ofMinutes(3);

    private static final int LONGEST_CAUSE = 500;

    /** Words of Flink where the state of a checkpoint cannot be taken up, for whatever reason. */
    private static final Pattern RESTORING =
            Pattern.compile("Could not restore|BackendBuildingException|StateMigrationException|restoreLatestCheckpoint"
                    + "|resetToCheckpoint|RestoreOperation|Failed to rollback to checkpoint|UnreadableStateException");

    /** Words with which Flink or the format of state refuses what it has read. */
    private static final Pattern REFUSED =
            Pattern.compile("StateMigrationException|UnreadableStateException|Failed to rollback to checkpoint"
                    + "|Could not find class '|ClassNotFoundException|InvalidClassException"
                    + "|are serialized with version");

    /** Failures of the broker and of memory, at which a checkpoint that is good fails as well. */
    private static final Pattern NOT_OF_CHECKPOINT =
            Pattern.compile("OutOfMemoryError|TimeoutException|org\\.apache\\.kafka\\.");

    /** Failures of reading, as while the folder of the checkpoints is not mounted. */
    private static final Pattern NOT_READ = Pattern.compile("FileNotFoundException|NoSuchFileException"
            + "|AccessDeniedException|FileSystemException|Stale file handle|Input/output error|Permission denied");

    private final Deque<Long> failedMillis = new ArrayDeque<>();
    private String cause = "";

    /**
     * Notes the last failure of the job; one that is known is not counted again.
     *
     * @param atMillis when it failed, milliseconds since 1970
     * @param failure with its causes, as text
     */
    void failed(long atMillis, String failure) {
        if (!failedMillis.isEmpty() && failedMillis.getLast() == atMillis) {
            return;
        }
        failedMillis.addLast(atMillis);
        while (failedMillis.size() > FAILURES) {
            failedMillis.removeFirst();
        }
        cause = shortened(failure);
    }

    /** Sentence about a loop of restarts, with the cause; empty where there is none. */
    Optional<String> loop(long nowMillis) {
        boolean often = failedMillis.size() >= FAILURES && nowMillis - failedMillis.getFirst() <= WINDOW.toMillis();
        return often
                ? Optional.of("restarts in a loop, " + FAILURES + " times within "
                        + Math.max(1, (nowMillis - failedMillis.getFirst()) / 1000) + " s: " + cause)
                : Optional.empty();
    }

    /**
     * True where a failure is the fault of the checkpoint: its content is refused, or its files are damaged. A file
     * that could not be read is not by itself: it may be there again a moment later.
     *
     * @param damaged is asked last, as it reads the files: true where the files of the checkpoint are not as they were
     *     written
     */
    static boolean isOfCheckpoint(String failure, BooleanSupplier damaged) {
        boolean refused =
                REFUSED.matcher(failure).find() && !NOT_READ.matcher(failure).find();
        return RESTORING.matcher(failure).find()
                && !NOT_OF_CHECKPOINT.matcher(failure).find()
                && (refused || damaged.getAsBoolean());
    }

    /** The innermost cause says most; it is the last that is named. */
    static String shortened(String failure) {
        String[] causes = failure.split("Caused by: ");
        String last = causes[causes.length - 1].lines().findFirst().orElse("").strip();
        String first = failure.lines().findFirst().orElse("").strip();
        String both = causes.length == 1 ? first : first + "; caused by " + last;
        return both.length() <= LONGEST_CAUSE ? both : both.substring(0, LONGEST_CAUSE - 3) + "...";
    }
}
