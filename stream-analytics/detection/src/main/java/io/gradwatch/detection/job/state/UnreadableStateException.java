package io.gradwatch.detection.job.state;

/** State of another build that this one cannot read: the message names the field. */
final class UnreadableStateException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    UnreadableStateException(String path, Layout present, Layout written) {
        super("the state of another build cannot be read: " + path + " is " + present + " but was written as "
                + written);
    }
}
