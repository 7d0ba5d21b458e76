package io.gradwatch.agent.gateway.socket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServerSocketsTest {

    @TempDir
    Path folder;

    @Test
    void folderThatIsMissing_isMadeForTheOwnerAlone() throws IOException {
        Path socket = folder.resolve("run/gradwatch/agent.sock");
        try (ServerSockets listeners = open(socket)) {
            assertThat(listeners.channels()).hasSize(1);
            assertThat(permissions(socket.getParent())).isEqualTo("rwx------");
            assertThat(permissions(socket)).isEqualTo("rw-------");
        }
        assertThat(socket).doesNotExist();
    }

    @Test
    void socketOfADeadAgent_isReplaced() throws IOException {
        Path socket = folder.resolve("agent.sock");
        try (ServerSocketChannel dead = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            dead.bind(UnixDomainSocketAddress.of(socket));
        }
        assertThat(socket).exists();

        try (ServerSockets listeners = open(socket)) {
            assertThat(listeners.place().socket()).contains(socket);
        }
    }

    @Test
    void socketOfALivingAgent_isLeftToIt() throws IOException {
        Path socket = folder.resolve("agent.sock");
        try (ServerSockets living = open(socket)) {
            assertThatThrownBy(() -> open(socket)).hasMessage("another agent listens at " + socket);
            assertThat(socket).exists();
            assertThat(living.channels().get(0).isOpen()).isTrue();
        }
    }

    @Test
    void fileThatIsNoSocket_isLeft() throws IOException {
        Path file = Files.writeString(folder.resolve("notes"), "mine");

        assertThatThrownBy(() -> open(file)).hasMessageContaining("is no socket");
        assertThat(file).hasContent("mine");
    }

    @Test
    void folderThatOthersMayEnter_isRefused() throws IOException {
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-x---"));

        assertThatThrownBy(() -> open(folder.resolve("agent.sock"))).hasMessageContaining("chmod 700");
    }

    @Test
    void pathThatIsTooLong_isNamed() {
        Path socket = folder.resolve("x".repeat(120));

        assertThatThrownBy(() -> open(socket)).hasMessageContaining(socket.toString());
    }

    private static ServerSockets open(Path socket) throws IOException {
        return ServerSockets.open(new AgentPlace(Optional.of(socket), Optional.empty()));
    }

    private static String permissions(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }
}
