package io.gradwatch.agent.attach.file;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** Passes on what is read, at once. Who does not take it any more does not stop the reading. */
final class TeeInputStream extends FilterInputStream {

    private OutputStream out;

    TeeInputStream(InputStream in, OutputStream out) {
        super(in);
        this.out = out;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        int count = super.read(bytes, offset, length);
        try {
            if (count > 0) {
                out.write(bytes, offset, count);
                out.flush();
            }
        } catch (IOException e) {
            out = OutputStream.nullOutputStream();
        }
        return count;
    }
}
