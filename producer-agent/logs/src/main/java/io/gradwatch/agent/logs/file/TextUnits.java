package io.gradwatch.agent.logs.file;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.Deque;

/** Units of a text, each one byte of UTF-8 or two of UTF-16; the first bytes tell which. Counts the bytes. */
final class TextUnits implements AutoCloseable {

    /** There is no unit, yet or at all. */
    static final int NONE = -1;

    private static final int HEAD_BYTES = 4;

    private final InputStream in;
    private final Deque<Integer> ahead = new ArrayDeque<>();
    private TextEncoding encoding;
    private boolean growing;
    private long read;

    /** @param growing true if more may come behind its end */
    TextUnits(InputStream in, boolean growing) {
        this.in = in;
        this.growing = growing;
    }

    /** The next unit; {@link #NONE} where it is not there yet. */
    int next() throws IOException {
        if (encoding == null && !decide()) {
            return NONE;
        }
        int first = oneByte();
        if (first == NONE || !encoding.isWide()) {
            return first;
        }
        int second = oneByte();
        if (second == NONE) {
            back(first);
            return NONE;
        }
        return encoding.unit(first, second);
    }

    /** Puts the last unit back. */
    void unread(int unit) {
        if (encoding.isWide()) {
            back(encoding.second(unit));
            back(encoding.first(unit));
        } else {
            back(unit);
        }
    }

    private boolean decide() throws IOException {
        byte[] head = new byte[HEAD_BYTES];
        int have = 0;
        while (have < head.length) {
            int next = oneByte();
            if (next == NONE) {
                break;
            }
            head[have++] = (byte) next;
        }
        if (have == head.length || !growing) {
            encoding = TextEncoding.of(head, have);
        }
        int mark = encoding == null ? 0 : encoding.markBytes();
        for (int i = have - 1; i >= mark; i--) {
            back(head[i] & 0xff);
        }
        return encoding != null;
    }

    private int oneByte() throws IOException {
        int next = ahead.isEmpty() ? in.read() : ahead.pop();
        read += next == NONE ? 0 : 1;
        return next;
    }

    private void back(int value) {
        ahead.push(value);
        read--;
    }

    /** Adds the bytes of a unit to a line. */
    void write(int unit, ByteArrayOutputStream line) {
        encoding.write(unit, line);
    }

    /** Encoding of the bytes; UTF-8 before the first unit. */
    TextEncoding encoding() {
        return encoding == null ? TextEncoding.UTF_8 : encoding;
    }

    /** Bytes that were read, with a byte order mark. */
    long read() {
        return read;
    }

    boolean isGrowing() {
        return growing;
    }

    /** No more comes. */
    void end() {
        growing = false;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
