package io.gradwatch.standalone.cli;

import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Answers a command that was not understood in few lines: the reason, the usage, and where the help is. */
public final class MisuseHandler implements IParameterExceptionHandler {

    @Override
    public int handleParseException(ParameterException misuse, String[] arguments) {
        CommandLine command = misuse.getCommandLine();
        CommandSpec spec = command.getCommandSpec();
        PrintWriter err = command.getErr();
        err.println(command.getColorScheme().errorText(Terminal.plain(misuse.getMessage())));
        UnmatchedArgumentException.printSuggestions(misuse, err);
        CommandLine.Help help = command.getHelp();
        err.print(help.synopsisHeading() + help.synopsis(help.synopsisHeadingLength()));
        err.println("See " + spec.qualifiedName() + " --help");
        return spec.exitCodeOnInvalidInput();
    }
}
