package io.gradwatch.standalone.cli;

import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;

/** Reports a failed command in one sentence, and with {@code --verbose} with the stack trace. */
public final class FailureHandler implements IExecutionExceptionHandler {

    @Override
    public int handleExecutionException(Exception failure, CommandLine command, ParseResult parsed) {
        PrintWriter err = command.getErr();
        String message = failure.getMessage() == null ? failure.toString() : failure.getMessage();
        err.println(command.getColorScheme().errorText("gradwatch " + command.getCommandName() + ": " + message));
        if (Verbosity.isVerbose()) {
            failure.printStackTrace(err);
        }
        return CommandLine.ExitCode.SOFTWARE;
    }
}
