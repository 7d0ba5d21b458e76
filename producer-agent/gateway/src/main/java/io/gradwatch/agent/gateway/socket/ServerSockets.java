package io.gradwatch.agent.gateway.socket;

import io.gradwatch.service.TakenPort;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The sockets at which an agent listens. The Unix socket is removed at the end. */
public final class ServerSockets implements AutoCloseable {

    /** Connections that the kernel may hold until they are accepted. */
    private static final int BACKLOG = 128;

    private static final Set<PosixFilePermission> OWNER = PosixFilePermissions.fromString("rwx------");
    private static final Set<PosixFilePermission> OWNER_FILE = PosixFilePermissions.fromString("rw-------");

    private final List<ServerSocketChannel> channels = new ArrayList<>();
    private Path socket;
    private AgentPlace place;

    private ServerSockets() {}

    /**
     * Listens at a place, or at none of it.
     *
     * @throws IOException when a part of it cannot be had; the message names it
     */
    public static ServerSockets open(AgentPlace place) throws IOException {
        ServerSockets listeners = new ServerSockets();
        boolean opened = false;
        try {
            if (place.socket().isPresent()) {
                listeners.listen(place.socket().get().toAbsolutePath().normalize());
            }
            Optional<InetSocketAddress> tcp = Optional.empty();
            if (place.tcp().isPresent()) {
                tcp = Optional.of(listeners.listen(place.tcp().get()));
            }
            listeners.place = new AgentPlace(place.socket(), tcp);
            opened = true;
            return listeners;
        } finally {
            if (!opened) {
                listeners.close();
            }
        }
    }

    public List<ServerSocketChannel> channels() {
        return channels;
    }

    /** Where it listens, with the port that was free where any was wanted. */
    public AgentPlace place() {
        return place;
    }

    private void listen(Path path) throws IOException {
        makeFolder(path.getParent());
        removeStale(path);
        ServerSocketChannel channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        channels.add(channel);
        try {
            channel.bind(UnixDomainSocketAddress.of(path), BACKLOG);
        } catch (IOException e) {
            throw new IOException("the socket " + path + " cannot be made: " + e.getMessage(), e);
        }
        socket = path;
        Files.setPosixFilePermissions(path, OWNER_FILE);
        channel.configureBlocking(false);
    }

    private InetSocketAddress listen(InetSocketAddress address) throws IOException {
        ServerSocketChannel channel = ServerSocketChannel.open();
        channels.add(channel);
        try {
            channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            channel.bind(address, BACKLOG);
        } catch (BindException e) {
            throw new IOException(
                    TakenPort.problem("the agent", address.getHostString(), address.getPort(), "agent.tcp"), e);
        }
        channel.configureBlocking(false);
        return (InetSocketAddress) channel.getLocalAddress();
    }

    /** Makes the folder of the socket for its owner alone; one that is there must be so already. */
    private static void makeFolder(Path folder) throws IOException {
        if (Files.notExists(folder)) {
            try {
                Files.createDirectories(folder, PosixFilePermissions.asFileAttribute(OWNER));
            } catch (IOException e) {
                throw new IOException("the folder " + folder + " of the socket cannot be made: " + e, e);
            }
            Files.setPosixFilePermissions(folder, OWNER);
            return;
        }
        String owner = Files.getAttribute(folder, "unix:uid", LinkOption.NOFOLLOW_LINKS)
                .toString();
        Set<PosixFilePermission> open = new HashSet<>(Files.getPosixFilePermissions(folder));
        open.removeAll(OWNER);
        if (!owner.equals(AgentPlace.userId()) || !open.isEmpty() || !Files.isDirectory(folder)) {
            throw new IOException("the folder " + folder + " of the socket must be a folder of this user that nobody"
                    + " else may enter (chmod 700)");
        }
    }

    private static void removeStale(Path path) throws IOException {
        if (Files.notExists(path, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        if (!Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                .isOther()) {
            throw new IOException(path + " is there and is no socket");
        }
        if (isListenedAt(path)) {
            throw new IOException("another agent listens at " + path);
        }
        Files.deleteIfExists(path);
    }

    private static boolean isListenedAt(Path path) {
        try (SocketChannel probe = SocketChannel.open(UnixDomainSocketAddress.of(path))) {
            return probe.isConnected();
        } catch (IOException e) {
            // Refused: the process that made it is gone.
            return false;
        }
    }

    @Override
    public void close() throws IOException {
        for (ServerSocketChannel channel : channels) {
            channel.close();
        }
        if (socket != null) {
            Files.deleteIfExists(socket);
        }
    }
}
