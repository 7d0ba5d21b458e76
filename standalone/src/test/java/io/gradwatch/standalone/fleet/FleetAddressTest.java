package io.gradwatch.standalone.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.gradwatch.access.AccessFolder;
import io.gradwatch.access.ListeningUsers;
import io.gradwatch.standalone.CommandRun;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

class FleetAddressTest {

    @TempDir
    Path folder;

    private final StringWriter err = new StringWriter();

    private static final String NOBODY = "--server=http://127.0.0.1:1";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "runs",
                "alerts",
                "compare a b",
                "summary --since 7d",
                "sql SELECT",
                "silence query",
                "silence add --run=x",
                "silence expire x",
                "acknowledge x",
                "report my-run",
                "detectors --run=my-run",
                "detectors --project=digits",
                "attach ."
            })
    void commandThatAsksAFleet_saysTheSameWhereNoneAnswers(String command) {
        String[] words = (command + " " + NOBODY).split(" ");

        CommandRun run = CommandRun.of(words);

        assertThat(run.code()).isEqualTo(1);
        assertThat(run.out()).isEmpty();
        assertThat(run.err().strip())
                .endsWith("no fleet answers at http://127.0.0.1:1: start 'gradwatch up', or say where it is"
                        + " (--server or GRADWATCH_SERVER)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"report my-run", "detectors --run=my-run", "runs", "attach ."})
    void serverThatIsNoAddress_isNotUnderstood(String command) {
        CommandRun run = CommandRun.of((command + " --server=monitor").split(" "));

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains("the server was 'monitor' but must be such as http://127.0.0.1:8484");
    }

    @Test
    void option_goesBeforeTheEnvironment_andBlankIsNone() {
        assertThat(server(Map.of("GRADWATCH_SERVER", "http://a:1"), "--server=http://b:2"))
                .isEqualTo("http://b:2");
        assertThat(server(Map.of("GRADWATCH_SERVER", "http://a:1"))).isEqualTo("http://a:1");
        assertThat(server(Map.of("GRADWATCH_SERVER", " "))).isEqualTo("http://127.0.0.1:8484");
        assertThatThrownBy(() -> server(Map.of("GRADWATCH_SERVER", "no address")))
                .isInstanceOf(ParameterException.class)
                .hasMessageContaining("the server was 'no address' but must be such as");
    }

    @Test
    void fleetOfAnotherHost_whoseKafkaIsOnItsLoopback_isToldAndNotAskedHere() throws Exception {
        try (LoopbackFleet fleet = new LoopbackFleet("127.0.0.1:9092")) {
            FleetClient here = client(Map.of(), fleet.option());
            FleetClient elsewhere = client(Map.of(), fleet.option().replace("127.0.0.1", "0.0.0.0"));

            assertThat(here.kafka()).isEqualTo("127.0.0.1:9092");
            assertThatThrownBy(elsewhere::kafka)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("reads Kafka at 127.0.0.1:9092, an address of its own host")
                    .hasMessageContaining("--bootstrap-servers");
        }
    }

    @Test
    void ownToken_isShownToTheOwnFleet_andNotToAnotherUserWhoListensThere() throws Exception {
        String home = System.getProperty("user.home");
        System.setProperty("user.home", folder.toString());
        try (LoopbackFleet fleet = new LoopbackFleet("127.0.0.1:9092")) {
            AccessFolder own = AccessFolder.ofUser();
            own.write(own.token("127.0.0.1:" + fleet.port()), "the-token\n");

            client(Map.of(), ListeningUsers.ofHost(), fleet.option()).kafka();
            assertThat(fleet.shown()).isEqualTo("Bearer the-token");

            FleetClient another = client(Map.of(), listeningAs(1001, fleet.port()), fleet.option());
            another.kafka();
            another.kafka();
            assertThat(fleet.shown()).isNull();
            assertThat(err.toString())
                    .containsOnlyOnce("listens another user of this host, with the id [1001]")
                    .contains(".token is kept back");
        } finally {
            System.setProperty("user.home", home);
        }
    }

    @Test
    void homeThatCannotBeEntered_isSaid_andTheFleetIsAsked() throws Exception {
        String home = System.getProperty("user.home");
        System.setProperty("user.home", Files.createFile(folder.resolve("file")).toString());
        try (LoopbackFleet fleet = new LoopbackFleet("127.0.0.1:9092")) {
            assertThat(client(Map.of(), ListeningUsers.ofHost(), fleet.option()).kafka())
                    .isEqualTo("127.0.0.1:9092");
            assertThat(err.toString()).contains("so none is shown");
        } finally {
            System.setProperty("user.home", home);
        }
    }

    /** Tables of Linux in which another user has the port. */
    private ListeningUsers listeningAs(int user, int port) throws IOException {
        assumeTrue(ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN);
        Files.createDirectories(folder.resolve("process/net"));
        Files.writeString(folder.resolve("process/status"), "Uid:\t1000\t1000\t1000\t1000\n");
        Files.writeString(
                folder.resolve("process/net/tcp"),
                String.format("head%n 0: 0100007F:%04X 00000000:0000 0A 0:0 00:0 0 %d 0 1 1 0%n", port, user));
        return new ListeningUsers(folder.resolve("process"));
    }

    private static String server(Map<String, String> environment, String... options) {
        return client(environment, options).server().toString();
    }

    private static FleetClient client(Map<String, String> environment, String... options) {
        return address(new StringWriter(), options).client(environment);
    }

    private FleetClient client(Map<String, String> environment, ListeningUsers host, String... options) {
        return address(err, options).client(environment, host);
    }

    private static FleetAddress address(StringWriter err, String... options) {
        RunsCommand command = new RunsCommand();
        CommandLine line = new CommandLine(command).setErr(new PrintWriter(err, true));
        line.parseArgs(options);
        return (FleetAddress)
                line.getCommandSpec().mixins().values().iterator().next().userObject();
    }
}
