package io.gradwatch.fleet;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/** Finds a free port: other instances are told it before the server has it. */
final class FreePort {

    private FreePort() {}

    static int at(String host) {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName(host))) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new IllegalStateException("the fleet finds no free port at " + host + ": " + e.getMessage(), e);
        }
    }
}
