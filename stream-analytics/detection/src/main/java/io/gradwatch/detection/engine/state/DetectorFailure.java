package io.gradwatch.detection.engine.state;

/**
 * Detectors threw. All others have seen the event, and what they said was reported: only the verdicts of the named ones
 * are missing. The causes are suppressed exceptions of this one, in the order of the message.
 */
public final class DetectorFailure extends RuntimeException {

    private static final long serialVersionUID = 1L;

    DetectorFailure(String message) {
        super(message);
    }
}
