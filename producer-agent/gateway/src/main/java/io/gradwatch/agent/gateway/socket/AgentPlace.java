package io.gradwatch.agent.gateway.socket;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Address on which an agent listens: a Unix socket, a loopback address, or both.
 *
 * @param socket path of the Unix socket
 * @param tcp loopback address
 */
public record AgentPlace(Optional<Path> socket, Optional<InetSocketAddress> tcp) {

    /** The loopback address that is used where none is given. */
    public static final String DEFAULT_TCP = "127.0.0.1:4270";

    private static final String UNIX = "unix:";
    private static final String TCP = "tcp:";
    private static final int MAX_PORT = 65_535;

    /**
     * Address of {@code GRADWATCH_AGENT}, else the default socket: {@code $XDG_RUNTIME_DIR/gradwatch/agent.sock}, or
     * {@code /tmp/gradwatch-<uid>/agent.sock} where that is not set.
     *
     * @throws IllegalArgumentException when the variable cannot be used
     */
    public static AgentPlace fromEnvironment(Map<String, String> environment) {
        String place = environment.getOrDefault("GRADWATCH_AGENT", "").strip();
        if (place.isEmpty()) {
            return new AgentPlace(Optional.of(defaultSocket(environment)), Optional.empty());
        }
        if (place.startsWith(UNIX) && place.length() > UNIX.length()) {
            return new AgentPlace(Optional.of(Path.of(place.substring(UNIX.length()))), Optional.empty());
        }
        if (place.startsWith(TCP)) {
            return new AgentPlace(Optional.empty(), Optional.of(loopback(place.substring(TCP.length()))));
        }
        throw new IllegalArgumentException(
                "GRADWATCH_AGENT was '" + place + "' but must be unix:/path/agent.sock or tcp:" + DEFAULT_TCP);
    }

    /**
     * A loopback address from host and port.
     *
     * @param text such as {@value #DEFAULT_TCP}; port 0 takes a free one
     * @throws IllegalArgumentException when it is none
     */
    public static InetSocketAddress loopback(String text) {
        int colon = text.lastIndexOf(':');
        try {
            InetAddress host = InetAddress.getByName(text.substring(0, Math.max(0, colon)));
            int port = Integer.parseInt(text.substring(colon + 1));
            if (colon > 0 && host.isLoopbackAddress() && port >= 0 && port <= MAX_PORT) {
                return new InetSocketAddress(host, port);
            }
        } catch (UnknownHostException | NumberFormatException e) {
            // The message below says all.
        }
        throw new IllegalArgumentException(
                "'" + text + "' must be a loopback address and a port, such as " + DEFAULT_TCP);
    }

    /** Where jobs look for an agent unless they are told. */
    static Path defaultSocket(Map<String, String> environment) {
        String runtime = environment.getOrDefault("XDG_RUNTIME_DIR", "");
        Path folder = runtime.isEmpty() ? Path.of("/tmp", "gradwatch-" + userId()) : Path.of(runtime, "gradwatch");
        return folder.resolve("agent.sock");
    }

    /** Of this process on Linux; of the owner of the user's home elsewhere. */
    public static String userId() {
        for (Path owned : new Path[] {Path.of("/proc/self"), Path.of(System.getProperty("user.home", "/"))}) {
            try {
                return Files.getAttribute(owned, "unix:uid").toString();
            } catch (IOException | UnsupportedOperationException | IllegalArgumentException e) {
                // The next one tells.
            }
        }
        return System.getProperty("user.name", "nobody");
    }

    /** Value of {@code GRADWATCH_AGENT} for jobs to connect here; the Unix socket where there are both. */
    public String first() {
        return all().get(0);
    }

    private List<String> all() {
        List<String> all = new ArrayList<>();
        socket.ifPresent(path -> all.add(UNIX + path));
        tcp.ifPresent(address -> all.add(TCP + address.getHostString() + ":" + address.getPort()));
        return all;
    }

    /** Where jobs connect, for a person. */
    @Override
    public String toString() {
        return String.join(" and ", all());
    }
}
