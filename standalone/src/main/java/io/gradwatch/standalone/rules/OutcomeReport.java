package io.gradwatch.standalone.rules;

import static io.gradwatch.standalone.cli.Terminal.plain;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gradwatch.schema.Alert;
import io.gradwatch.standalone.cli.AsciiJson;
import io.gradwatch.standalone.cli.Terminal;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;

/** Runs that brought the expected alerts, and every difference of the others: for people, or one JSON object a line. */
final class OutcomeReport {

    private final PrintWriter out;

    OutcomeReport(PrintWriter out) {
        this.out = out;
    }

    void text(List<Outcome> outcomes, Terminal terminal) {
        for (Outcome outcome : outcomes) {
            String verdict = outcome.passed() ? terminal.green("ok  ") : terminal.red("FAIL");
            out.println(verdict + "  " + plain(outcome.run()));
            outcome.problem().ifPresent(problem -> out.println("      cut short: " + plain(problem)));
            outcome.missing().forEach(expected -> out.println("      missing: " + expected));
            outcome.unexpected().forEach(alert -> out.println("      not expected: " + words(alert)));
        }
        long passed = outcomes.stream().filter(Outcome::passed).count();
        out.printf("%n%d runs: %d as expected, %d not%n", outcomes.size(), passed, outcomes.size() - passed);
    }

    void json(List<Outcome> outcomes) {
        for (Outcome outcome : outcomes) {
            ObjectNode line = AsciiJson.object().put("run", outcome.run()).put("passed", outcome.passed());
            ArrayNode missing = line.putArray("missing");
            outcome.missing().forEach(expected -> missing.add(expected.toString()));
            ArrayNode unexpected = line.putArray("unexpected");
            outcome.unexpected()
                    .forEach(alert -> unexpected
                            .addObject()
                            .put("detector", alert.getDetector())
                            .put("class", alert.getAlertClass())
                            .put("severity", severity(alert))
                            .put("step", alert.getOnsetStep())
                            .put("raised_step", alert.getRaisedStep())
                            .put("summary", alert.getSummary()));
            outcome.problem().ifPresent(problem -> line.put("problem", problem));
            out.println(AsciiJson.line(line));
        }
    }

    private static String words(Alert alert) {
        return String.format(
                Locale.ROOT,
                "%s %s by %s, onset %d, raised %d: %s",
                severity(alert),
                alert.getAlertClass(),
                alert.getDetector(),
                alert.getOnsetStep(),
                alert.getRaisedStep(),
                plain(alert.getSummary()));
    }

    private static String severity(Alert alert) {
        return alert.getSeverity().name().toLowerCase(Locale.ROOT);
    }
}
