package io.gradwatch.calibration;

import io.gradwatch.calibration.causes.CausesCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** Command line of the calibration. */
@Command(
        name = "calibration/run",
        description = "Fits the judges to labelled runs and measures them on sources that they have not seen.",
        mixinStandardHelpOptions = true,
        subcommands = {FeaturesCommand.class, EvaluateCommand.class, TrainCommand.class, CausesCommand.class})
public final class Main {

    private Main() {}

    /** Runs the command and ends the process with its exit code. */
    public static void main(String[] args) {
        System.exit(new CommandLine(new Main()).execute(args));
    }
}
