package io.gradwatch.standalone.report;

import static org.assertj.core.api.Assertions.assertThat;

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
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ReportFromKafkaIT {

    @RegisterExtension
    static final TestKafka KAFKA = TestKafka.shared();

    @Test
    void runThatIsInTheTopic_isReported_andOneThatIsNot_isTold() throws Exception {
        CommandRun run =
                CommandRun.of("report", "--goal", "1", "--from-kafka", KAFKA.bootstrapServers(), "digits", "unknown");

        assertThat(run.out().lines())
                .anySatisfy(line -> assertThat(line).matches("training error +10%"))
                .anySatisfy(line -> assertThat(line).matches("validation error +30%"))
                .anySatisfy(line -> assertThat(line).matches("next +over-fitting"));
        assertThat(run.err()).contains("unknown: has no error");
        assertThat(run.code()).isEqualTo(1);
    }

    @Test
    void runOfAFleet_isReported_andOneThatItDoesNotKnow_isTold() throws Exception {
        try (LoopbackFleet fleet = new LoopbackFleet(KAFKA.bootstrapServers(), "digits")) {
            CommandRun run = CommandRun.of("report", "--goal", "1", fleet.option(), "digits", "unknown");

            assertThat(run.out().lines())
                    .anySatisfy(line -> assertThat(line).matches(" +digits"))
                    .anySatisfy(line -> assertThat(line).matches("next +over-fitting"));
            assertThat(run.err()).contains("unknown: no run has this id or name at http://127.0.0.1:");
            assertThat(run.code()).isEqualTo(1);
        }
    }

    @Test
    void nameOfARun_isThatRun_unlessSeveralHaveIt() throws Exception {
        String kafka = KAFKA.bootstrapServers();
        try (LoopbackFleet fleet = new LoopbackFleet(kafka, "digits=first try", "other=twin", "more=twin")) {
            CommandRun run = CommandRun.of("report", "--goal", "1", fleet.option(), "first try");
            CommandRun twin = CommandRun.of("report", "--goal", "1", fleet.option(), "twin");

            assertThat(run.out().lines()).anySatisfy(line -> assertThat(line).matches("next +over-fitting"));
            assertThat(run.code()).isZero();
            assertThat(twin.err()).contains("2 runs have the name 'twin'; say the id of one: more, other");
            assertThat(twin.code()).isEqualTo(1);
        }
    }

    @BeforeAll
    static void send() {
        Step step = Step.newBuilder()
                .setStep(1)
                .setMetrics(Map.of("accuracy", 0.9))
                .setTensors(List.of())
                .build();
        Evaluation evaluation = Evaluation.newBuilder()
                .setStep(1)
                .setSplit(Split.TRAIN_VAL)
                .setMetrics(Map.of("accuracy", 0.7))
                .setErrorTypes(List.of())
                .build();
        String topic = Topics.TELEMETRY.name();
        KAFKA.send(topic, "digits", encoded(0, step));
        KAFKA.send(topic, "digits", TestKafka.bytes("no record"));
        KAFKA.send(topic, "other", encoded(0, step));
        KAFKA.send(topic, "digits", encoded(1, evaluation));
    }

    private static byte[] encoded(long sequence, Object event) {
        Origin origin = new Origin("digits", 0, 0, 1L, sequence, 0L, false);
        return Topics.TELEMETRY.codec().encode(new Telemetry(origin, event));
    }
}
