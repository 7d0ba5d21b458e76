package io.gradwatch.standalone.replay.command;

import static io.gradwatch.standalone.cli.Terminal.plain;

import io.gradwatch.agent.logs.run.Understanding;
import io.gradwatch.schema.Advice;
import io.gradwatch.schema.Alert;
import io.gradwatch.schema.AlertState;
import io.gradwatch.schema.Evidence;
import io.gradwatch.schema.Severity;
import io.gradwatch.schema.fault.RunVerdict;
import io.gradwatch.standalone.cli.Terminal;
import io.gradwatch.standalone.replay.ReplayedAlert;
import io.gradwatch.standalone.replay.ReplayedRun;
import io.gradwatch.standalone.replay.Report;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** A report for people: what was found in each run, on what evidence, why probably, and what to try first. */
final class TextReport implements Report {

    private static final double LARGEST_WRITTEN_OUT = 1e6;

    private final PrintWriter out;
    private final Terminal terminal;
    private final Supplier<Duration> elapsed;
    private long runs;
    private long rows;
    private long alarmed;
    private long incomplete;

    /** @param elapsed time since the replay began */
    TextReport(PrintWriter out, Terminal terminal, Supplier<Duration> elapsed) {
        this.out = out;
        this.terminal = terminal;
        this.elapsed = elapsed;
    }

    @Override
    public void run(ReplayedRun run) {
        runs++;
        rows += run.rows();
        alarmed += run.faults() > 0 ? 1 : 0;
        incomplete += run.problem().isPresent() ? 1 : 0;
        boolean judged = run.understood().map(Understanding::hasLoss).orElse(true);
        String none = judged ? terminal.green("no alert") : terminal.yellow("no alert, and no loss to judge");
        String nothing = run.rows() == 0 ? terminal.yellow("nothing to judge") : none;
        String found = run.faults() == 0 ? nothing : count(run.faults(), "alert");
        String ending = RunVerdict.words(run.unrecovered());
        String verdict = ending.isEmpty() ? "" : ", " + terminal.red(ending);
        out.println(terminal.bold(plain(run.runId())) + ": " + count(run.rows(), "row") + ", " + found + verdict);
        // For a log that could not be read at all, the problem is enough.
        run.understood()
                .filter(understood -> run.rows() > 0 || run.problem().isEmpty())
                .ifPresent(this::understood);
        run.alerts().forEach(this::transition);
        run.problem().ifPresent(problem -> out.println("  " + terminal.yellow("cut short: " + plain(problem))));
        if (!run.abstained().isEmpty()) {
            String lacked = run.abstained().entrySet().stream()
                    .map(entry -> entry.getKey() + " (no " + entry.getValue() + ")")
                    .collect(Collectors.joining(", "));
            out.println("  " + terminal.faint("could not judge: " + lacked));
        }
        out.flush();
    }

    private void understood(Understanding understood) {
        out.println("  " + terminal.faint(plain(understood.sentence())));
        understood.warnings().forEach(warning -> out.println("  " + terminal.yellow("note: " + plain(warning))));
    }

    @Override
    public void end() {
        String cut = incomplete == 0 ? "" : ", " + terminal.yellow(incomplete + " cut short or unreadable");
        out.printf(
                Locale.ROOT,
                "%n%s, %s: %d with alerts, %d without%s; %.1f s%n",
                count(runs, "run"),
                count(rows, "row"),
                alarmed,
                runs - alarmed,
                cut,
                elapsed.get().toMillis() / 1000.0);
        out.flush();
    }

    private void transition(ReplayedAlert replayed) {
        Alert alert = replayed.alert();
        if (alert.getState() != AlertState.FIRING) {
            out.printf(
                    "  %s %s at step %d (row %d): %s%n",
                    alert.getState() == AlertState.RECOVERED
                            ? terminal.green("RECOVERED")
                            : terminal.yellow("UNRECOVERED"),
                    alert.getAlertClass(),
                    alert.getRaisedStep(),
                    replayed.row(),
                    replayed.ending());
            return;
        }
        out.printf(
                "  %s %s since step %d, seen at step %d (row %d) by %s%n",
                severity(alert.getSeverity()),
                terminal.bold(alert.getAlertClass()),
                alert.getOnsetStep(),
                alert.getRaisedStep(),
                replayed.row(),
                alert.getDetector());
        out.println("    " + plain(alert.getSummary()));
        list("evidence", alert.getEvidence().stream().map(TextReport::evidence).toList());
        list("probably", numbered(alert.getCauses()));
        list("try", numbered(alert.getRemedies()));
    }

    private String severity(Severity severity) {
        return switch (severity) {
            case CRITICAL -> terminal.red("CRITICAL");
            case WARNING -> terminal.yellow("WARNING");
            case INFO -> "INFO";
        };
    }

    private void list(String name, List<String> items) {
        String label = name;
        for (String item : items) {
            out.printf("    %-8s  %s%n", label, item);
            label = "";
        }
    }

    private static List<String> numbered(List<Advice> advice) {
        List<String> items = new ArrayList<>();
        for (Advice item : advice) {
            String from = item.getKnowledgeItem().isEmpty() ? "" : " (" + item.getKnowledgeItem() + ")";
            items.add((items.size() + 1) + ". " + plain(item.getText()) + from);
        }
        return items;
    }

    private static String evidence(Evidence item) {
        String unit = item.getUnit().isEmpty() ? "" : " " + plain(item.getUnit());
        String passed = item.getThreshold() == null
                ? ""
                : " (" + item.getComparison() + " " + number(item.getThreshold()) + unit + ")";
        return plain(item.getName()) + " " + number(item.getValue()) + unit + passed;
    }

    private static String number(double value) {
        if (value == Math.rint(value) && Math.abs(value) < LARGEST_WRITTEN_OUT) {
            return Long.toString((long) value);
        }
        return Double.isFinite(value) ? String.format(Locale.ROOT, "%.4g", value) : Double.toString(value);
    }

    private static String count(long number, String noun) {
        return String.format(Locale.ROOT, "%,d %s%s", number, noun, number == 1 ? "" : "s");
    }
}
