package io.gradwatch.standalone;

import java.io.PrintWriter;
import java.io.StringWriter;

/**
 * Result of a command.
 *
 * @param code its exit code
 * @param out its standard output
 * @param err its standard error
 */
public record CommandRun(int code, String out, String err) {

    /** Runs a command in this process. */
    public static CommandRun of(String... args) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int code = Main.run(new PrintWriter(out), new PrintWriter(err), args);
        return new CommandRun(code, out.toString(), err.toString());
    }
}
