package io.gradwatch.fleet.picture;

import io.gradwatch.fleet.history.read.Points;
import io.gradwatch.fleet.history.read.Points.Attempt;
import io.gradwatch.fleet.history.read.Points.Point;
import io.gradwatch.fleet.live.view.AlertDetail;
import io.gradwatch.fleet.live.view.AlertDetail.Evidence;
import io.gradwatch.fleet.live.view.AlertRow;
import io.gradwatch.fleet.live.view.AlertRowBuilder;
import io.gradwatch.fleet.testing.FakeFleet;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import java.util.function.LongToDoubleFunction;
import java.util.stream.LongStream;
import javax.imageio.ImageIO;

/** Alerts with curves, for the tests of pictures. */
final class DrawnAlerts {

    private DrawnAlerts() {}

    static AlertDetail alert(long onset, long raised, String series, Evidence... evidence) {
        AlertRow row = AlertRowBuilder.builder(FakeFleet.alertRow())
                .onsetStep(onset)
                .raisedStep(raised)
                .build();
        return new AlertDetail(row, List.of(evidence), List.of(), List.of(), null, 0, List.of(), series, List.of());
    }

    static Evidence evidence(String role, String series, double value, Double threshold) {
        return new Evidence(role, series, role.equals("baseline") ? "median" : series, value, "nats", ">=", threshold);
    }

    /** Values of attempt 1, that of the alert, from step 0 on. */
    static Points points(long steps, LongToDoubleFunction value) {
        List<Point> points = LongStream.range(0, steps)
                .mapToObj(step -> Point.of(1, step, step, value.applyAsDouble(step)))
                .toList();
        return Points.of(true, 1, List.of(new Attempt(1, 0, steps - 1, steps)), points, null);
    }

    static BufferedImage decoded(byte[] png) throws IOException {
        return ImageIO.read(new ByteArrayInputStream(png));
    }

    /** Pixels of about this colour. */
    static long pixels(BufferedImage image, Color colour) {
        long count = 0;
        for (int y = 0; y < image.getHeight(); y++) {
            for (int x = 0; x < image.getWidth(); x++) {
                Color pixel = new Color(image.getRGB(x, y));
                if (Math.abs(pixel.getRed() - colour.getRed()) < 20
                        && Math.abs(pixel.getGreen() - colour.getGreen()) < 20
                        && Math.abs(pixel.getBlue() - colour.getBlue()) < 20) {
                    count++;
                }
            }
        }
        return count;
    }
}
