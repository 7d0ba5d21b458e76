package io.gradwatch.alerting.notify.spi;

/**
 * Picture of a curve around the onset of an alert.
 *
 * @param png the file, at most {@value #MOST_BYTES} bytes
 * @param description what it shows, in one plain line, for those who do not see it
 */
public record Picture(byte[] png, String description) {

    /** Most bytes of a picture: what every channel takes, with room for the text beside it. Own choice. */
    public static final int MOST_BYTES = 512 * 1024;

    /** Width that it is drawn with, pixels. */
    public static final int WIDTH = 800;

    /** Height that it is drawn with, pixels. */
    public static final int HEIGHT = 360;
}
