package io.gradwatch.alerting.message;

import io.gradwatch.alerting.notify.spi.Notification;
import io.gradwatch.alerting.summary.FleetSummary;
import io.gradwatch.alerting.summary.Summary;
import io.gradwatch.config.PublicUrl;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** Summary of the fleet in words: what broke, hours of accelerators lost, better results. */
final class SummaryMessage {

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("EEE yyyy-MM-dd HH:mm", Locale.ENGLISH);
    private static final DateTimeFormatter TIME_IN_ZONE =
            DateTimeFormatter.ofPattern("EEE yyyy-MM-dd HH:mm zzz", Locale.ENGLISH);

    /** With the lines of counts they are as many as a channel writes, {@value Message#MOST_LINES}. */
    private static final int MOST_FAULTS = 8;

    private static final int MOST_RUNS = 5;
    private static final int MOST_RESULTS = 4;
    private static final int MOST_OF_A_FAULT = 3;
    private static final int FAULTS_LENGTH = 200;
    private static final int PROBLEM_LENGTH = 300;

    private final Summary summary;
    private final Optional<PublicUrl> page;
    private final List<Message.Line> lines = new ArrayList<>();
    private final List<Table> tables = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();

    private SummaryMessage(Summary summary, Optional<PublicUrl> page) {
        this.summary = summary;
        this.page = page;
    }

    static Message of(Summary summary, Notification notification, String note) {
        return new SummaryMessage(summary, notification.page()).message(note);
    }

    private Message message(String note) {
        String before = summary.period().adjective() + " summary"
                + (summary.scope().isEmpty() ? "" : " of " + oneLine(summary.scope())) + ": ";
        String title = summary.answer().map(this::told).orElseGet(this::failed);
        if (!note.isEmpty()) {
            notes.add(note);
        }
        Subject subject = new Subject(
                span(), "", "", "", "", 0, 0, 0, page.map(PublicUrl::overview).orElse(""));
        return new Message(
                PlainText.shortened(before + title, Message.TITLE_LENGTH),
                subject,
                Tone.INFO,
                List.of(),
                lines,
                String.join(" ", notes),
                tables);
    }

    private String span() {
        ZoneId zone = summary.zoneId();
        return time(TIME, summary.from(), zone) + " to " + time(TIME_IN_ZONE, summary.to(), zone);
    }

    private static String time(DateTimeFormatter format, Instant at, ZoneId zone) {
        return format.format(at.atZone(zone));
    }

    private String failed() {
        notes.add("The fleet could not be asked: " + PlainText.oneLine(summary.problem(), PROBLEM_LENGTH) + ".");
        notes.add("`gradwatch summary` asks it again.");
        return "the fleet could not be asked";
    }

    /** Adds what the fleet answered, and returns the gist of it. */
    private String told(FleetSummary fleet) {
        List<FleetSummary.Result> better = fleet.betterResults();
        counts(fleet);
        faults(fleet);
        worstRuns(fleet.worstRuns());
        results(better);
        return gist(fleet, better.size());
    }

    private static String gist(FleetSummary fleet, int better) {
        List<FleetSummary.Fault> faults = fleet.faults();
        List<String> parts = new ArrayList<>();
        if (fleet.nothingBroke()) {
            parts.add("nothing broke");
        } else if (!faults.isEmpty()) {
            FleetSummary.Fault gravest = faults.get(0);
            parts.add(AlertWords.fault(gravest.alertClass()) + " in " + count(gravest.runs(), "run")
                    + (faults.size() > 1 ? " and " + count(faults.size() - 1, "other kind") + " of fault" : ""));
        } else {
            parts.add("earlier faults go on in " + count(fleet.worstRuns().size(), "run"));
        }
        if (fleet.gpuHoursLost() > 0) {
            parts.add(hours(fleet.gpuHoursLost()) + " GPU-hours lost");
        }
        if (better > 0) {
            parts.add(count(better, "better result"));
        }
        return String.join(", ", parts);
    }

    private void counts(FleetSummary fleet) {
        FleetSummary.RunCounts runs = fleet.runs();
        String counted = number(runs.started()) + " started, " + number(runs.ended()) + " ended ("
                + number(runs.finished()) + " finished, " + number(runs.failed()) + " failed, "
                + number(runs.stopped()) + " stopped)";
        String lost = hours(fleet.gpuHoursLost())
                + (fleet.runsWithLoss() == 0 ? "" : ", by " + count(fleet.runsWithLoss(), "run"));
        lines.add(new Message.Line("Runs", counted, ""));
        if (!fleet.nothingBroke()) {
            lines.add(new Message.Line("GPU-hours lost", lost, ""));
        }
        FleetSummary.Votes votes = fleet.votes();
        if (votes.useful() + votes.useless() > 0) {
            lines.add(new Message.Line(
                    "Useful to be told", number(votes.useful()) + " yes, " + number(votes.useless()) + " no", ""));
        }
        tables.add(new Table(
                List.of("In short", ""),
                lines.stream()
                        .map(line -> new Table.Row(List.of(line.subject(), line.text()), ""))
                        .toList()));
    }

    private void faults(FleetSummary fleet) {
        List<Table.Row> rows = new ArrayList<>();
        for (FleetSummary.Fault fault : shown(fleet.faults(), MOST_FAULTS, "kind of fault", "kinds of fault")) {
            String name = AlertWords.fault(fault.alertClass());
            String runs = worst(fleet.worstRuns(), fault.alertClass());
            lines.add(new Message.Line(
                    name,
                    count(fault.alerts(), "alert") + " in " + count(fault.runs(), "run")
                            + some(fault.critical(), "critical") + some(fault.recovered(), "recovered")
                            + some(fault.open(), "open") + (runs.isEmpty() ? "" : ": " + runs),
                    ""));
            rows.add(row(
                    "",
                    name,
                    number(fault.alerts()),
                    number(fault.runs()),
                    number(fault.critical()),
                    number(fault.recovered()),
                    number(fault.open()),
                    runs));
        }
        table(rows, "What broke", "alerts", "runs", "critical", "recovered", "open", "worst runs");
    }

    /** Names of the runs that lost most and had a fault. */
    private static String worst(List<FleetSummary.WorstRun> runs, String alertClass) {
        return runs.stream()
                .filter(run -> List.of(run.classes().split(", ")).contains(alertClass))
                .limit(MOST_OF_A_FAULT)
                .map(run -> name(run.name(), run.run()))
                .collect(Collectors.joining(", "));
    }

    private void worstRuns(List<FleetSummary.WorstRun> runs) {
        List<Table.Row> rows = new ArrayList<>();
        for (FleetSummary.WorstRun run : shown(runs, MOST_RUNS, "run that lost", "runs that lost")) {
            String name = name(run.name(), run.run());
            String faults = PlainText.shortened(
                    Arrays.stream(run.classes().split(", "))
                            .map(AlertWords::fault)
                            .collect(Collectors.joining(", ")),
                    FAULTS_LENGTH);
            String now = oneLine(run.outcome()) + (run.open() ? ", open" : "");
            String lost = hours(run.gpuHoursLost());
            String project = run.project().isEmpty() ? "" : ", project " + oneLine(run.project());
            String owner = run.owner().isEmpty() ? "" : ", owner " + oneLine(run.owner());
            lines.add(new Message.Line(
                    name,
                    "lost " + lost + " GPU-hours" + project + owner + ": " + faults + " (" + now + ")",
                    link(run.run())));
            rows.add(row(link(run.run()), name, lost, oneLine(run.project()), oneLine(run.owner()), faults, now));
        }
        table(rows, "Lost most", "GPU-hours", "project", "owner", "faults", "now");
    }

    private void results(List<FleetSummary.Result> results) {
        List<Table.Row> rows = new ArrayList<>();
        for (FleetSummary.Result result : shown(results, MOST_RESULTS, "better result", "better results")) {
            String name = name(result.name(), result.run());
            String loss = Quantities.number(result.loss());
            String before = Quantities.number(result.before());
            String project = oneLine(result.project());
            lines.add(new Message.Line(
                    name,
                    "lowest validation loss" + (project.isEmpty() ? "" : " of " + project) + ", " + loss + " (" + before
                            + " before)",
                    link(result.run())));
            rows.add(row(link(result.run()), name, project, loss, before));
        }
        table(rows, "Lowest validation loss", "project", "loss", "before");
    }

    /** The first of a list; a note counts the others. */
    private <T> List<T> shown(List<T> all, int most, String one, String several) {
        int left = all.size() - most;
        if (left > 0) {
            notes.add("… and " + number(left) + " more " + (left == 1 ? one : several) + ".");
        }
        return all.subList(0, Math.min(most, all.size()));
    }

    private void table(List<Table.Row> rows, String... columns) {
        if (!rows.isEmpty()) {
            tables.add(new Table(List.of(columns), rows));
        }
    }

    private static Table.Row row(String link, String... cells) {
        return new Table.Row(List.of(cells), link);
    }

    private String link(String run) {
        return page.filter(known -> !run.isEmpty()).map(known -> known.run(run)).orElse("");
    }

    private static String name(String name, String id) {
        String shown = oneLine(name);
        return shown.isEmpty() ? oneLine(id) : shown;
    }

    private static String oneLine(String text) {
        return PlainText.oneLine(text, Message.NAME_LENGTH);
    }

    private static String some(long number, String what) {
        return number == 0 ? "" : ", " + number(number) + " " + what;
    }

    private static String count(long number, String noun) {
        return number(number) + " " + noun + (number == 1 ? "" : "s");
    }

    private static String number(long number) {
        return Quantities.step(number);
    }

    private static String hours(double hours) {
        return String.format(Locale.ROOT, "%,.1f", hours);
    }
}
