package io.gradwatch.standalone.demo;

import io.gradwatch.standalone.cli.Terminal;
import java.util.List;
import java.util.stream.Collectors;

/** The table at the end of the demo. */
final class DemoSummary {

    private DemoSummary() {}

    static String of(List<ExpectedAlerts.Outcome> outcomes, Terminal terminal) {
        StringBuilder text = new StringBuilder("\n");
        text.append(terminal.bold(String.format("  %-14s %-24s %-44s %s", "run", "expected", "came (since step)", "")));
        for (ExpectedAlerts.Outcome outcome : outcomes) {
            String came = outcome.onsetByClass().entrySet().stream()
                    .map(entry -> entry.getKey() + " (" + entry.getValue()
                            + (outcome.unrecovered().contains(entry.getKey()) ? ", unrecovered" : "") + ")")
                    .collect(Collectors.joining(", "));
            text.append(String.format(
                    "%n  %-14s %-24s %-44s %s",
                    outcome.run(),
                    orNone(outcome.expected().stream().sorted().collect(Collectors.joining(", "))),
                    orNone(came),
                    verdict(outcome, terminal)));
        }
        return text.append('\n').toString();
    }

    private static String verdict(ExpectedAlerts.Outcome outcome, Terminal terminal) {
        if (outcome.asExpected()) {
            return terminal.green("as expected");
        }
        return terminal.red(
                outcome.falselyAlarmed() ? "false alarm" : "missing: " + String.join(", ", outcome.missing()));
    }

    private static String orNone(String text) {
        return text.isEmpty() ? "none" : text;
    }
}
