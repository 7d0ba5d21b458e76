package io.gradwatch.standalone.draw;

import java.util.List;

/** Draws curves that share an axis: one panel among those of a run. */
final class Panel {

    /** Runs of at most so many rows show where their values stand. */
    private static final int DOTTED = 60;

    /** Buckets above which lines are thin: a thin line leaves more to be seen where many share the width. */
    private static final int DENSE = 400;

    private static final double TITLE_ABOVE = 8;
    private static final double LETTER = 6.4;
    private static final double STROKE_GAP = 22;

    private final Frame frame;
    private final double top;
    private final double height;
    private final List<Series> curves;
    private final ValueAxis axis;

    Panel(Frame frame, double top, double height, List<Series> curves) {
        this.frame = frame;
        this.top = top;
        this.height = height;
        this.curves = curves;
        axis = ValueAxis.of(curves);
    }

    Markup draw(String name) {
        Markup svg = new Markup();
        grid(svg);
        title(svg, name);
        curves.forEach(series -> nonFinite(svg, series));
        for (int i = 0; i < curves.size(); i++) {
            line(svg, curves.get(i), colour(i));
        }
        return svg;
    }

    private void grid(Markup svg) {
        for (double tick : axis.ticks()) {
            svg.line("grid", Frame.LEFT, Frame.RIGHT, y(tick), y(tick));
            svg.words("tick end", Frame.LEFT - 8, y(tick) + 3.5, ValueAxis.label(tick));
        }
        svg.line("base", Frame.LEFT, Frame.RIGHT, top + height, top + height);
    }

    private void title(Markup svg, String name) {
        String scale = axis.name().equals("linear") ? "" : ", " + axis.name();
        double baseline = top - TITLE_ABOVE;
        svg.add(
                "<text class=\"title\" x=\"{}\" y=\"{}\">{}<tspan class=\"faint\">{}</tspan></text>",
                Frame.LEFT,
                baseline,
                name,
                scale);
        if (curves.size() == 1 && curves.get(0).name().equals(name)) {
            return;
        }
        double x = Frame.RIGHT;
        for (int i = curves.size() - 1; i >= 0; i--) {
            String label = curves.get(i).name();
            svg.words("tick end", x, baseline, label);
            x -= label.length() * LETTER + 6;
            svg.line("curve " + colour(i), x - 14, x, baseline - 4, baseline - 4);
            x -= STROKE_GAP + 10;
        }
    }

    /** A line through the extremes of the buckets, broken where a value is not finite. */
    private void line(Markup svg, Series series, String colour) {
        StringBuilder path = new StringBuilder();
        StringBuilder dots = new StringBuilder();
        boolean drawing = false;
        for (int bucket = 0; bucket < series.buckets(); bucket++) {
            if (series.hasValue(bucket)) {
                for (double value : series.extremes(bucket)) {
                    String point = Frame.number(frame.x(bucket)) + " " + Frame.number(y(value));
                    path.append(drawing ? "L" + point : "M" + point + "h0");
                    dots.append('M').append(point).append("h0");
                    drawing = true;
                }
            }
            drawing &= !series.hasNonFinite(bucket);
        }
        String style = series.buckets() > DENSE ? colour + " dense" : colour;
        svg.add("<path class=\"curve {}\" d=\"{}\"/>", style, path);
        if (series.buckets() <= DOTTED) {
            svg.add("<path class=\"dots {}\" d=\"{}\"/>", colour, dots);
        }
    }

    /** Marks the rows whose value is NaN or infinite, neighbours together. */
    private void nonFinite(Markup svg, Series series) {
        for (int bucket = 0; bucket < series.buckets(); bucket++) {
            if (!series.hasNonFinite(bucket)) {
                continue;
            }
            int end = bucket;
            boolean nan = false;
            boolean infinite = false;
            for (; end < series.buckets() && series.hasNonFinite(end); end++) {
                nan |= series.hasNan(end);
                infinite |= series.hasInfinity(end);
            }
            mark(svg, bucket, end, nan ? infinite ? "NaN, \u221E" : "NaN" : "\u221E");
            bucket = end - 1;
        }
    }

    private void mark(Markup svg, int from, int end, String words) {
        double half = frame.bucketWidth() / 2;
        double left = frame.x(from) - half;
        double width = Math.max(1.5, frame.x(end - 1) + half - left);
        svg.rectangle("nan", left, top, width, height);
        svg.add("<rect class=\"nanbar\" x=\"{}\" y=\"{}\" width=\"{}\" height=\"3\"/>", left, top, width);
        if (width > words.length() * LETTER + 8) {
            svg.words("nantext", left + 5, top + 16, words);
        }
    }

    private double y(double value) {
        return top + height * (1 - axis.height(value));
    }

    private static String colour(int curve) {
        return "c" + Math.min(curve, 2);
    }
}
