package io.gradwatch.standalone.rules;

import static io.gradwatch.standalone.cli.Terminal.plain;

import io.gradwatch.schema.Alert;
import io.gradwatch.standalone.cli.Terminal;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;

/** Prints the runs that are as expected, and every difference of the others. */
final class OutcomeText {

    private final PrintWriter out;
    private final Terminal terminal;

    OutcomeText(PrintWriter out, Terminal terminal) {
        this.out = out;
        this.terminal = terminal;
    }

    void write(List<Outcome> outcomes) {
        outcomes.forEach(this::write);
        long passed = outcomes.stream().filter(Outcome::passed).count();
        out.printf("%n%d runs: %d as expected, %d not%n", outcomes.size(), passed, outcomes.size() - passed);
    }

    private void write(Outcome outcome) {
        String verdict = outcome.passed() ? terminal.green("ok  ") : terminal.red("FAIL");
        out.println(verdict + "  " + plain(outcome.run()));
        outcome.problem().ifPresent(problem -> out.println("      cut short: " + plain(problem)));
        outcome.missing().forEach(expected -> out.println("      missing: " + expected));
        outcome.unexpected().forEach(alert -> out.println("      not expected: " + words(alert)));
    }

    private static String words(Alert alert) {
        return String.format(
                Locale.ROOT,
                "%s %s by %s, onset %d, raised %d: %s",
                alert.getSeverity().name().toLowerCase(Locale.ROOT),
                alert.getAlertClass(),
                alert.getDetector(),
                alert.getOnsetStep(),
                alert.getRaisedStep(),
                plain(alert.getSummary()));
    }
}
