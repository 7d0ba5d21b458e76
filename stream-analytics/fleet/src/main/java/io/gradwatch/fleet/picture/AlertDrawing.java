package io.gradwatch.fleet.picture;

import io.gradwatch.fleet.live.view.AlertDetail;
import io.gradwatch.fleet.live.view.AlertRow;
import io.gradwatch.fleet.picture.AlertCurve.CurvePoint;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Line2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Comparator;
import java.util.List;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** Draws the curve of an alert as a PNG. Needs no screen, but the fonts of the Java runtime. */
final class AlertDrawing {

    private static final String FONTS_MISSING =
            "this Java runtime cannot draw text: install fontconfig and a font, such as the package fonts-dejavu-core";
    private static final int LEFT = 74;
    private static final int RIGHT = 18;
    private static final int TOP = 66;
    private static final int BOTTOM = 44;
    private static final int ABOUT_STEP_TICKS = 6;
    private static final int LINE_OF_WORDS = 15;
    private static final int TICK_GAP = 8;

    static {
        // Before the first class of AWT is loaded: a server draws without a screen also where DISPLAY is set.
        if (System.getProperty("java.awt.headless") == null) {
            System.setProperty("java.awt.headless", "true");
        }
    }

    private final AlertCurve curve;
    private final List<Level> levels;
    private final PictureColours colours;
    private final BufferedImage image;
    private final Graphics2D canvas;
    private final PlotArea plot;

    private AlertDrawing(AlertCurve curve, int width, int height, PictureColours colours) {
        AlertDetail alert = curve.alert();
        this.curve = curve;
        this.colours = colours;
        this.levels = Level.of(alert, alert.series());
        this.image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        this.canvas = image.createGraphics();
        ValueAxis axis = ValueAxis.of(curve.finiteValues(), Level.showsBestOnLogAxis(alert), levels);
        this.plot = new PlotArea(canvas, LEFT, TOP, width - LEFT - RIGHT, height - TOP - BOTTOM, curve, axis);
    }

    /**
     * The picture as a PNG.
     *
     * @throws NoPictureException where this Java has no fonts
     */
    static byte[] png(AlertCurve curve, int width, int height, PictureColours colours) {
        try {
            AlertDrawing drawing = new AlertDrawing(curve, width, height, colours);
            drawing.draw();
            return drawing.png();
        } catch (Error e) {
            if (isOfFonts(e)) {
                throw new NoPictureException(FONTS_MISSING, e);
            }
            throw e;
        }
    }

    /** A Java runtime without fonts, or without the library that reads them, fails in one of these ways. */
    static boolean isOfFonts(Error failure) {
        return failure instanceof LinkageError
                || failure instanceof InternalError
                || failure.getClass().equals(Error.class);
    }

    /** With the strongest compression: it goes by mail, and through the limits of several services. */
    private byte[] png() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ImageWriter writer = ImageIO.getImageWritersByFormatName("png").next();
        try (MemoryCacheImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
            ImageWriteParam strongest = writer.getDefaultWriteParam();
            strongest.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
            strongest.setCompressionQuality(0);
            writer.setOutput(out);
            writer.write(null, new IIOImage(image, null, null), strongest);
        } catch (IOException e) {
            throw new UncheckedIOException("the picture cannot be written", e);
        } finally {
            writer.dispose();
        }
        return bytes.toByteArray();
    }

    private void draw() {
        canvas.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        canvas.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        canvas.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
        canvas.setColor(colours.surface());
        canvas.fillRect(0, 0, image.getWidth(), image.getHeight());
        title();
        valueAxis();
        stepAxis();
        plot.clip();
        plot.bandsOfNotFinite(colours.notFinite());
        bandOfAlert();
        plot.bandOfExtremes(colours.curve());
        plot.line(colours.curve());
        levels();
        onset();
        canvas.setClip(null);
        plot.marks(colours);
        notFiniteWords();
        canvas.dispose();
    }

    private void title() {
        AlertRow alert = curve.alert().row();
        canvas.setColor(colours.severity(alert.severity()));
        canvas.fill(new Rectangle2D.Double(0, 0, 5, image.getHeight()));
        canvas.setColor(colours.ink());
        canvas.setFont(new Font(Font.SANS_SERIF, Font.BOLD, 15));
        PictureTitle title = PictureTitle.of(curve.alert());
        canvas.drawString(fitting(title.heading(), plot.width()), 16, 24);
        canvas.setFont(plain());
        canvas.setColor(colours.soft());
        String about = title.about() + (plot.axis().log() ? " · logarithmic axis" : "");
        canvas.drawString(fitting(about, plot.width()), 16, 44);
    }

    /** Text cut at its end where it is too wide: names may be long. */
    private String fitting(String text, double width) {
        FontMetrics metrics = canvas.getFontMetrics();
        String shown = text.length() <= 300 ? text : text.substring(0, 300);
        if (shown.equals(text) && metrics.stringWidth(text) <= width) {
            return text;
        }
        while (!shown.isEmpty() && metrics.stringWidth(shown + "…") > width) {
            shown = shown.substring(0, shown.offsetByCodePoints(shown.length(), -1));
        }
        return shown + "…";
    }

    private static Font plain() {
        return new Font(Font.SANS_SERIF, Font.PLAIN, 12);
    }

    private void valueAxis() {
        FontMetrics metrics = canvas.getFontMetrics();
        for (double tick : plot.axis().ticks()) {
            double y = Math.rint(plot.y(tick));
            if (y < plot.top() || y > plot.bottom()) {
                continue;
            }
            canvas.setColor(colours.line());
            canvas.setStroke(new BasicStroke(1));
            canvas.draw(new Line2D.Double(plot.left(), y, plot.right(), y));
            canvas.setColor(colours.soft());
            String words = NumberText.of(tick);
            canvas.drawString(words, (float) (plot.left() - TICK_GAP - metrics.stringWidth(words)), (float) y + 4);
        }
    }

    private void stepAxis() {
        FontMetrics metrics = canvas.getFontMetrics();
        canvas.setColor(colours.soft());
        canvas.draw(new Line2D.Double(plot.left(), plot.bottom(), plot.right(), plot.bottom()));
        int about = Math.min(ABOUT_STEP_TICKS, (int) (plot.width() / 90));
        for (double tick : ValueAxis.linearTicks(curve.from(), curve.to(), Math.max(1, about))) {
            if (tick == Math.rint(tick)) {
                String words = NumberText.count((long) tick);
                float x = (float) (plot.x(tick) - metrics.stringWidth(words) / 2.0);
                canvas.drawString(words, x, (float) plot.bottom() + 20);
            }
        }
        canvas.drawString("step", (float) (plot.right() - metrics.stringWidth("step")), (float) plot.bottom() + 36);
    }

    private void bandOfAlert() {
        AlertRow alert = curve.alert().row();
        Long ended = alert.endedStep();
        double from = plot.x(alert.onsetStep());
        // An attempt's alert ends with it: the step of the next attempt is not its own.
        boolean known = ended != null && ended >= alert.onsetStep() && !"new_attempt".equals(alert.resolution());
        double to = known ? plot.x(ended) : plot.right();
        canvas.setColor(PictureColours.translucent(colours.severity(alert.severity()), 20));
        canvas.fill(new Rectangle2D.Double(from, plot.top(), Math.max(1, to - from), plot.height()));
    }

    /** From the bottom up, so that the words of levels that lie close stand above each other. */
    private void levels() {
        double free = Double.MAX_VALUE;
        for (Level level : levels.stream()
                .filter(one -> plot.axis().shows(one.value()))
                .sorted(Comparator.comparingDouble(Level::value))
                .toList()) {
            double y = Math.floor(plot.y(level.value())) + 0.5;
            if (y < plot.top() || y > plot.bottom()) {
                continue;
            }
            canvas.setColor(level.threshold() ? colours.critical() : colours.soft());
            canvas.setStroke(dashed(1.2f, level.threshold() ? 6 : 2));
            canvas.draw(new Line2D.Double(plot.left(), y, plot.right(), y));
            double words = Math.min(y - 5, free);
            free = words - LINE_OF_WORDS;
            String label = fitting(level.label(), plot.width() / 2);
            words(label, plot.left() + 6, Math.max(words, plot.top() + 12));
        }
        canvas.setStroke(new BasicStroke(1));
    }

    /** Words over the curve, on a ground that keeps them readable. */
    private void words(String words, double x, double y) {
        Color colour = canvas.getColor();
        FontMetrics metrics = canvas.getFontMetrics();
        canvas.setColor(PictureColours.translucent(colours.surface(), 200));
        canvas.fill(
                new Rectangle2D.Double(x - 2, y - metrics.getAscent(), metrics.stringWidth(words) + 4, LINE_OF_WORDS));
        canvas.setColor(colour);
        canvas.drawString(words, (float) x, (float) y);
    }

    private void onset() {
        AlertRow alert = curve.alert().row();
        canvas.setColor(colours.severity(alert.severity()));
        canvas.setStroke(new BasicStroke(1.8f));
        double x = Math.floor(plot.x(alert.onsetStep())) + 0.5;
        canvas.draw(new Line2D.Double(x, plot.top(), x, plot.bottom()));
        if (alert.raisedStep() > alert.onsetStep()) {
            double raised = plot.x(alert.raisedStep());
            canvas.setStroke(dashed(1.4f, 3));
            canvas.draw(new Line2D.Double(raised, plot.top(), raised, plot.bottom()));
        }
        canvas.setClip(null);
        canvas.setColor(colours.ink());
        String words = "onset, step " + NumberText.count(alert.onsetStep());
        if (alert.raisedStep() > alert.onsetStep()) {
            words += " (raised at " + NumberText.count(alert.raisedStep()) + ")";
        }
        int width = canvas.getFontMetrics().stringWidth(words);
        double at = Math.max(plot.left(), Math.min(x - width / 2.0, plot.right() - width));
        canvas.drawString(words, (float) at, (float) plot.top() - 5);
    }

    /** Words beside the first value that is not finite: the mark alone does not say what it is. */
    private void notFiniteWords() {
        for (CurvePoint point : curve.points()) {
            if (point.hasNotFinite()) {
                String words = (point.nan() ? "NaN" : point.positiveInfinity() ? "+Inf" : "−Inf") + " from step "
                        + NumberText.count(point.step());
                int width = canvas.getFontMetrics().stringWidth(words);
                double x = plot.x(point.step()) + TICK_GAP;
                canvas.setColor(colours.notFinite());
                double y =
                        plot.lastBefore(point) > plot.top() + plot.height() / 2 ? plot.top() + 16 : plot.bottom() - 8;
                double at = x + width > plot.right() ? plot.x(point.step()) - TICK_GAP - width : x;
                words(words, at, y);
                return;
            }
        }
    }

    private static BasicStroke dashed(float width, float length) {
        return new BasicStroke(width, BasicStroke.CAP_BUTT, BasicStroke.JOIN_MITER, 10, new float[] {length, 3}, 0);
    }
}
