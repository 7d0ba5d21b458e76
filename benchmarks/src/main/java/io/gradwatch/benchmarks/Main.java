package io.gradwatch.benchmarks;

import io.gradwatch.benchmarks.agent.AgentCallCommand;
import io.gradwatch.benchmarks.latency.AlertLatencyCommand;
import io.gradwatch.benchmarks.page.FleetListCommand;
import io.gradwatch.benchmarks.page.StepToChartCommand;
import io.gradwatch.benchmarks.scale.ScaleCommand;
import io.gradwatch.benchmarks.throughput.DetectionCostCommand;
import io.gradwatch.benchmarks.throughput.DetectionThroughputCommand;
import io.gradwatch.benchmarks.throughput.HistoryGroupByCommand;
import io.gradwatch.benchmarks.throughput.HistoryIngestCommand;
import io.gradwatch.benchmarks.throughput.HistoryZoomCommand;
import io.gradwatch.benchmarks.training.OutageCommand;
import io.gradwatch.benchmarks.training.TrainingOverheadCommand;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The one entry: {@code benchmarks/run NAME}. Exit codes: 0 measured, 1 failed, 2 not understood. */
@Command(
        name = "benchmarks/run",
        description = "Measures Gradwatch. The figures of a quiet machine are in docs/BENCHMARKS.md.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "NAME",
        subcommands = {
            AlertLatencyCommand.class,
            DetectionThroughputCommand.class,
            DetectionCostCommand.class,
            AgentCallCommand.class,
            TrainingOverheadCommand.class,
            OutageCommand.class,
            HistoryIngestCommand.class,
            HistoryZoomCommand.class,
            HistoryGroupByCommand.class,
            FleetListCommand.class,
            StepToChartCommand.class,
            ScaleCommand.class
        },
        footer = {"", "Example:", "  benchmarks/run alert-latency"})
public final class Main implements Runnable {

    @Spec
    private CommandSpec spec;

    /** Runs the benchmark that the arguments name and ends the process with its exit code. */
    public static void main(String[] args) {
        PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
        System.exit(new CommandLine(new Main()).setOut(out).execute(args));
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a benchmark must be named");
    }
}
