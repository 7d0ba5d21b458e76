package io.gradwatch.fleet.picture;

import java.awt.Color;

/**
 * Colours of a picture: those of the page's theme, and of Okabe and Ito's palette, which is told apart with every
 * common form of colour blindness.
 */
record PictureColours(
        Color surface,
        Color ink,
        Color soft,
        Color line,
        Color curve,
        Color notFinite,
        Color critical,
        Color warning,
        Color info) {

    static final PictureColours LIGHT =
            of(0xffffff, 0x1a1e23, 0x56606b, 0xe7e9eb, 0x0072b2, 0xb0417f, 0xd55e00, 0xe69f00, 0x56b4e9);
    static final PictureColours DARK =
            of(0x181c20, 0xe3e7ea, 0x9da7b0, 0x262c31, 0x5ab0e6, 0xe58dc0, 0xf0763a, 0xecb03c, 0x7cc6f0);

    private static PictureColours of(int... rgb) {
        return new PictureColours(
                new Color(rgb[0]),
                new Color(rgb[1]),
                new Color(rgb[2]),
                new Color(rgb[3]),
                new Color(rgb[4]),
                new Color(rgb[5]),
                new Color(rgb[6]),
                new Color(rgb[7]),
                new Color(rgb[8]));
    }

    Color severity(String severity) {
        return switch (severity) {
            case "critical" -> critical;
            case "warning" -> warning;
            default -> info;
        };
    }

    static Color translucent(Color colour, int alpha) {
        return new Color(colour.getRed(), colour.getGreen(), colour.getBlue(), alpha);
    }
}
