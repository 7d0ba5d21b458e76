package io.gradwatch.alerting.notify.http;

import io.gradwatch.alerting.notify.spi.Picture;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.IndexColorModel;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.imageio.ImageIO;

/**
 * Picture made small for a channel that takes a few KB: scaled down, with {@value #COLOURS} colours. A curve has few,
 * and they are found among those that it has most of and that differ most.
 */
public final class PalettePicture {

    private static final int COLOURS = 16;
    private static final List<Integer> WIDTHS = List.of(640, 560, 480, 400, 320);

    /** Bits of each channel by which colours are counted. */
    private static final int COUNTED_BITS = 0xf8f8f8;

    private PalettePicture() {}

    /**
     * The picture as large as it fits.
     *
     * @param mostBytes of the file
     * @return a PNG; empty where it does not fit, is no picture, or the Java runtime has no java.desktop
     */
    public static Optional<byte[]> png(Picture picture, int mostBytes) {
        try {
            BufferedImage whole = ImageIO.read(new ByteArrayInputStream(picture.png()));
            if (whole == null || whole.getWidth() > 4 * Picture.WIDTH || whole.getHeight() > 4 * Picture.HEIGHT) {
                return Optional.empty();
            }
            for (int width : WIDTHS) {
                byte[] png = written(indexed(scaled(whole, Math.min(width, whole.getWidth()))));
                if (png.length <= mostBytes) {
                    return Optional.of(png);
                }
            }
            return Optional.empty();
        } catch (IOException | RuntimeException | LinkageError e) {
            return Optional.empty();
        }
    }

    private static byte[] written(BufferedImage image) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ImageIO.write(image, "png", bytes);
        return bytes.toByteArray();
    }

    private static BufferedImage scaled(BufferedImage whole, int width) {
        int height = Math.max(1, whole.getHeight() * width / whole.getWidth());
        BufferedImage scaled = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = scaled.createGraphics();
        try {
            graphics.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BICUBIC);
            graphics.setColor(Color.WHITE);
            graphics.fillRect(0, 0, width, height);
            graphics.drawImage(whole, 0, 0, width, height, null);
        } finally {
            graphics.dispose();
        }
        return scaled;
    }

    private static BufferedImage indexed(BufferedImage image) {
        int[] palette = palette(image);
        IndexColorModel colours = new IndexColorModel(4, COLOURS, palette, 0, false, -1, DataBuffer.TYPE_BYTE);
        BufferedImage indexed =
                new BufferedImage(image.getWidth(), image.getHeight(), BufferedImage.TYPE_BYTE_BINARY, colours);
        Map<Integer, Integer> nearest = new HashMap<>();
        for (int y = 0; y < image.getHeight(); y++) {
            for (int x = 0; x < image.getWidth(); x++) {
                int index = nearest.computeIfAbsent(image.getRGB(x, y) & 0xffffff, rgb -> nearest(palette, rgb));
                indexed.getRaster().setSample(x, y, 0, index);
            }
        }
        return indexed;
    }

    /** Each next colour is the one of which there is most, weighed by its distance to those that are chosen. */
    private static int[] palette(BufferedImage image) {
        Map<Integer, Integer> counts = new LinkedHashMap<>();
        for (int y = 0; y < image.getHeight(); y++) {
            for (int x = 0; x < image.getWidth(); x++) {
                counts.merge(image.getRGB(x, y) & COUNTED_BITS, 1, Integer::sum);
            }
        }
        int[] colours = counts.keySet().stream().mapToInt(Integer::intValue).toArray();
        long[] distances = new long[colours.length];
        Arrays.fill(distances, 1L << 18);
        int[] palette = new int[COLOURS];
        for (int chosen = 0; chosen < COLOURS; chosen++) {
            int best = 0;
            double most = -1;
            for (int i = 0; i < colours.length; i++) {
                double weight = (double) distances[i] * Math.sqrt(counts.get(colours[i]));
                if (weight > most) {
                    most = weight;
                    best = i;
                }
            }
            // White stays white where only the counted bits of it are known.
            palette[chosen] = colours[best] | (colours[best] >> 5 & 0x070707);
            for (int i = 0; i < colours.length; i++) {
                distances[i] = Math.min(distances[i], distance(colours[i], colours[best]));
            }
        }
        return palette;
    }

    private static int nearest(int[] palette, int rgb) {
        int best = 0;
        for (int i = 1; i < palette.length; i++) {
            if (distance(palette[i], rgb) < distance(palette[best], rgb)) {
                best = i;
            }
        }
        return best;
    }

    private static long distance(int a, int b) {
        long red = (a >> 16 & 0xff) - (b >> 16 & 0xff);
        long green = (a >> 8 & 0xff) - (b >> 8 & 0xff);
        long blue = (a & 0xff) - (b & 0xff);
        return red * red + green * green + blue * blue;
    }
}
