package io.gradwatch.fleet.http.access;

import io.gradwatch.fleet.http.access.AccessSettings.Token;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Sessions of browsers that showed a token. A session is a text for a cookie: its end, and a signature of that with the
 * token as key. The server keeps nothing of it, so that each server with the same token accepts it until its end.
 *
 * @param clock by which sessions end
 */
record BrowserSession(Clock clock) {

    /** Time for which a session holds. */
    static final Duration LENGTH = Duration.ofDays(30);

    private static final String HMAC = "HmacSHA256";

    /** Milliseconds since 1970, and the signature. */
    private static final Pattern VALUE = Pattern.compile("(\\d{1,18})\\.(.*)");

    /** Text of a new session. */
    String begin(Token token) {
        String end = Long.toString(clock.instant().plus(LENGTH).toEpochMilli());
        return end + "." + signature(token, end);
    }

    /** True where the text is a session of the token that has not ended. */
    boolean holds(Token token, String value) {
        Matcher parts = VALUE.matcher(value);
        return parts.matches()
                && same(signature(token, parts.group(1)), parts.group(2))
                && clock.millis() < Long.parseLong(parts.group(1));
    }

    /** Compares in constant time, so that a secret cannot be guessed bit by bit. */
    static boolean same(String expected, String given) {
        return given != null
                && MessageDigest.isEqual(
                        expected.getBytes(StandardCharsets.UTF_8), given.getBytes(StandardCharsets.UTF_8));
    }

    private static String signature(Token token, String end) {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(new SecretKeySpec(token.secret().reveal().getBytes(StandardCharsets.UTF_8), HMAC));
            byte[] value = mac.doFinal(("session of a browser until " + end).getBytes(StandardCharsets.UTF_8));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(value);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("each Java has " + HMAC, e);
        }
    }
}
