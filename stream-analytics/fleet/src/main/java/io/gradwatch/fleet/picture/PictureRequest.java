package io.gradwatch.fleet.picture;

/**
 * Request for a picture of an alert.
 *
 * @param alert id of the alert
 * @param width in pixels
 * @param height in pixels
 * @param dark true for the colours of the dark theme
 */
public record PictureRequest(String alert, int width, int height, boolean dark) {

    /** Bounds of the size, pixels: a picture takes 4 bytes each while it is drawn. */
    public static final int LEAST_WIDTH = 320;

    /** Most pixels in width. */
    public static final int MOST_WIDTH = 1_600;

    /** Least pixels in height. */
    public static final int LEAST_HEIGHT = 200;

    /** Most pixels in height. */
    public static final int MOST_HEIGHT = 1_000;

    /** Checks the size. */
    public PictureRequest {
        if (width < LEAST_WIDTH || width > MOST_WIDTH || height < LEAST_HEIGHT || height > MOST_HEIGHT) {
            throw new IllegalArgumentException("a picture of " + width + " x " + height + " pixels is not drawn");
        }
    }
}
