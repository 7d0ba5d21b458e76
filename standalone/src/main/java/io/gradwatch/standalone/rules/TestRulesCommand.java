package io.gradwatch.standalone.rules;

import io.gradwatch.config.ConfigurationException;
import io.gradwatch.standalone.cli.ProductCommand;
import io.gradwatch.standalone.cli.Terminal;
import io.gradwatch.standalone.replay.InProcessReplay;
import io.gradwatch.standalone.replay.RecordingOptions;
import io.gradwatch.standalone.replay.RunFile;
import io.gradwatch.standalone.settings.Settings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code gradwatch test-rules FILE}. */
@Command(
        name = "test-rules",
        description = {
            "Replays logs with a configuration and compares the alerts with those that must come.",
            "FILE names the configuration, the logs and what is expected of each."
        },
        footer = {
            "",
            "Exit code: 0 when everything came as expected, 1 when not, or when a file could not be used, 2 when the"
                    + " command was not understood.",
            "",
            "Example of a file:",
            "  config: gradwatch.yaml",
            "  runs:",
            "    - log: logs/overflow.csv",
            "      expect:",
            "        - {class: nan, severity: critical, onset-between: [200, 215]}",
            "      allow-others: true",
            "    - log: logs/good.csv",
            "      expect: none",
            "",
            "Example:",
            "  gradwatch test-rules rules-test.yaml",
        })
public final class TestRulesCommand extends ProductCommand {

    @Parameters(paramLabel = "FILE", description = "The YAML file of the tests.")
    private Path file;

    @Option(names = "--json", description = "Print one JSON object a line for every run.")
    private boolean json;

    @Mixin
    private RecordingOptions recording;

    @Override
    public Integer call() throws ConfigurationException {
        RuleTests tests = RuleTests.load(file);
        List<Outcome> outcomes = outcomes(tests);
        OutcomeReport report = new OutcomeReport(out());
        if (json) {
            report.json(outcomes);
        } else {
            report.text(outcomes, Terminal.ofProcess());
        }
        return outcomes.stream().allMatch(Outcome::passed) ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
    }

    private List<Outcome> outcomes(RuleTests tests) throws ConfigurationException {
        InProcessReplay replay = new InProcessReplay(
                recording.recordings(),
                Settings.load(tests.config().orElse(null)).detection().detectors());
        List<RunFile> files =
                RunFile.of(tests.runs().stream().map(ExpectedRun::log).toList());
        List<Outcome> outcomes = new ArrayList<>();
        for (int i = 0; i < files.size(); i++) {
            outcomes.add(Outcome.of(tests.runs().get(i), replay.replay(files.get(i))));
        }
        return outcomes;
    }
}
