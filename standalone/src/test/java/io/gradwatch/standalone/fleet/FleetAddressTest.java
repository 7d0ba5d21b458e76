package io.gradwatch.standalone.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gradwatch.standalone.CommandRun;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

class FleetAddressTest {

    private static final String NOBODY = "--server=http://127.0.0.1:1";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "runs",
                "alerts",
                "compare a b",
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

    private static String server(Map<String, String> environment, String... options) {
        return client(environment, options).server().toString();
    }

    private static FleetClient client(Map<String, String> environment, String... options) {
        RunsCommand command = new RunsCommand();
        CommandLine line = new CommandLine(command);
        line.parseArgs(options);
        FleetAddress address = (FleetAddress)
                line.getCommandSpec().mixins().values().iterator().next().userObject();
        return address.client(environment);
    }
}
