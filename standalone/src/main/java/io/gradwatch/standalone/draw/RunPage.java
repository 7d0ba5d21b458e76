package io.gradwatch.standalone.draw;

import io.gradwatch.schema.Advice;
import io.gradwatch.schema.Alert;
import io.gradwatch.schema.Evidence;
import io.gradwatch.standalone.replay.ReplayedRun;
import java.util.List;
import java.util.Locale;

/** The page of one run: its picture, then what each alert says. */
final class RunPage {

    private static final double LARGEST_WRITTEN_OUT = 1e6;

    private RunPage() {}

    static String of(ReplayedRun run, ChartCurves curves, List<AlertSpan> faults) {
        Markup body = new Markup()
                .add("<p class=\"back\"><a href=\"index.html\">all runs</a></p>")
                .add("<h1>{}</h1>", run.runId())
                .add("<p class=\"faint\">{}</p>", subtitle(run, faults));
        run.problem().ifPresent(problem -> body.add("<p class=\"problem\">cut short: {}</p>", problem));
        if (!curves.panels().isEmpty()) {
            body.add(new RunChart(curves, faults).draw(run.runId()));
        }
        if (!faults.isEmpty()) {
            body.add(
                    "<p class=\"faint key\">dashed: the onset, as seen in hindsight; solid: the step at which the alert was"
                            + " raised</p>");
        }
        faults.forEach(fault -> card(body, fault));
        run.abstained()
                .forEach((detector, lacked) ->
                        body.add("<p class=\"faint abstained\">{} could not judge: no {}</p>", detector, lacked));
        return HtmlPage.of(run.runId() + " \u00B7 Gradwatch", body);
    }

    private static String subtitle(ReplayedRun run, List<AlertSpan> faults) {
        String alerts = faults.isEmpty() ? "no alert" : faults.size() == 1 ? "1 alert" : faults.size() + " alerts";
        return String.format(Locale.ROOT, "%,d rows, %s", run.rows(), alerts);
    }

    private static void card(Markup body, AlertSpan fault) {
        Alert alert = fault.worst();
        body.add("<section class=\"card {}\">", fault.severityWord());
        body.add(
                "<h2><span class=\"number {}\">{}</span> {} <span class=\"faint\">{}, by {}</span></h2>",
                fault.severityWord(),
                fault.number(),
                alert.getAlertClass().replace('_', ' '),
                fault.severityWord(),
                alert.getDetector());
        body.add("<p class=\"summary\">{}</p>", alert.getSummary());
        body.add("<p class=\"faint\">{}</p>", when(fault));
        evidence(body, alert.getEvidence());
        body.add("<div class=\"advice\">");
        advice(body, "Probably", alert.getCauses());
        advice(body, "Try, in this order", alert.getRemedies());
        body.add("</div></section>");
    }

    private static String when(AlertSpan fault) {
        Alert first = fault.raised().alert();
        String end = fault.end()
                .map(ended -> String.format(
                        Locale.ROOT,
                        ", %s at step %,d (%s)",
                        fault.recovered() ? "recovered" : "unrecovered",
                        ended.alert().getRaisedStep(),
                        ended.ending()))
                .orElse("");
        return String.format(
                Locale.ROOT,
                "since step %,d, raised at step %,d (row %,d)%s",
                first.getOnsetStep(),
                first.getRaisedStep(),
                fault.raised().row(),
                end);
    }

    private static void evidence(Markup body, List<Evidence> evidence) {
        body.add("<table class=\"evidence\">");
        for (Evidence item : evidence) {
            String unit = item.getUnit().isEmpty() ? "" : " " + item.getUnit();
            String passed =
                    item.getThreshold() == null ? "" : item.getComparison() + " " + number(item.getThreshold()) + unit;
            body.add(
                    "<tr><th>{}</th><td>{}</td><td class=\"faint\">{}</td></tr>",
                    item.getName(),
                    number(item.getValue()) + unit,
                    passed);
        }
        body.add("</table>");
    }

    private static void advice(Markup body, String title, List<Advice> advice) {
        if (advice.isEmpty()) {
            return;
        }
        body.add("<div><h3>{}</h3><ol>", title);
        advice.forEach(item ->
                body.add("<li>{} <span class=\"item\">{}</span></li>", item.getText(), item.getKnowledgeItem()));
        body.add("</ol></div>");
    }

    private static String number(double value) {
        if (!Double.isFinite(value)) {
            return Double.toString(value);
        }
        return value == Math.rint(value) && Math.abs(value) < LARGEST_WRITTEN_OUT
                ? Long.toString((long) value)
                : String.format(Locale.ROOT, "%.4g", value);
    }
}
