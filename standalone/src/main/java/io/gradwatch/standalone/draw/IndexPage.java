package io.gradwatch.standalone.draw;

import java.util.List;
import java.util.Locale;

/** The page that lists the runs, each with its loss in small and its alerts. */
final class IndexPage {

    private static final double SPARK_WIDTH = 180;
    private static final double SPARK_HEIGHT = 30;

    private final Markup rows = new Markup();
    private int runs;
    private int alarmed;

    /** @param page name of its file */
    void add(String run, String page, long length, ChartCurves curves, List<AlertSpan> faults) {
        runs++;
        alarmed += faults.isEmpty() ? 0 : 1;
        rows.add("<tr><td><a href=\"{}\">{}</a></td>", page, run);
        rows.add("<td class=\"num faint\">{}</td><td>", String.format(Locale.ROOT, "%,d", length));
        rows.add(spark(curves));
        rows.add("</td><td>");
        faults.stream()
                .limit(Timeline.MOST_LANES)
                .forEach(fault -> rows.add("<span class=\"chip {}\">{}</span>", fault.severityWord(), fault.words()));
        rows.add("</td></tr>");
    }

    String page() {
        Markup body = new Markup()
                .add("<h1>Replayed runs</h1>")
                .add("<p class=\"faint\">{}</p>", runs + " runs, " + alarmed + " with alerts")
                .add(
                        "<table class=\"runs\"><thead><tr><th>run</th><th class=\"num\">rows</th><th>loss</th><th>alerts</th></tr>")
                .add("</thead><tbody>")
                .add(rows)
                .add("</tbody></table>");
        return HtmlPage.of("Replayed runs \u00B7 Gradwatch", body);
    }

    /** The first curve, without an axis. */
    private static Markup spark(ChartCurves curves) {
        Markup svg = new Markup();
        List<Series> panel = curves.panels().values().stream().findFirst().orElse(List.of());
        if (panel.isEmpty()) {
            return svg;
        }
        Series series = panel.get(0);
        ValueAxis axis = ValueAxis.of(List.of(series));
        StringBuilder path = new StringBuilder();
        for (int bucket = 0; bucket < series.buckets(); bucket++) {
            if (series.hasValue(bucket)) {
                for (double value : series.extremes(bucket)) {
                    path.append(path.length() == 0 ? "M" : "L")
                            .append(Frame.number(SPARK_WIDTH * (bucket + 0.5) / series.buckets()))
                            .append(' ')
                            .append(Frame.number(SPARK_HEIGHT * (1 - axis.height(value))));
                }
            }
        }
        return svg.add(
                "<svg class=\"spark\" viewBox=\"0 0 180 30\" aria-hidden=\"true\"><path class=\"curve c0\" d=\"{}\"/></svg>",
                path);
    }
}
