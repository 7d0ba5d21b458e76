package io.gradwatch.fleet.picture;

import static io.gradwatch.fleet.picture.DrawnAlerts.alert;
import static io.gradwatch.fleet.picture.DrawnAlerts.decoded;
import static io.gradwatch.fleet.picture.DrawnAlerts.evidence;
import static io.gradwatch.fleet.picture.DrawnAlerts.pixels;
import static io.gradwatch.fleet.picture.DrawnAlerts.points;
import static org.assertj.core.api.Assertions.assertThat;

import io.gradwatch.fleet.history.read.Points;
import io.gradwatch.fleet.live.view.AlertDetail;
import io.gradwatch.fleet.live.view.AlertRowBuilder;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AlertDrawingTest {

    private static final Path SHOWN = Path.of("target/alert-pictures");
    private static final PictureColours LIGHT = PictureColours.LIGHT;

    /** Curves that are noise from edge to edge, which compresses worst. */
    private static final Set<String> NOISE = Set.of("band", "line");

    private final Random random = new Random(7);

    @Test
    void lossThatTurnsNan_hasItsCurveItsOnsetAndMarksForNan() throws Exception {
        AlertDetail nan = alert(60, 60, "loss", evidence("level", "loss", Double.NaN, null));

        BufferedImage image =
                drawn("nan", nan, points(80, step -> step < 60 ? 2.3 / (1 + step / 20.0) + noise(0.05) : Double.NaN));

        assertThat(pixels(image, LIGHT.curve())).isGreaterThan(400);
        assertThat(pixels(image, LIGHT.notFinite())).as("marks and words").isGreaterThan(60);
        assertThat(pixels(image, LIGHT.critical())).as("onset").isGreaterThan(250);
    }

    @Test
    void spike_hasItsThresholdAndWhatWasUsual() throws Exception {
        AlertDetail spike = alert(
                700,
                702,
                "loss",
                evidence("level", "loss", 4.6, null),
                evidence("ratio", "loss", 4.2, 3.0),
                evidence("baseline", "loss", 1.1, null));

        BufferedImage with = drawn("spike", spike, points(900, step -> step >= 700 ? 4.6 : 1.1 + noise(0.1)));
        BufferedImage without = drawn(
                "spike-without-evidence",
                alert(700, 702, "loss"),
                points(900, step -> step >= 700 ? 4.6 : 1.1 + noise(0.1)));

        assertThat(pixels(with, LIGHT.critical()))
                .as("threshold over the width")
                .isGreaterThan(pixels(without, LIGHT.critical()) + 200);
    }

    @Test
    void growthOverManyOrders_isDrawnOnALogarithmicAxis() throws Exception {
        AlertDetail growth = alert(
                500,
                530,
                "gradient_norm",
                evidence("ratio", "gradient_norm", 4e5, 1_000.0),
                evidence("baseline", "gradient_norm", 0.8, null));

        BufferedImage image = drawn(
                "growth", growth, points(540, step -> step < 500 ? 0.8 + noise(0.1) : 0.8 * Math.pow(1.5, step - 500)));

        // On a linear axis all but the last steps are one flat line on the lower edge.
        assertThat(curvePixelsAbove(image, image.getHeight() / 2)).isGreaterThan(20);
        assertThat(ValueAxis.of(new double[] {0.8, 4e5}, true, Level.of(growth, "gradient_norm"))
                        .log())
                .isTrue();
    }

    @Test
    void infinitiesAndExplosions_leaveTheAxisWithMarks() throws Exception {
        AlertDetail infinite = alert(60, 61, "loss", evidence("level", "loss", Double.POSITIVE_INFINITY, null));

        BufferedImage image = drawn(
                "infinite",
                infinite,
                points(
                        75,
                        step -> step < 58
                                ? 1 + noise(0.2)
                                : step < 60 ? 1e30 : step < 66 ? Double.POSITIVE_INFINITY : Double.NEGATIVE_INFINITY));

        assertThat(pixels(image, LIGHT.notFinite())).isGreaterThan(60);
        assertThat(curvePixelsAbove(image, image.getHeight())).isGreaterThan(300);
    }

    @Test
    void valuesThatAreNeverFinite_haveMarksAndNoCurve() throws Exception {
        BufferedImage image = drawn("all-nan", alert(0, 0, "loss"), points(30, step -> Double.NaN));

        assertThat(pixels(image, LIGHT.notFinite())).isGreaterThan(60);
        assertThat(pixels(image, LIGHT.curve())).isZero();
    }

    @Test
    void bucketsOfALongRun_haveABandOfTheirExtremes() throws Exception {
        Points raw = points(400, step -> 1 + noise(0.3));
        double[] low = raw.min().clone();
        double[] high = raw.max().clone();
        for (int i = 0; i < low.length; i++) {
            low[i] -= 0.5;
            high[i] += 0.5;
        }
        Points buckets = new Points(
                false,
                1,
                raw.attempts(),
                raw.attempt(),
                raw.step(),
                raw.lastStep(),
                raw.timeMillis(),
                low,
                high,
                raw.mean(),
                raw.last(),
                raw.count(),
                raw.nan(),
                raw.positiveInfinity(),
                raw.negativeInfinity(),
                null);

        BufferedImage image = drawn("band", alert(200, 210, "loss"), buckets);
        BufferedImage line = drawn("line", alert(200, 210, "loss"), raw);

        assertThat(pixels(image, LIGHT.surface())).isLessThan(pixels(line, LIGHT.surface()) - 5_000);
    }

    @Test
    void hostileNames_areOneLineThatFits() throws Exception {
        String hostile = "\u202Ereversed\u0000\n\r<script>alert(1)</script> " + "very long ".repeat(500);
        AlertDetail alert = alert(20, 25, hostile);
        AlertDetail named = alert.with(AlertRowBuilder.builder(alert.row())
                .runName(hostile)
                .project("🙂".repeat(400))
                .build());

        BufferedImage image = drawn("hostile", named, points(30, step -> 1 + noise(0.1)));

        assertThat(pixels(image.getSubimage(790, 0, 10, 60), LIGHT.ink())).isZero();
        assertThat(NumberText.line(hostile)).startsWith("reversed <script>").doesNotContain("\u202E", "\n", "\u0000");
    }

    @Test
    void otherSizesAndTheDarkTheme_areDrawn() throws Exception {
        AlertCurve curve = AlertCurve.of(alert(20, 25, "loss"), points(30, step -> 1 + noise(0.1)));

        byte[] small = AlertDrawing.png(curve, PictureRequest.LEAST_WIDTH, PictureRequest.LEAST_HEIGHT, LIGHT);
        byte[] dark =
                AlertDrawing.png(curve, PictureRequest.MOST_WIDTH, PictureRequest.MOST_HEIGHT, PictureColours.DARK);
        keep("small", small);
        keep("dark", dark);

        assertThat(decoded(small).getWidth()).isEqualTo(320);
        assertThat(pixels(decoded(small), LIGHT.curve())).isGreaterThan(50);
        assertThat(decoded(dark).getRGB(900, 5))
                .isEqualTo(PictureColours.DARK.surface().getRGB());
    }

    /** As OpenJDK 17 fails without any font, and without a configuration of fonts. */
    @Test
    void runtimeWithoutFonts_isToldFromOneWithoutMemory() {
        assertThat(AlertDrawing.isOfFonts(new Error("Probable fatal error: No physical fonts found.")))
                .isTrue();
        assertThat(AlertDrawing.isOfFonts(new InternalError("Fontconfig head is null")))
                .isTrue();
        assertThat(AlertDrawing.isOfFonts(new UnsatisfiedLinkError("libfreetype.so.6")))
                .isTrue();
        assertThat(AlertDrawing.isOfFonts(new OutOfMemoryError("Java heap space")))
                .isFalse();
    }

    private BufferedImage drawn(String name, AlertDetail alert, Points points) throws IOException {
        byte[] png = AlertDrawing.png(AlertCurve.of(alert, points), 800, 360, LIGHT);
        keep(name, png);
        assertThat(png.length).as("bytes of " + name).isLessThan(NOISE.contains(name) ? 100_000 : 60_000);
        return decoded(png);
    }

    private static void keep(String name, byte[] png) throws IOException {
        Files.createDirectories(SHOWN);
        Files.write(SHOWN.resolve(name + ".png"), png);
    }

    private static long curvePixelsAbove(BufferedImage image, int y) {
        return pixels(image.getSubimage(80, 70, 700, Math.min(y, image.getHeight()) - 70), LIGHT.curve());
    }

    private double noise(double size) {
        return size * random.nextGaussian();
    }
}
