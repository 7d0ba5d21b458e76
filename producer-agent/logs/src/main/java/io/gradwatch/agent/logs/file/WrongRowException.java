package io.gradwatch.agent.logs.file;

/** One row of a log is wrong; the next one may be right. */
public final class WrongRowException extends Exception {

    private static final long serialVersionUID = 1L;

    private final transient UnreadableLogException problem;

    public WrongRowException(UnreadableLogException problem) {
        super(problem.getMessage(), problem);
        this.problem = problem;
    }

    /** Problem of the row, with its place. */
    public UnreadableLogException problem() {
        return problem;
    }
}
