package io.gradwatch.standalone.draw;

import java.util.List;

/**
 * Draws from when to when the alerts of a run lasted, each in its lane, and their onsets and raisings through all
 * panels.
 */
final class Timeline {

    /** More would push the curves off the screen; all alerts are listed below. */
    static final int MOST_LANES = 8;

    static final double LANE = 24;
    private static final double BAR = 14;
    private static final double LETTER = 6.6;

    private final Frame frame;
    private final ChartCurves curves;
    private final List<AlertSpan> faults;

    Timeline(Frame frame, ChartCurves curves, List<AlertSpan> faults) {
        this.frame = frame;
        this.curves = curves;
        this.faults = faults.subList(0, Math.min(MOST_LANES, faults.size()));
    }

    double height() {
        return faults.size() * LANE;
    }

    /** The lines behind the curves, from the lane of each alert down to {@code bottom}. */
    Markup lines(double top, double bottom) {
        Markup svg = new Markup();
        for (int i = 0; i < faults.size(); i++) {
            AlertSpan fault = faults.get(i);
            double from = top + i * LANE + BAR;
            svg.rectangle(
                    "wait " + fault.severityWord(),
                    onset(fault),
                    from,
                    Math.max(0, raised(fault) - onset(fault)),
                    bottom - from);
            line(svg, "onset " + fault.severityWord(), onset(fault), from, bottom);
            line(svg, "raised " + fault.severityWord(), raised(fault), from, bottom);
        }
        return svg;
    }

    /** The lanes. */
    Markup lanes(double top) {
        Markup svg = new Markup();
        for (int i = 0; i < faults.size(); i++) {
            lane(svg, faults.get(i), top + i * LANE);
        }
        return svg;
    }

    private void lane(Markup svg, AlertSpan fault, double y) {
        String severity = fault.severityWord();
        double from = onset(fault);
        double to = fault.end().map(end -> frame.x(curves.bucket(end.row()))).orElse(Frame.RIGHT);
        svg.add(
                "<rect class=\"bar {}\" x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" rx=\"3\"/>",
                severity,
                from,
                y,
                Math.max(3, to - from),
                BAR);
        svg.add("<circle class=\"dot {}\" cx=\"{}\" cy=\"{}\" r=\"4.5\"/>", severity, raised(fault), y + BAR / 2);
        String words = fault.number() + "  " + fault.worst().getAlertClass().replace('_', ' ');
        double width = words.length() * LETTER;
        boolean leftOfBar = from - width - 8 > Frame.LEFT;
        svg.words(
                "lane " + severity + (leftOfBar ? " end" : " start"),
                leftOfBar ? from - 7 : raised(fault) + 10,
                y + BAR - 3,
                words);
    }

    private static void line(Markup svg, String style, double x, double from, double to) {
        svg.line("mark " + style, x, x, from, to);
    }

    private double onset(AlertSpan fault) {
        return frame.x(curves.bucketOfStep(
                fault.raised().alert().getOnsetStep(), fault.raised().row()));
    }

    private double raised(AlertSpan fault) {
        return frame.x(curves.bucket(fault.raised().row()));
    }
}
