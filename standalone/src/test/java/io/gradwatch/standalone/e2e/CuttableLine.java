package io.gradwatch.standalone.e2e;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A line between a client and a server of this machine that can be cut, or hang, and be mended. */
public final class CuttableLine implements AutoCloseable {

    private enum Fault {
        NONE,
        CUT,
        HANGS
    }

    private final ServerSocket entrance;
    private final int target;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private volatile Fault fault = Fault.NONE;

    /** @param target port of the loopback address */
    public CuttableLine(int target) throws IOException {
        this.target = target;
        this.entrance = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        thread(this::accept);
    }

    /** The port at which clients come in. */
    public int port() {
        return entrance.getLocalPort();
    }

    /** Ends all connections and takes no new ones. */
    public void cut() {
        fault = Fault.CUT;
        open.forEach(CuttableLine::end);
        open.clear();
    }

    /** Keeps all connections open and lets nothing through. */
    public void hang() {
        fault = Fault.HANGS;
    }

    /** Lets everything through again; what came while it hung is lost with its connection. */
    public void mend() {
        boolean hung = fault == Fault.HANGS;
        fault = Fault.NONE;
        if (hung) {
            open.forEach(CuttableLine::end);
            open.clear();
        }
    }

    private void accept() {
        while (!entrance.isClosed()) {
            try {
                Socket client = entrance.accept();
                if (fault == Fault.CUT) {
                    client.close();
                    continue;
                }
                Socket server;
                try {
                    server = new Socket(InetAddress.getLoopbackAddress(), target);
                } catch (IOException e) {
                    // Nobody listens at the moment.
                    client.close();
                    continue;
                }
                open.add(client);
                open.add(server);
                thread(() -> pump(client, server));
                thread(() -> pump(server, client));
            } catch (IOException e) {
                if (!entrance.isClosed()) {
                    throw new UncheckedIOException(e);
                }
            }
        }
    }

    /** Passes bytes on until one was lost: no later one may stand in its place, as none would in a real network. */
    private void pump(Socket from, Socket to) {
        byte[] buffer = new byte[16_384];
        boolean lost = false;
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                lost |= fault == Fault.HANGS;
                if (!lost) {
                    out.write(buffer, 0, read);
                    out.flush();
                } else if (fault != Fault.HANGS) {
                    return;
                }
            }
        } catch (IOException e) {
            // One of the two has gone, or was cut off.
        } finally {
            open.remove(from);
            open.remove(to);
        }
    }

    private static void thread(Runnable work) {
        Thread thread = new Thread(work, "line");
        thread.setDaemon(true);
        thread.start();
    }

    private static void end(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        entrance.close();
        cut();
    }
}
