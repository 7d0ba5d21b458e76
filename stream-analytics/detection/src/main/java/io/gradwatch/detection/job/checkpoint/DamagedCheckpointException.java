package io.gradwatch.detection.job.checkpoint;

import java.io.IOException;

/** Files of a checkpoint are not as they were written; one that cannot be read for now is no such. */
final class DamagedCheckpointException extends IOException {

    private static final long serialVersionUID = 1;

    /** @param message what is wrong with which file */
    DamagedCheckpointException(String message) {
        super(message);
    }

    DamagedCheckpointException(String message, Throwable cause) {
        super(message, cause);
    }
}
