package io.gradwatch.fleet.http.stream;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;

/**
 * Up to where a client has seen each partition: the next offset of each, telemetry first. It is the id of an event, so
 * that a client goes on where it was, at any instance.
 *
 * @param next offsets, 0 or more; a copy is neither made nor needed
 */
record Positions(long[] next) {

    private static final int MOST_CHARACTERS = 32_768;

    /** Seven bits a byte, base64. */
    String token() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (long offset : next) {
            long rest = offset;
            while (rest >= 0x80) {
                bytes.write((int) (rest & 0x7F | 0x80));
                rest >>>= 7;
            }
            bytes.write((int) rest);
        }
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.toByteArray());
    }

    /** Positions of a token; empty where it is none, or of another number of partitions. */
    static Optional<Positions> read(String token, int partitions) {
        if (token.length() > MOST_CHARACTERS) {
            return Optional.empty();
        }
        try {
            byte[] bytes = Base64.getUrlDecoder().decode(token);
            long[] next = new long[partitions];
            int at = 0;
            int shift = 0;
            for (byte piece : bytes) {
                if (at == partitions || shift > 56) {
                    return Optional.empty();
                }
                next[at] |= (piece & 0x7FL) << shift;
                shift = piece < 0 ? shift + 7 : 0;
                at = piece < 0 ? at : at + 1;
            }
            return at == partitions && shift == 0 ? Optional.of(new Positions(next)) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Positions positions && Arrays.equals(next, positions.next);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(next);
    }

    @Override
    public String toString() {
        return Arrays.toString(next);
    }
}
