package io.gradwatch.kafka.testing;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.atomic.AtomicInteger;

/** Ports of the loopback address for servers that a test starts, stops and starts again. */
public final class TestPorts {

    /** Below the ports that Linux gives to connections, and to servers of other tests that ask for any port. */
    private static final int FIRST = 20_000;

    private static final int COUNT = 12_000;

    /** Test processes that run at once begin at different places. */
    private static final AtomicInteger NEXT =
            new AtomicInteger((int) (ProcessHandle.current().pid() * 97 % COUNT));

    private TestPorts() {}

    /** A port that is free at the call, and that this process gives out once. */
    public static int free() {
        for (int tries = 0; tries < COUNT; tries++) {
            int port = FIRST + NEXT.getAndIncrement() % COUNT;
            try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return socket.getLocalPort();
            } catch (IOException e) {
                // Somebody has it.
            }
        }
        throw new IllegalStateException("no port from " + FIRST + " on is free");
    }
}
