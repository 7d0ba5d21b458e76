package io.gradwatch.fleet.http.route;

import io.javalin.http.Context;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.util.BufferUtil;

/**
 * Connection of a client: tells whether it is gone, while the thread of the request is busy with the answer. To be made
 * when the body of the request is read, and to be closed before the answer is written.
 *
 * <p>Only a read shows that a connection was closed, so this reads while the request is answered. If the client has
 * already sent its next request, the first byte of that is lost. The connection then ends with this answer, which HTTP
 * allows, and the client sends the request again on another one.
 */
public final class ClientConnection implements AutoCloseable {

    private final Context context;
    private final EndPoint connection;
    private boolean watched = true;
    private boolean gone;

    public ClientConnection(Context context) {
        this.context = context;
        this.connection = ServletContextRequest.getServletContextRequest(context.req())
                .getConnectionMetaData()
                .getConnection()
                .getEndPoint();
    }

    /** True where the client has closed the connection. */
    public synchronized boolean isGone() {
        if (watched && !gone) {
            gone = read() < 0;
        }
        return gone;
    }

    private int read() {
        try {
            ByteBuffer next = BufferUtil.allocate(1);
            int read = connection.fill(next);
            if (read > 0) {
                watched = false;
                context.header("Connection", "close");
            }
            return read;
        } catch (IOException e) {
            return -1;
        }
    }

    /** Leaves the connection to the server again. */
    @Override
    public synchronized void close() {
        watched = false;
    }
}
