package io.gradwatch.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ListeningUsersTest {

    @TempDir
    Path process;

    @Test
    void listenerOfThisProcess_isNoStranger() throws Exception {
        assumeTrue(Files.exists(Path.of("/proc/self/net/tcp")));
        ListeningUsers host = ListeningUsers.ofHost();
        ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"));
        String address = "127.0.0.1:" + socket.getLocalPort();
        assertThat(host.at(address)).hasSize(1);
        assertThat(host.at("localhost:" + socket.getLocalPort())).hasSize(1);
        assertThat(host.strangersAt(address)).isEmpty();

        socket.close();
        assertThat(host.at(address)).isEmpty();
    }

    @Test
    void strangersAreThoseWhoTakeConnectionsToTheAddress_butRootAndTheUser() throws Exception {
        assumeTrue(ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN);
        Files.writeString(process.resolve("status"), "Name:\tjava\nUid:\t1000\t1000\t1000\t1000\n");
        Files.createDirectory(process.resolve("net"));
        // Ports 2000 to 2004.
        Files.writeString(process.resolve("net/tcp"), """
              sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
               0: 0100007F:07D0 00000000:0000 0A 00000000:00000000 00:00000000 00000000  1001        0 1 1 0
               1: 0200007F:07D1 00000000:0000 0A 00000000:00000000 00:00000000 00000000  1001        0 1 1 0
               2: 00000000:07D2 00000000:0000 0A 00000000:00000000 00:00000000 00000000  1000        0 1 1 0
               3: 0100007F:07D3 0100007F:9999 01 00000000:00000000 00:00000000 00000000  1001        0 1 1 0
               4: 0100007F:07D4 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 1 1 0
            """);
        String rest =
                " 00000000000000000000000000000000:0000 0A 00000000:00000000 00:00000000 00000000  1002 0 1 1 0\n";
        Files.writeString(
                process.resolve("net/tcp6"),
                "head\n 0: 00000000000000000000000001000000:07D1" + rest
                        + " 1: 0000000000000000FFFF00000100007F:07D5" + rest
                        + " 2: 00000000000000000000000000000000:07D6" + rest);
        ListeningUsers listeners = new ListeningUsers(process);

        assertThat(listeners.strangersAt("127.0.0.1:2000")).containsExactly(1001L);
        assertThat(listeners.at("127.0.0.1:2001")).isEmpty();
        assertThat(listeners.strangersAt("[::1]:2001")).containsExactly(1002L);
        assertThat(listeners.at("127.0.0.1:2002")).containsExactly(1000L);
        assertThat(listeners.strangersAt("127.0.0.1:2002")).isEmpty();
        assertThat(listeners.at("127.0.0.1:2003")).isEmpty();
        assertThat(listeners.strangersAt("127.0.0.1:2004")).isEmpty();
        assertThat(listeners.strangersAt("127.0.0.1:2005")).containsExactly(1002L);
        assertThat(listeners.strangersAt("127.0.0.1:2006")).containsExactly(1002L);
    }

    @Test
    void hostWithoutTables_andAddressesThatAreNone_haveNobody() {
        assertThat(new ListeningUsers(process).at("127.0.0.1:2000")).isEmpty();
        assertThat(ListeningUsers.ofHost().at("2000")).isEmpty();
        assertThat(ListeningUsers.ofHost().at("127.0.0.1:x")).isEmpty();
        assertThat(ListeningUsers.ofHost().at("no such host:1")).isEmpty();
    }
}
