package io.gradwatch.schema.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KafkaLoginTest {

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
        assertThat(folder.kafka("[::1]:9092").getFileName()).hasToString("___1__9092.kafka.properties");
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
