package io.gradwatch.admission;

import io.gradwatch.schema.Sha256;

/** Bound of the paths of checkpoints, which are told apart by them. */
public final class CheckpointPath {

    /** Longest path that is kept whole, characters: as long as a key of S3, in bytes, may be. */
    public static final int CHARACTERS = 1_024;

    private static final int DIGEST_BYTES = 16;

    /** Characters of each end that stay, beside the digest and its marks. */
    private static final int END_CHARACTERS = (CHARACTERS - 2 * DIGEST_BYTES - 2) / 2;

    private CheckpointPath() {}

    /** The path; of a longer one its beginning and its end, and between them a digest of the whole. */
    public static String bounded(String path) {
        if (path.length() <= CHARACTERS) {
            return path;
        }
        int begin = END_CHARACTERS;
        int end = path.length() - END_CHARACTERS;
        return path.substring(0, Character.isHighSurrogate(path.charAt(begin - 1)) ? begin - 1 : begin)
                + "…" + Sha256.hex(path, DIGEST_BYTES) + "…"
                + path.substring(Character.isLowSurrogate(path.charAt(end)) ? end + 1 : end);
    }
}
