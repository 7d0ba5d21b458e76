package io.gradwatch.standalone.e2e;

import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Mouse.MoveOptions;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.BoundingBox;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** A chart as it stands on a page: the numbers that were drawn, and the pixels that came of them. */
final class DrawnChart {

    /** Columns of a curve in the data of uPlot: its low edge, its high edge, its value. */
    private static final int COLUMNS = 3;

    /**
     * Pixels of a colour of the style sheet in a box; x in the unit of the axis, y as a part of the height from the
     * top.
     */
    private static final String COUNT = """
            (figure, {colour, from, to, top, bottom}) => {
              const u = figure.querySelector('.plot').uplot;
              const probe = document.createElement('canvas').getContext('2d');
              probe.fillStyle = getComputedStyle(document.documentElement).getPropertyValue(colour).trim();
              probe.fillRect(0, 0, 1, 1);
              const want = probe.getImageData(0, 0, 1, 1).data;
              const left = Math.round(u.valToPos(from, 'x', true)) - 5;
              const right = Math.round(u.valToPos(to, 'x', true)) + 5;
              const y = Math.round(u.bbox.top + top * u.bbox.height) - 5;
              const height = Math.round((bottom - top) * u.bbox.height) + 10;
              const {data} = u.ctx.getImageData(left, y, right - left, height);
              let found = 0;
              for (let i = 0; i < data.length; i += 4) {
                const off = Math.max(Math.abs(data[i] - want[0]), Math.abs(data[i + 1] - want[1]), Math.abs(data[i + 2] - want[2]));
                found += off <= 20 && data[i + 3] > 200 ? 1 : 0;
              }
              return found;
            }""";

    private final Page page;
    private final Locator figure;

    /** @param series of which it is */
    DrawnChart(Page page, String series) {
        this.page = page;
        this.figure = page.locator("figure.chart").and(page.locator("[data-series=\"" + series + "\"]"));
    }

    private DrawnChart(Page page, Locator figure) {
        this.page = page;
        this.figure = figure;
    }

    /** The only chart of a page. */
    static DrawnChart only(Page page) {
        return new DrawnChart(page, page.locator("figure.chart"));
    }

    /** The figure with its caption. */
    Locator figure() {
        return figure;
    }

    /** Value, step and counts beside the name of the chart. */
    Locator legend() {
        return figure.locator(".legend");
    }

    /** Number of steps that a point of the curve stands for. */
    Locator resolution() {
        return figure.locator(".resolution");
    }

    /** Brings it into view and waits until it is drawn. */
    DrawnChart shown() {
        figure.scrollIntoViewIfNeeded();
        figure.locator("canvas").waitFor();
        until(xs -> !xs.isEmpty());
        return this;
    }

    /** Waits until its x values are as wanted. */
    DrawnChart until(Predicate<List<Double>> wanted) {
        await().atMost(LiveMonitor.PATIENCE)
                .pollInSameThread()
                .pollInterval(Duration.ofMillis(50))
                .until(this::xs, wanted);
        return this;
    }

    /** All x values, of all curves. */
    List<Double> xs() {
        return numbers(figure.evaluate("figure => Array.from(figure.querySelector('.plot')?.uplot?.data[0] ?? [])"));
    }

    /** Number of curves that are drawn. */
    int curves() {
        int columns =
                ((Number) figure.evaluate("figure => figure.querySelector('.plot').uplot.data.length")).intValue();
        return (columns - 1) / COLUMNS;
    }

    /** Values of a curve at all x; null where it is broken or has none. */
    List<Double> values(int curve) {
        return column(COLUMNS * curve + 3);
    }

    /** Greatest value of each point of a curve. */
    List<Double> highs(int curve) {
        return column(COLUMNS * curve + 2);
    }

    /** Least value of each point of a curve. */
    List<Double> lows(int curve) {
        return column(COLUMNS * curve + 1);
    }

    /** The value of a curve at an x. */
    Double valueAt(int curve, double x) {
        return values(curve).get(xs().indexOf(x));
    }

    /** From where to where the x axis goes. */
    List<Double> extent() {
        return numbers(figure.evaluate(
                "figure => { const {min, max} = figure.querySelector('.plot').uplot.scales.x; return [min, max]; }"));
    }

    /** From where to where the y axis goes. */
    List<Double> height() {
        return numbers(figure.evaluate(
                "figure => { const {min, max} = figure.querySelector('.plot').uplot.scales.y; return [min, max]; }"));
    }

    /** Height of a value, as a part of the chart's height from the top. */
    double heightOf(double value) {
        return ((Number) figure.evaluate(
                        "(figure, value) => { const u = figure.querySelector('.plot').uplot;"
                                + " return (u.valToPos(value, 'y', true) - u.bbox.top) / u.bbox.height; }",
                        value))
                .doubleValue();
    }

    /**
     * Pixels of a colour, in a box that reaches five pixels over its sides.
     *
     * @param colour a variable of the style sheet
     * @param top part of the height from the top
     */
    int pixels(String colour, double from, double to, double top, double bottom) {
        return ((Number) figure.evaluate(
                        COUNT, Map.of("colour", colour, "from", from, "to", to, "top", top, "bottom", bottom)))
                .intValue();
    }

    /**
     * The part of the rows between two heights in which something is drawn within eight pixels of an x, that is: in
     * which there is a pixel unlike one 50 pixels away.
     */
    double painted(double x, double top, double bottom) {
        return ((Number) figure.evaluate("""
                (figure, {x, top, bottom}) => {
                  const u = figure.querySelector('.plot').uplot;
                  const left = Math.round(u.valToPos(x, 'x', true));
                  const y = Math.round(u.bbox.top + top * u.bbox.height);
                  const rows = Math.round((bottom - top) * u.bbox.height);
                  const far = left + 50 < u.bbox.left + u.bbox.width ? left + 50 : left - 50;
                  let painted = 0;
                  for (let row = 0; row < rows; row++) {
                    const near = u.ctx.getImageData(left - 8, y + row, 17, 1).data;
                    const plain = u.ctx.getImageData(far, y + row, 1, 1).data;
                    painted += near.some((value, i) => value !== plain[i % 4]) ? 1 : 0;
                  }
                  return painted / rows;
                }""", Map.of("x", x, "top", top, "bottom", bottom))).doubleValue();
    }

    /** Red, green, blue and opacity of a pixel. */
    List<Double> pixel(double x, double part) {
        return numbers(figure.evaluate("""
                (figure, {x, part}) => {
                  const u = figure.querySelector('.plot').uplot;
                  const at = [Math.round(u.valToPos(x, 'x', true)), Math.round(u.bbox.top + part * u.bbox.height)];
                  return Array.from(u.ctx.getImageData(at[0], at[1], 1, 1).data).slice(0, 4);
                }""", Map.of("x", x, "part", part)));
    }

    /** Puts the mouse at a place. */
    void hover(double x, double part) {
        figure.scrollIntoViewIfNeeded();
        BoundingBox box = figure.locator(".u-over").boundingBox();
        page.mouse().move(box.x + left(x), box.y + part * box.height);
    }

    /** Drags the mouse over a stretch of x. */
    void drag(double from, double to) {
        figure.scrollIntoViewIfNeeded();
        BoundingBox box = figure.locator(".u-over").boundingBox();
        double y = box.y + box.height / 2;
        page.mouse().move(box.x + left(from), y);
        page.mouse().down();
        page.mouse().move(box.x + left(to), y, new MoveOptions().setSteps(4));
        page.mouse().up();
    }

    private double left(double x) {
        return ((Number) figure.evaluate("(figure, x) => figure.querySelector('.plot').uplot.valToPos(x, 'x')", x))
                .doubleValue();
    }

    private List<Double> column(int index) {
        return numbers(figure.evaluate(
                "(figure, i) => Array.from(figure.querySelector('.plot').uplot.data[i], v => v ?? null)", index));
    }

    private static List<Double> numbers(Object list) {
        List<Double> numbers = new ArrayList<>();
        for (Object each : (List<?>) list) {
            numbers.add(each == null ? null : ((Number) each).doubleValue());
        }
        return numbers;
    }
}
