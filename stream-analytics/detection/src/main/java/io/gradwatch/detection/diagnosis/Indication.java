package io.gradwatch.detection.diagnosis;

/**
 * Word of the stream on a cause.
 *
 * @param weight above 0 for it, below 0 against it, 0 where nothing is known; 2 moves a cause in front of those of
 *     which nothing is known, whatever its usual rank
 * @param reason what was seen, as the rest of a sentence; empty where nothing was
 * @param checked whether the stream could tell
 */
record Indication(int weight, String reason, boolean checked) {

    /** The stream does not tell. */
    static Indication unchecked(String lacking) {
        return new Indication(0, lacking, false);
    }

    /** It speaks for the cause. */
    static Indication pro(String reason) {
        return new Indication(2, reason, true);
    }

    /** It speaks against the cause. */
    static Indication against(String reason) {
        return new Indication(-2, reason, true);
    }

    /** It was looked at, and is not out of the ordinary. */
    static Indication neutral() {
        return new Indication(0, "", true);
    }
}
