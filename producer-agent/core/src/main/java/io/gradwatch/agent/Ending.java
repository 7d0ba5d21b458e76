package io.gradwatch.agent;

import io.gradwatch.agent.clean.CleanText;
import io.gradwatch.agent.clean.Limits;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/**
 * End of a run.
 *
 * @param kind finished, failed, out of memory or stopped
 * @param exception class of the exception that ended it, null if none did
 * @param message of that exception, null if it has none
 * @param timestampMillis when, milliseconds since 1970-01-01 UTC
 */
record Ending(Kind kind, String exception, String message, long timestampMillis) {

    /** Named as in {@link io.gradwatch.schema.Outcome}, which is not for the job's threads: it loads Avro. */
    enum Kind {
        FINISHED,
        FAILED,
        OUT_OF_MEMORY,
        STOPPED
    }

    private static final int MAX_CAUSES = 16;

    /**
     * Words of natives and accelerators for memory that has run out, as in the messages of exceptions; in lower case.
     */
    private static final Set<String> OUT_OF_MEMORY_WORDS = Set.of(
            "out of memory",
            "outofmemory",
            "cudaerrormemoryallocation",
            "cuda_error_out_of_memory",
            "cudnn_status_alloc_failed",
            "cublas_status_alloc_failed",
            "cannot allocate memory",
            "can't allocate memory",
            "failed to allocate",
            "allocation failed",
            "std::bad_alloc",
            "physical memory usage is too high",
            "resource_exhausted");

    static Ending finished() {
        return new Ending(Kind.FINISHED, null, null, System.currentTimeMillis());
    }

    static Ending stopped() {
        return new Ending(Kind.STOPPED, null, null, System.currentTimeMillis());
    }

    /** @param cause null where it is not known */
    static Ending failed(Throwable cause) {
        long now = System.currentTimeMillis();
        if (cause == null) {
            return new Ending(Kind.FAILED, null, null, now);
        }
        Kind kind = isOutOfMemory(cause) ? Kind.OUT_OF_MEMORY : Kind.FAILED;
        return new Ending(kind, cause.getClass().getName(), message(cause), now);
    }

    private static boolean isOutOfMemory(Throwable thrown) {
        return Stream.iterate(thrown, cause -> cause != null, Throwable::getCause)
                .limit(MAX_CAUSES)
                .anyMatch(cause -> cause instanceof OutOfMemoryError || saysOutOfMemory(message(cause)));
    }

    private static boolean saysOutOfMemory(String message) {
        if (message == null) {
            return false;
        }
        String lower = message.toLowerCase(Locale.ROOT);
        return OUT_OF_MEMORY_WORDS.stream().anyMatch(lower::contains);
    }

    /** An exception of a job may fail to say what it is. */
    private static String message(Throwable thrown) {
        try {
            String message = thrown.getMessage();
            return message == null ? null : CleanText.of(message, Limits.VALUE_CHARACTERS);
        } catch (RuntimeException e) {
            return null;
        }
    }
}
