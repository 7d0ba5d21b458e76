package io.gradwatch.alerting.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/**
 * Puts STARTTLS before an SMTP server that has none: refuses mail until the client turned to TLS, then passes all on to
 * the server behind it.
 */
public final class StartTlsRelay implements AutoCloseable {

    private final SSLContext tls;
    private final int serverPort;
    private final ServerSocket socket;
    private final AtomicInteger upgrades = new AtomicInteger();

    /**
     * @param tls with the certificate to show
     * @param serverPort of the SMTP server behind, on the loopback address
     */
    public StartTlsRelay(SSLContext tls, int serverPort) throws IOException {
        this.tls = tls;
        this.serverPort = serverPort;
        this.socket = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        daemon(this::accept);
    }

    /** Port on the loopback address. */
    public int port() {
        return socket.getLocalPort();
    }

    /** Connections that turned to TLS. */
    public int upgrades() {
        return upgrades.get();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    private void accept() {
        while (!socket.isClosed()) {
            try {
                Socket client = socket.accept();
                daemon(() -> serve(client));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void serve(Socket client) {
        try (client) {
            if (!turnsToTls(client)) {
                return;
            }
            SSLSocket secure = (SSLSocket) tls.getSocketFactory().createSocket(client, null, client.getPort(), true);
            secure.setUseClientMode(false);
            secure.startHandshake();
            upgrades.incrementAndGet();
            relay(secure);
        } catch (IOException e) {
            // The client went away; it says why where it matters.
        }
    }

    private static boolean turnsToTls(Socket client) throws IOException {
        OutputStream out = client.getOutputStream();
        InputStream in = client.getInputStream();
        say(out, "220 relay ESMTP");
        for (String line = line(in); !line.isEmpty(); line = line(in)) {
            if (line.startsWith("EHLO")) {
                say(out, "250-relay\r\n250 STARTTLS");
            } else if (line.startsWith("STARTTLS")) {
                say(out, "220 go ahead");
                return true;
            } else {
                say(out, "530 Must issue a STARTTLS command first");
            }
        }
        return false;
    }

    private void relay(Socket secure) throws IOException {
        try (Socket server = new Socket(InetAddress.getLoopbackAddress(), serverPort)) {
            InputStream fromServer = server.getInputStream();
            while (fromServer.read() != '\n') {
                // The client was greeted before.
            }
            daemon(() -> pump(secure, server));
            fromServer.transferTo(secure.getOutputStream());
        }
    }

    private static void pump(Socket from, Socket to) {
        try {
            from.getInputStream().transferTo(to.getOutputStream());
            to.shutdownOutput();
        } catch (IOException e) {
            // One side hung up; the other ends by that.
        }
    }

    /** Byte by byte, so that none that belongs to TLS is taken. */
    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c >= 0 && c != '\n'; c = in.read()) {
            line.append((char) c);
        }
        return line.toString();
    }

    private static void say(OutputStream out, String line) throws IOException {
        out.write((line + "\r\n").getBytes(StandardCharsets.US_ASCII));
        out.flush();
    }

    private static void daemon(Runnable task) {
        Thread thread = new Thread(task, "starttls-relay");
        thread.setDaemon(true);
        thread.start();
    }
}
