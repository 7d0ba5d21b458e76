package io.gradwatch.detection.job.state;

/** State that this build cannot read: the message names the field, or says what is wrong. */
final class UnreadableStateException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    UnreadableStateException(String message) {
        super(message);
    }

    UnreadableStateException(String path, Layout present, Layout written) {
        super("the state of another build cannot be read: " + path + " is " + present + " but was written as "
                + written);
    }
}
