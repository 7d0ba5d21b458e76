package io.gradwatch.agent.logs;

/** One row of a log is wrong; the next one may be right. */
final class WrongRowException extends Exception {

    private static final long serialVersionUID = 1L;

    private final transient UnreadableLogException problem;

    WrongRowException(UnreadableLogException problem) {
        super(problem.getMessage(), problem);
        this.problem = problem;
    }

    /** What is wrong, and where. */
    UnreadableLogException problem() {
        return problem;
    }
}
