package io.gradwatch.standalone.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gradwatch.kafka.testing.TestKafka;
import io.gradwatch.schema.Evaluation;
import io.gradwatch.schema.Origin;
import io.gradwatch.schema.Split;
import io.gradwatch.schema.Step;
import io.gradwatch.schema.Telemetry;
import io.gradwatch.schema.Topics;
import io.gradwatch.standalone.CommandRun;
import io.gradwatch.standalone.fleet.LoopbackFleet;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class LiveRunsIT {

    @RegisterExtension
    static final TestKafka KAFKA = TestKafka.shared();

    @Test
    void runInKafka_tellsWhichJudgeItAndWhatTheOthersLack_andOneThatIsNot_isTold() throws Exception {
        CommandRun text = CommandRun.of(
                "detectors", "--from-kafka", KAFKA.bootstrapServers(), "--run", "live", "--run", "unknown");
        CommandRun json =
                CommandRun.of("detectors", "--json", "--from-kafka", KAFKA.bootstrapServers(), "--run", "live");

        assertThat(text.out())
                .contains("live: 3 records")
                .contains("abstained: update-ratio, as the run has no update ratio")
                .doesNotContain("abstained: train-validation-gap");
        assertThat(text.err()).contains("unknown: has sent nothing to Kafka");
        assertThat(text.code()).isEqualTo(1);
        JsonNode line = new ObjectMapper().readTree(json.out());
        assertThat(line.get("records").asLong()).isEqualTo(3);
        assertThat(line.get("judged").toString()).contains("silent-run").contains("train-validation-gap");
        assertThat(line.get("abstained").get("update-ratio").asText()).isEqualTo("update ratio");
        assertThat(json.code()).isZero();
    }

    @Test
    void runOfAFleet_isReadFromItsKafka_andOneThatItDoesNotKnow_isTold() throws Exception {
        try (LoopbackFleet fleet = new LoopbackFleet(KAFKA.bootstrapServers(), "live=first try", "forgotten")) {
            CommandRun run =
                    CommandRun.of("detectors", fleet.option(), "--run=live", "--run=unknown", "--run=forgotten");

            assertThat(run.out()).contains("live: 3 records");
            assertThat(run.err())
                    .contains("unknown: no run has this id or name at http://127.0.0.1:")
                    .contains("forgotten: has sent nothing to Kafka at " + KAFKA.bootstrapServers());
            assertThat(run.code()).isEqualTo(1);
            assertThat(CommandRun.of("detectors", fleet.option(), "--run=first try")
                            .out())
                    .contains("live: 3 records");
            assertThat(CommandRun.of("detectors", fleet.option(), "--project=letters", "--disable=plateau")
                            .out())
                    .contains("plateau is switched off");
        }
    }

    @BeforeAll
    static void send() {
        Step step = Step.newBuilder().setStep(1).setLoss(0.9).build();
        Evaluation evaluation = Evaluation.newBuilder()
                .setStep(1)
                .setSplit(Split.TRAIN_VAL)
                .setLoss(1.0)
                .setErrorTypes(List.of())
                .build();
        send("live", TestKafka.bytes("no record"));
        send("live", encoded(0, step));
        send("live", encoded(0, step));
        send("other", encoded(1, step));
        send("live", encoded(1, evaluation));
        send("live", encoded(2, Step.newBuilder().setStep(2).setLoss(0.8).build()));
    }

    private static void send(String key, byte[] value) {
        KAFKA.send(Topics.TELEMETRY.name(), key, value);
    }

    private static byte[] encoded(long sequence, Object event) {
        Origin origin = new Origin("live", 0, 0, 1L, sequence, 0L, false);
        return Topics.TELEMETRY.codec().encode(new Telemetry(origin, event));
    }
}
