package io.gradwatch.standalone;

import io.gradwatch.standalone.annotation.AssignCommand;
import io.gradwatch.standalone.annotation.CommentCommand;
import io.gradwatch.standalone.annotation.UsefulCommand;
import io.gradwatch.standalone.attach.AttachCommand;
import io.gradwatch.standalone.catalogue.DetectorsCommand;
import io.gradwatch.standalone.cli.AgentCommand;
import io.gradwatch.standalone.cli.CheckConfigCommand;
import io.gradwatch.standalone.cli.FailureHandler;
import io.gradwatch.standalone.cli.MisuseHandler;
import io.gradwatch.standalone.cli.UpCommand;
import io.gradwatch.standalone.cli.Verbosity;
import io.gradwatch.standalone.cli.Version;
import io.gradwatch.standalone.demo.DemoCommand;
import io.gradwatch.standalone.evaluate.EvaluationCommand;
import io.gradwatch.standalone.feedback.FeedbackCommand;
import io.gradwatch.standalone.fleet.AlertsCommand;
import io.gradwatch.standalone.fleet.CompareCommand;
import io.gradwatch.standalone.fleet.RunsCommand;
import io.gradwatch.standalone.fleet.SqlCommand;
import io.gradwatch.standalone.fleet.SummaryCommand;
import io.gradwatch.standalone.note.NoteCommand;
import io.gradwatch.standalone.replay.command.ReplayCommand;
import io.gradwatch.standalone.report.ReportCommand;
import io.gradwatch.standalone.rules.TestRulesCommand;
import io.gradwatch.standalone.silence.AcknowledgeCommand;
import io.gradwatch.standalone.silence.SilenceCommand;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The one entry: {@code gradwatch COMMAND}. Exit codes: 0 done, 1 failed, 2 not understood. */
@Command(
        name = "gradwatch",
        description = "Watches deep-learning training while it runs.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        synopsisSubcommandLabel = "COMMAND",
        // Every command of the product is listed here and nowhere else.
        subcommands = {
            DemoCommand.class,
            UpCommand.class,
            AgentCommand.class,
            AttachCommand.class,
            ReplayCommand.class,
            EvaluationCommand.class,
            DetectorsCommand.class,
            TestRulesCommand.class,
            ReportCommand.class,
            RunsCommand.class,
            AlertsCommand.class,
            SilenceCommand.class,
            AcknowledgeCommand.class,
            CommentCommand.class,
            AssignCommand.class,
            UsefulCommand.class,
            FeedbackCommand.class,
            NoteCommand.class,
            CompareCommand.class,
            SummaryCommand.class,
            SqlCommand.class,
            CheckConfigCommand.class
        },
        footer = {
            "",
            "Example:",
            "  gradwatch demo",
            "  gradwatch up --config gradwatch.yaml",
            "  gradwatch replay training.csv",
            "  gradwatch COMMAND --help",
        })
public final class Main implements Runnable {

    @Spec
    private CommandSpec spec;

    /** Runs the command that the arguments name and ends the process with its exit code. */
    public static void main(String[] args) {
        PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
        PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
        System.exit(run(out, err, args));
    }

    /**
     * Runs a command in this process.
     *
     * @param out takes the results
     * @param err takes messages
     * @return the exit code
     */
    public static int run(PrintWriter out, PrintWriter err, String... args) {
        int code = commandLine().setOut(out).setErr(err).execute(args);
        out.flush();
        err.flush();
        return code;
    }

    static CommandLine commandLine() {
        CommandLine line = new CommandLine(new Main());
        line.getCommandSpec().addMixin("verbosity", CommandSpec.forAnnotatedObject(new Verbosity()));
        return line.setParameterExceptionHandler(new MisuseHandler())
                .setExecutionExceptionHandler(new FailureHandler());
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "A command is missing");
    }
}
