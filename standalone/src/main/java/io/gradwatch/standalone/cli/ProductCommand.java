package io.gradwatch.standalone.cli;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** A command of the product, with its standard options and its output. */
@Command(mixinStandardHelpOptions = true, versionProvider = Version.class)
public abstract class ProductCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    /** Takes what was asked for. */
    protected PrintWriter out() {
        return spec.commandLine().getOut();
    }

    /** Takes messages. */
    protected final PrintWriter err() {
        return spec.commandLine().getErr();
    }

    /** Writes a message that may hold text of a job or a file. */
    protected final void warn(String message) {
        err().println(Terminal.plain(message));
    }

    /** Value of options; a command whose options are refused was not understood. */
    protected final <T> T parsed(Supplier<T> value) {
        try {
            return value.get();
        } catch (IllegalArgumentException e) {
            throw misuse(e.getMessage(), e);
        }
    }

    /** The command was not understood. */
    protected final ParameterException misuse(String message, Exception reason) {
        return new ParameterException(spec.commandLine(), Terminal.plain(message), reason);
    }

    /** The command was not understood. */
    protected final ParameterException misuse(String reason) {
        return new ParameterException(spec.commandLine(), reason);
    }
}
