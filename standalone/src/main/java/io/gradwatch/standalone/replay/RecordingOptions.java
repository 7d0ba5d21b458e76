package io.gradwatch.standalone.replay;

import io.gradwatch.agent.logs.LogFormat;
import io.gradwatch.agent.logs.LogReading;
import io.gradwatch.agent.logs.curves.ReferenceCurves;
import io.gradwatch.agent.logs.file.UnreadableLogException;
import io.gradwatch.agent.logs.run.RunLog;
import io.gradwatch.config.ConfigurationException;
import io.gradwatch.schema.ReferenceCurve;
import io.gradwatch.standalone.replay.declared.Declarations;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The options that say how recorded logs are to be read; a mixin of every command that reads some. */
public final class RecordingOptions {

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    @Mixin
    private ReadingOptions reading;

    @Option(
            names = "--layers",
            paramLabel = "DIR",
            description =
                    "Folder with statistics of the layers: RUN.csv with the columns step, epoch, layer, activation,"
                            + " zero_frac, sat_frac, act_std, weight_norm, grad_norm.")
    private Path layers;

    @Option(
            names = "--declare",
            paramLabel = "FILE",
            description =
                    "What the logs do not say of their runs, as YAML: objective, classes, layers, references, ...")
    private Path declare;

    @Option(
            names = "--reference",
            arity = "1",
            paramLabel = "FILE",
            description = "Log of an earlier run that the runs are compared with; may be given several times.")
    private List<Path> references = new ArrayList<>();

    /**
     * Options for how logs are read.
     *
     * @throws ConfigurationException with everything that is wrong with the declarations
     * @throws ParameterException when an option was not understood
     */
    public Recordings recordings() throws ConfigurationException {
        if (layers != null && !Files.isDirectory(layers)) {
            throw new ParameterException(spec.commandLine(), "--layers was " + layers + "; expected a folder");
        }
        Declarations declared = declare == null ? Declarations.none() : Declarations.load(declare);
        LogReading how = how();
        return new Recordings(how, Optional.ofNullable(layers), declared, references(how));
    }

    private List<ReferenceCurve> references(LogReading how) {
        List<ReferenceCurve> curves = new ArrayList<>();
        for (RunFile reference : RunFile.of(references)) {
            try (RunLog log = LogFormat.open(reference.file(), reference.runId(), how)) {
                curves.addAll(ReferenceCurves.of(log, reference.runId()));
            } catch (UnreadableLogException e) {
                throw new ParameterException(spec.commandLine(), "--reference: " + e.getMessage(), e);
            }
        }
        return curves;
    }

    private LogReading how() {
        try {
            return reading.reading();
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }
}
