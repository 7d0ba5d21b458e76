package io.gradwatch.fleet.picture;

import io.gradwatch.fleet.picture.AlertCurve.CurvePoint;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.List;

/** The rectangle of a picture in which the curve lies, and what is drawn in it. Pixels. */
record PlotArea(
        Graphics2D canvas, double left, double top, double width, double height, AlertCurve curve, ValueAxis axis) {

    private static final BasicStroke CURVE = new BasicStroke(1.8f, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND);
    private static final double DOT = 2.5;
    private static final double MARK = 5;

    /** Least distance of two marks of one kind. */
    private static final double MARK_DISTANCE = 8;

    double x(double step) {
        return left + width * (step - curve.from()) / (curve.to() - curve.from());
    }

    /** Place of a value, at most one height beyond the area so that a line to it leaves steeply. */
    double y(double value) {
        return top + height * (1 - Math.max(-1, Math.min(2, axis.place(value))));
    }

    /** Height of the curve just before a point; the middle where it has no value there. */
    double lastBefore(CurvePoint point) {
        return curve.points().stream()
                .takeWhile(one -> one != point)
                .filter(one -> axis.shows(one.mean()))
                .reduce((one, next) -> next)
                .map(last -> y(last.mean()))
                .orElse(top + height / 2);
    }

    double bottom() {
        return top + height;
    }

    double right() {
        return left + width;
    }

    void clip() {
        canvas.setClip(new Rectangle2D.Double(left, top, width, height));
    }

    /** Bands of the steps whose values are not finite. */
    void bandsOfNotFinite(Color colour) {
        canvas.setColor(PictureColours.translucent(colour, 26));
        List<CurvePoint> points = curve.points();
        for (int i = 0; i < points.size(); i++) {
            int end = i;
            while (end < points.size() && points.get(end).hasNotFinite()) {
                end++;
            }
            if (end > i) {
                double until = x(points.get(end - 1).lastStep());
                double from = x(points.get(i).step());
                canvas.fill(new Rectangle2D.Double(from - 1, top, Math.max(2, until - from), height));
                i = end;
            }
        }
    }

    /** Band from the least to the greatest value of each point. */
    void bandOfExtremes(Color colour) {
        canvas.setColor(PictureColours.translucent(colour, 50));
        for (List<CurvePoint> stretch : stretches()) {
            Path2D band = new Path2D.Double();
            for (int i = 0; i < stretch.size(); i++) {
                CurvePoint point = stretch.get(i);
                line(band, i == 0, middle(point), y(point.max()));
            }
            for (int i = stretch.size() - 1; i >= 0; i--) {
                CurvePoint point = stretch.get(i);
                line(band, false, middle(point), y(axis.shows(point.min()) ? point.min() : point.mean()));
            }
            band.closePath();
            canvas.fill(band);
        }
    }

    /** The line of the means; a value between two that cannot be drawn is a dot. */
    void line(Color colour) {
        canvas.setColor(colour);
        canvas.setStroke(CURVE);
        for (List<CurvePoint> stretch : stretches()) {
            Path2D path = new Path2D.Double();
            for (int i = 0; i < stretch.size(); i++) {
                line(path, i == 0, middle(stretch.get(i)), y(stretch.get(i).mean()));
            }
            canvas.draw(path);
            if (stretch.size() == 1) {
                double x = middle(stretch.get(0));
                double y = y(stretch.get(0).mean());
                canvas.fill(new Ellipse2D.Double(x - DOT, y - DOT, 2 * DOT, 2 * DOT));
            }
        }
    }

    private static void line(Path2D path, boolean first, double x, double y) {
        if (first) {
            path.moveTo(x, y);
        } else {
            path.lineTo(x, y);
        }
    }

    private double middle(CurvePoint point) {
        return x((point.step() + point.lastStep()) / 2.0);
    }

    private List<List<CurvePoint>> stretches() {
        List<List<CurvePoint>> stretches = new ArrayList<>();
        List<CurvePoint> open = new ArrayList<>();
        for (CurvePoint point : curve.points()) {
            if (axis.shows(point.mean())) {
                open.add(point);
            } else if (!open.isEmpty()) {
                stretches.add(open);
                open = new ArrayList<>();
            }
        }
        if (!open.isEmpty()) {
            stretches.add(open);
        }
        return stretches;
    }

    /** Diamonds for NaN and triangles for infinities, on the edges; open ones for finite values beyond the axis. */
    void marks(PictureColours colours) {
        double[] free = {left - MARK, left - MARK, left - MARK, left - MARK, left - MARK};
        for (CurvePoint point : curve.points()) {
            double x = x(point.step());
            mark(point.nan(), free, 0, x, bottom(), colours.notFinite(), true);
            mark(point.positiveInfinity(), free, 1, x, top, colours.notFinite(), true);
            mark(point.negativeInfinity(), free, 2, x, bottom(), colours.notFinite(), true);
            mark(point.finite() && point.max() > axis.high(), free, 3, x, top, colours.curve(), false);
            mark(point.finite() && point.min() < axis.low(), free, 4, x, bottom(), colours.curve(), false);
        }
    }

    private void mark(boolean is, double[] free, int kind, double x, double y, Color colour, boolean filled) {
        if (!is || x < free[kind] || x > right() + 1) {
            return;
        }
        free[kind] = x + MARK_DISTANCE;
        Path2D shape = new Path2D.Double();
        double out = kind == 1 || kind == 3 ? -MARK : MARK;
        shape.moveTo(x, y + out);
        shape.lineTo(x + MARK, kind == 0 ? y : y - 0.7 * out);
        if (kind == 0) {
            shape.lineTo(x, y - out);
        }
        shape.lineTo(x - MARK, kind == 0 ? y : y - 0.7 * out);
        shape.closePath();
        canvas.setColor(colour);
        if (filled) {
            canvas.fill(shape);
        } else {
            canvas.setStroke(new BasicStroke(1.4f));
            canvas.draw(shape);
        }
    }
}
