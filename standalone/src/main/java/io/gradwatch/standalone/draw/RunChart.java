package io.gradwatch.standalone.draw;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The picture of one run: alerts in lanes at the top, the loss below, the other curves as small panels below that. */
final class RunChart {

    private static final double PAD = 6;
    private static final double TITLE = 34;
    private static final double FIRST_PANEL = 250;
    private static final double NEXT_PANEL = 84;
    private static final double STEPS = 40;
    private static final double STEP_LABEL_GAP = 70;
    private static final int STEP_TICKS = 8;

    private final ChartCurves curves;
    private final Frame frame;
    private final Timeline timeline;

    RunChart(ChartCurves curves, List<AlertSpan> faults) {
        this.curves = curves;
        frame = new Frame(curves.buckets());
        timeline = new Timeline(frame, curves, faults);
    }

    Markup draw(String name) {
        Markup panels = new Markup();
        double top = PAD + timeline.height();
        for (Map.Entry<String, List<Series>> panel : curves.panels().entrySet()) {
            double height = top == PAD + timeline.height() ? FIRST_PANEL : NEXT_PANEL;
            top += TITLE;
            panels.add(new Panel(frame, top, height, panel.getValue()).draw(panel.getKey()));
            top += height;
        }
        return new Markup()
                .add(
                        "<svg class=\"chart\" viewBox=\"0 0 960 {}\" role=\"img\" aria-label=\"{}\">",
                        top + STEPS,
                        "The curves of run " + name + " by step, with its alerts")
                .add(timeline.lines(PAD, top))
                .add(panels)
                .add(timeline.lanes(PAD))
                .add(steps(top))
                .add("</svg>");
    }

    private Markup steps(double top) {
        Markup svg = new Markup();
        long least = curves.step(0);
        long greatest = least;
        for (int bucket = 0; bucket < curves.buckets(); bucket++) {
            least = Math.min(least, curves.step(bucket));
            greatest = Math.max(greatest, curves.step(bucket));
        }
        double free = Frame.LEFT - STEP_LABEL_GAP;
        for (double tick : ValueAxis.round(least, greatest, STEP_TICKS)) {
            double x = frame.x(firstBucketFrom(tick));
            if (tick == Math.rint(tick) && x >= free + STEP_LABEL_GAP) {
                svg.words("tick middle", x, top + 17, String.format(Locale.ROOT, "%,.0f", tick));
                free = x;
            }
        }
        return svg.add("<text class=\"tick faint end\" x=\"{}\" y=\"{}\">step</text>", Frame.RIGHT, top + 34);
    }

    private int firstBucketFrom(double step) {
        int bucket = 0;
        while (bucket < curves.buckets() - 1 && curves.step(bucket) < step) {
            bucket++;
        }
        return bucket;
    }
}
