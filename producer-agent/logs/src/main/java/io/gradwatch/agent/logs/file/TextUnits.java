package io.gradwatch.agent.logs.file;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;

/** Units of a text, each one byte of UTF-8 or two of UTF-16; the first bytes tell which. Counts the bytes. */
final class TextUnits implements AutoCloseable {

    /** There is no unit, yet or at all. */
    static final int NONE = -1;

    private static final int HEAD_BYTES = 4;

    private final PushbackInputStream in;
    private TextEncoding encoding;
    private boolean growing;
    private long read;
    /** Bytes of the last unit, the second only of a wide one. */
    private int first;

    private int second;

    /** @param growing true if more may come behind its end */
    TextUnits(InputStream in, boolean growing) {
        this.in = new PushbackInputStream(in, HEAD_BYTES);
        this.growing = growing;
    }

    /** The next unit; {@link #NONE} where it is not there yet. */
    int next() throws IOException {
        if (encoding == null && !decide()) {
            return NONE;
        }
        first = in.read();
        if (first == NONE) {
            return NONE;
        }
        if (!encoding.isWide()) {
            read++;
            return first;
        }
        second = in.read();
        if (second == NONE) {
            in.unread(first);
            return NONE;
        }
        read += 2;
        return encoding.unit(first, second);
    }

    /** Puts the last unit back. */
    void unread() throws IOException {
        if (encoding.isWide()) {
            in.unread(second);
            read--;
        }
        in.unread(first);
        read--;
    }

    private boolean decide() throws IOException {
        byte[] head = in.readNBytes(HEAD_BYTES);
        if (head.length == HEAD_BYTES || !growing) {
            encoding = TextEncoding.of(head);
            read = encoding.markBytes();
        }
        in.unread(head, (int) read, head.length - (int) read);
        return encoding != null;
    }

    /** Adds the bytes of the last unit to a line. */
    void write(ByteArrayOutputStream line) {
        line.write(first);
        if (encoding.isWide()) {
            line.write(second);
        }
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
