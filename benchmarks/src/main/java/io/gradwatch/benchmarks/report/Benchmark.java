package io.gradwatch.benchmarks.report;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Command that measures something. The machine is described before its figures and after them. */
@Command(mixinStandardHelpOptions = true, showDefaultValues = true)
public abstract class Benchmark implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Override
    public final Integer call() throws Exception {
        print("%s%n", Machine.describe());
        measure();
        print("%s%n", Machine.describe());
        return 0;
    }

    /** Measures and prints the figures; an exception ends the command with exit code 1. */
    protected abstract void measure() throws Exception;

    /** Prints as {@link String#format} says. */
    protected final void print(String format, Object... figures) {
        spec.commandLine().getOut().printf(format, figures);
    }
}
