package io.gradwatch.fleet.sql.worker;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** Messages on a pipe: a length of four bytes, then as many bytes of JSON. */
public final class Frames {

    /** Most bytes of a task; its longest part is the paths of files, half a million of them. Own choice. */
    static final int MOST_BYTES_OF_TASK = 64 << 20;

    /** Most bytes of a reply, whose message is cut long before. Own choice. */
    public static final int MOST_BYTES_OF_REPLY = 1 << 20;

    /** Mapper of the whole process. */
    static final ObjectMapper JSON = new ObjectMapper();

    private Frames() {}

    public static void write(OutputStream pipe, Object message) throws IOException {
        byte[] bytes = JSON.writeValueAsBytes(message);
        DataOutputStream out = new DataOutputStream(pipe);
        out.writeInt(bytes.length);
        out.write(bytes);
        out.flush();
    }

    /**
     * The next message.
     *
     * @param most bytes of it
     * @throws IOException when the pipe has ended, or holds something else than such a message
     */
    public static <T> T read(InputStream pipe, Class<T> type, int most) throws IOException {
        DataInputStream in = new DataInputStream(pipe);
        int length = in.readInt();
        if (length < 0 || length > most) {
            throw new IOException("a message of " + length + " bytes; at most " + most + " are read");
        }
        byte[] bytes = new byte[length];
        in.readFully(bytes);
        return JSON.readValue(bytes, type);
    }
}
