package io.gradwatch.standalone.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.gradwatch.access.AccessFolder;
import io.gradwatch.access.KafkaLogin;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SharedHostTest {

    private static final String KAFKA = "127.0.0.1:9092";
    private static final String PAGE = "127.0.0.1:8484";

    @TempDir
    Path folder;

    private final List<String> said = new ArrayList<>();
    private String homeBefore;
    private DataFolder data;

    @BeforeEach
    void open() throws IOException {
        homeBefore = System.getProperty("user.home");
        System.setProperty("user.home", folder.resolve("home").toString());
        data = DataFolder.open(folder.resolve("data"));
    }

    @AfterEach
    void close() throws IOException {
        System.setProperty("user.home", homeBefore);
        data.close();
    }

    @Test
    void secretsStay_alsoWhereOthersCouldEnter() throws Exception {
        String token = shared().writeToken();
        assertThat(shared().writeToken()).isEqualTo(token);
        assertThat(said).isEmpty();

        rights(data.root(), "rwxr-xr-x");
        assertThat(shared().writeToken()).isEqualTo(token);
        assertThat(said).containsExactly("other users could enter " + data.root() + " until now");
    }

    @Test
    void secretsAreMadeAnew_whereOthersCouldWrite() throws Exception {
        String token = shared().writeToken();
        rights(data.root(), "rwxrwx---");
        String second = shared().writeToken();
        assertThat(second).isNotEqualTo(token);
        assertThat(said).singleElement().asString().contains("could write in", "made anew");

        rights(data.access(), "rwx----w-");
        assertThat(shared().writeToken()).isNotEqualTo(second);
    }

    @Test
    void secretsOfAnotherUser_areRefused() throws Exception {
        shared();
        for (Path planted : List.of(data.access().resolve("kafka-password"), data.access())) {
            giveToNobody(planted);
            assertThatThrownBy(this::shared)
                    .isInstanceOf(UncheckedIOException.class)
                    .hasMessageContaining(planted + " belongs to ")
                    .hasMessageContaining("Delete it to have new secrets");
        }
    }

    @Test
    void tokenAndPassingLogin_goAtTheEnd_andTheLastingLoginStays() {
        AccessFolder user = AccessFolder.ofUser();
        ClientCredentials announced = new ClientCredentials(Optional.of(shared()));
        announced.kafka(KAFKA, false);
        announced.kafka("127.0.0.1:50123", true);
        announced.page(PAGE, false);
        assertThat(user.kafka(KAFKA)).exists();
        assertThat(user.kafka("127.0.0.1:50123")).exists();
        assertThat(user.token(PAGE)).exists();

        announced.close();
        assertThat(user.kafka(KAFKA)).exists();
        assertThat(user.kafka("127.0.0.1:50123")).doesNotExist();
        assertThat(user.token(PAGE)).doesNotExist();
    }

    @Test
    void filesThatAnEarlierStartLeft_areTakenAway() throws Exception {
        AccessFolder user = leftBehind();
        new ClientCredentials(Optional.empty()).kafka(KAFKA, false);
        new ClientCredentials(Optional.empty()).page(PAGE, false);
        assertThat(user.kafka(KAFKA)).doesNotExist();
        assertThat(user.token(PAGE)).doesNotExist();

        leftBehind();
        ClientCredentials withOthers = new ClientCredentials(Optional.of(shared()));
        withOthers.otherKafka("kafka:9092," + KAFKA);
        withOthers.page(PAGE, true);
        assertThat(user.kafka(KAFKA)).doesNotExist();
        assertThat(user.token(PAGE)).doesNotExist();
    }

    @Test
    void loginOfAnotherMonitorThatRuns_isLeftAlone() throws Exception {
        AccessFolder user = AccessFolder.ofUser();
        KafkaLogin.write(user, KAFKA, shared().login().clientProperties());
        new ClientCredentials(Optional.empty()).otherKafka(KAFKA);
        assertThat(user.kafka(KAFKA)).exists();
    }

    @Test
    void homeThatCannotBeEntered_stopsNoStartWithoutTheMode() throws Exception {
        Files.createFile(folder.resolve("home"));
        ClientCredentials announced = new ClientCredentials(Optional.empty());
        announced.kafka(KAFKA, false);
        announced.otherKafka(KAFKA);
        announced.page(PAGE, false);
        announced.close();
    }

    @Test
    void describedAsItIs_whereKafkaIsAnothers_andTheTokensTheOperators() {
        assertThat(shared().described(Optional.empty(), false))
                .contains("Kafka and the page ask everyone", "write-token", "read-token");
        assertThat(shared().described(Optional.of("kafka:9092"), true))
                .contains("the page asks everyone, but the Kafka at kafka:9092 is not ours to protect", "fleet.tokens")
                .doesNotContain("write-token");
    }

    private static AccessFolder leftBehind() throws IOException {
        AccessFolder user = AccessFolder.ofUser();
        user.write(
                user.kafka(KAFKA),
                "#process=999999999 start=1 namespace=" + Files.readSymbolicLink(Path.of("/proc/self/ns/pid"))
                        + "\nsasl.mechanism=X\n");
        user.write(user.token(PAGE), "token\n");
        return user;
    }

    private SharedHost shared() {
        return SharedHost.open(data, said::add);
    }

    private static void rights(Path path, String rights) throws IOException {
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(rights));
    }

    /** Only root may. */
    private static void giveToNobody(Path path) throws IOException {
        boolean given = true;
        try {
            Files.setAttribute(path, "unix:uid", 65_534);
        } catch (FileSystemException e) {
            given = false;
        }
        assumeTrue(given, "only root gives files away");
    }
}
