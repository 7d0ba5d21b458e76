package io.gradwatch.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KafkaLoginTest {

    private static final Map<String, String> LOGIN = Map.of("sasl.mechanism", "X");

    @TempDir
    Path home;

    private String homeBefore;

    @BeforeEach
    void moveHome() {
        homeBefore = System.getProperty("user.home");
        System.setProperty("user.home", home.toString());
    }

    @AfterEach
    void restoreHome() {
        System.setProperty("user.home", homeBefore);
    }

    @Test
    void kafkaOfWhichNothingIsKnown_needsItsAddressOnly() {
        assertThat(KafkaLogin.properties("kafka:9092")).isEqualTo(Map.of("bootstrap.servers", "kafka:9092"));
    }

    @Test
    void loginIsThatOfTheAddress_byEitherOfItsNames() throws Exception {
        AccessFolder folder = AccessFolder.ofUser();
        folder.write(folder.kafka("127.0.0.1:9092"), "sasl.mechanism=X\n");

        assertThat(KafkaLogin.properties("localhost:9092", Map.of("acks", "all")))
                .isEqualTo(Map.of("bootstrap.servers", "localhost:9092", "sasl.mechanism", "X", "acks", "all"));
        assertThat(KafkaLogin.of("127.0.0.1:9093")).isEmpty();

        folder.delete(folder.kafka("127.0.0.1:9092"));
        assertThat(KafkaLogin.of("127.0.0.1:9092")).isEmpty();
    }

    @Test
    void filesAreTheOwnersAlone_alsoInAFolderThatWasOpen() throws Exception {
        AccessFolder folder = AccessFolder.ofUser();
        Path file = folder.token("127.0.0.1:8484");
        Files.createDirectories(file.getParent());
        Files.setPosixFilePermissions(file.getParent(), PosixFilePermissions.fromString("rwxrwxr-x"));
        folder.write(file, "a");
        folder.write(file, "b");

        assertThat(folder.read(file)).contains("b");
        assertThat(rights(file)).isEqualTo("rw-------");
        assertThat(rights(file.getParent())).isEqualTo("rwx------");
    }

    @Test
    void addressCannotLeaveTheFolder() {
        AccessFolder folder = new AccessFolder(home);
        assertThat(folder.token("../../x:1").getParent()).isEqualTo(home);
        assertThat(folder.kafka("[::1]:9092").getFileName()).hasToString("__1_9092.kafka.properties");
    }

    @Test
    void addressOfIpv6_isTheSameWithBracketsAndWithout() {
        AccessFolder folder = new AccessFolder(home);
        assertThat(folder.token("::1:8484")).isEqualTo(folder.token("[::1]:8484"));
    }

    @Test
    void homeThatCannotBeEntered_isAsOneWithoutLogins() throws Exception {
        System.setProperty("user.home", Files.createFile(home.resolve("file")).toString());

        assertThat(KafkaLogin.of("127.0.0.1:9092")).isEmpty();
    }

    @Test
    void loginOfAMonitorThatRuns_isUsed_alsoBeforeItListens() throws Exception {
        AccessFolder folder = AccessFolder.ofUser();
        try (ServerSocket kafka = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String address = "127.0.0.1:" + kafka.getLocalPort();
            KafkaLogin.write(folder, address, LOGIN);

            assertThat(KafkaLogin.of(address)).isEqualTo(LOGIN);
            assertThat(KafkaLogin.isLeftOver(folder, address)).isFalse();
            kafka.close();
            assertThat(KafkaLogin.of(address)).isEqualTo(LOGIN);
        }
    }

    @Test
    void loginOfAMonitorThatHasEnded_waitsForItsNextStart_andIsNotShownToAnotherKafka() throws Exception {
        assumeTrue(Files.exists(Path.of("/proc/self/net/tcp")));
        AccessFolder folder = AccessFolder.ofUser();
        ServerSocket kafka = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        String address = "127.0.0.1:" + kafka.getLocalPort();
        KafkaLogin.write(folder, address, LOGIN);
        Path file = folder.kafka(address);
        // The number of this process, as if another one had it before.
        folder.write(file, Files.readString(file).replaceFirst("start=\\d+", "start=1"));

        assertThat(KafkaLogin.isLeftOver(folder, address)).isTrue();
        assertThat(KafkaLogin.of(address)).isEmpty();
        kafka.close();
        assertThat(KafkaLogin.of(address)).isEqualTo(LOGIN);
    }

    @Test
    void loginOfAProcessInAnotherNamespace_isUsed() throws Exception {
        AccessFolder folder = AccessFolder.ofUser();
        KafkaLogin.write(folder, "127.0.0.1:9092", LOGIN);
        Path file = folder.kafka("127.0.0.1:9092");
        folder.write(file, Files.readString(file).replaceFirst("start=\\d* namespace=.*", "start=1 namespace=other"));

        assertThat(KafkaLogin.isLeftOver(folder, "127.0.0.1:9092")).isFalse();
    }

    @Test
    void fileThatIsNoProperties_isNamed() throws Exception {
        AccessFolder folder = AccessFolder.ofUser();
        Path file = folder.kafka("127.0.0.1:9092");
        folder.write(file, "a=\\u12");

        assertThatThrownBy(() -> KafkaLogin.of("127.0.0.1:9092"))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining(file.toString());
    }

    private static String rights(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }
}
