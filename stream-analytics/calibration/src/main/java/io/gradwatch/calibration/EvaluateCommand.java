package io.gradwatch.calibration;

import io.gradwatch.agent.logs.file.UnreadableLogException;
import io.gradwatch.calibration.corpus.ExampleRun;
import io.gradwatch.calibration.holdout.EngineReplay;
import io.gradwatch.calibration.holdout.EngineTables;
import io.gradwatch.calibration.holdout.HeldOut;
import io.gradwatch.calibration.holdout.HeldOutTables;
import io.gradwatch.standalone.evaluate.JudgedRun;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Measures the judges on sources that they have not seen. */
@Command(
        name = "evaluate",
        description = {
            "Fits the judges without one part of the sources after the other, and tells how they judge that part.",
            "Prints Markdown: recall by the rate of false alarms that is asked for, at .05 by label, family, set and length."
        })
final class EvaluateCommand implements Callable<Integer> {

    private static final double RATE_OF_PARTS = 0.05;
    private static final double[] SHARES = {0.12, 0.25, 0.5, 0.75, 1};

    @Spec
    private CommandSpec spec;

    @Option(names = "--mistakes", description = "Also list the runs that were missed or falsely alarmed on.")
    private boolean mistakes;

    @Option(names = "--learning-curve", description = "Also tell recall by the share of the runs that are trained on.")
    private boolean learningCurve;

    @Option(names = "--engine", description = "Replay the whole engine, its rules included, instead of judges alone.")
    private boolean engine;

    @Mixin
    private FitOptions fit;

    @Override
    public Integer call() throws UnreadableLogException {
        PrintWriter out = spec.commandLine().getOut();
        List<ExampleRun> runs = fit.runs();
        List<ExampleRun> scored = runs.stream().filter(run -> !run.lesson()).toList();
        out.println(scored.size() + " runs of "
                + scored.stream().map(ExampleRun::group).distinct().count() + " sources, " + fit.folds + " folds; "
                + fit.settings);
        out.println();
        if (engine) {
            EngineReplay replay = new EngineReplay(runs, fit.folders, fit.folds, fit.settings);
            EngineTables scores = new EngineTables(out);
            scores.dial(replay);
            List<JudgedRun> judged = replay.at(RATE_OF_PARTS);
            scores.parts(judged);
            if (mistakes) {
                scores.mistakes(judged);
            }
            out.flush();
            return 0;
        }
        HeldOutTables tables = new HeldOutTables(out, HeldOut.of(runs, fit.folds, fit.settings));
        tables.dial();
        tables.parts();
        if (mistakes) {
            tables.mistakes();
        }
        if (learningCurve) {
            tables.heading("share of the sources", "runs", "false alarms", "recall", "macro recall");
            for (double share : SHARES) {
                long trained = Math.round(share * runs.size() * (fit.folds - 1) / fit.folds);
                new HeldOutTables(out, HeldOut.of(runs, fit.folds, share, fit.settings)).learningCurve(share, trained);
            }
        }
        out.flush();
        return 0;
    }
}
