package io.gradwatch.schema;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256 of a text, for ids and names that have to be short and distinct. */
public final class Sha256 {

    private Sha256() {}

    /** The whole hash of the text in UTF-8: 64 hexadecimal digits. */
    public static String hex(String text) {
        return hex(text, 32);
    }

    /** The first {@code bytes} of the hash, 1 to 32, in two hexadecimal digits each. */
    public static String hex(String text, int bytes) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash, 0, bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
