package io.gradwatch.standalone.chaos;

/** Ways to hurt a part. */
enum FaultKind {
    /** The process is killed as by {@code kill -9}, and started anew. */
    KILL(true),
    /** The process is asked to stop, and started anew once it has. */
    TERMINATE(true),
    /** The process stands still for seconds. */
    STOP(false),
    /** Connections to the part, or from it to Kafka, are broken and refused. */
    CUT(false),
    /** Connections stay open, and nothing comes through. */
    HANG(false),
    /** The channel answers 500. */
    ERROR(false),
    /** The channel answers 429 with a time to wait. */
    RATE_LIMIT(false),
    /** The channel takes requests and answers nothing. */
    SILENCE(false),
    /** The channel breaks the connection without an answer. */
    RESET(false),
    /** The process is killed, bytes of its newest checkpoint are changed, and it is started anew. */
    DAMAGED_CHECKPOINT(true),
    /** The process is killed, the newest entry of the history's commit log is cut, and it is started anew. */
    DAMAGED_COMMIT(true),
    /** The process is killed, its data folder is removed, and it is started anew. */
    LOST_FOLDER(true),
    /** The disk is filled by another program for seconds. */
    FULL_DISK(false);

    private final boolean endsProcess;

    FaultKind(boolean endsProcess) {
        this.endsProcess = endsProcess;
    }

    /** True where a process ends by it. */
    boolean endsProcess() {
        return endsProcess;
    }
}
