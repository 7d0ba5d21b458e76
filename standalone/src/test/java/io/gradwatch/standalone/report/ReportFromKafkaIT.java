package io.gradwatch.standalone.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradwatch.kafka.EmbeddedBroker;
import io.gradwatch.kafka.TopicSetup;
import io.gradwatch.schema.Evaluation;
import io.gradwatch.schema.Origin;
import io.gradwatch.schema.Split;
import io.gradwatch.schema.Step;
import io.gradwatch.schema.Telemetry;
import io.gradwatch.schema.Topics;
import io.gradwatch.standalone.CommandRun;
import io.gradwatch.standalone.fleet.LoopbackFleet;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportFromKafkaIT {

    @TempDir
    Path folder;

    @Test
    void runThatIsInTheTopic_isReported_andOneThatIsNot_isTold() throws Exception {
        try (EmbeddedBroker broker = new EmbeddedBroker(folder, 0)) {
            broker.start();
            TopicSetup.createMissing(broker.bootstrapServers(), 2, (short) 1);
            send(broker.bootstrapServers());

            CommandRun run = CommandRun.of(
                    "report", "--goal", "1", "--from-kafka", broker.bootstrapServers(), "digits", "unknown");

            assertThat(run.out().lines())
                    .anySatisfy(line -> assertThat(line).matches("training error +10%"))
                    .anySatisfy(line -> assertThat(line).matches("validation error +30%"))
                    .anySatisfy(line -> assertThat(line).matches("next +over-fitting"));
            assertThat(run.err()).contains("unknown: has no error");
            assertThat(run.code()).isEqualTo(1);
        }
    }

    @Test
    void runOfAFleet_isReported_andOneThatItDoesNotKnow_isTold() throws Exception {
        try (EmbeddedBroker broker = new EmbeddedBroker(folder, 0)) {
            broker.start();
            TopicSetup.createMissing(broker.bootstrapServers(), 2, (short) 1);
            send(broker.bootstrapServers());
            try (LoopbackFleet fleet = new LoopbackFleet(broker.bootstrapServers(), "digits")) {
                CommandRun run = CommandRun.of("report", "--goal", "1", fleet.option(), "digits", "unknown");

                assertThat(run.out().lines())
                        .anySatisfy(line -> assertThat(line).matches(" +digits"))
                        .anySatisfy(line -> assertThat(line).matches("next +over-fitting"));
                assertThat(run.err()).contains("unknown: no run has this id at http://127.0.0.1:");
                assertThat(run.code()).isEqualTo(1);
            }
        }
    }

    private static void send(String bootstrapServers) throws Exception {
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
        try (KafkaProducer<String, byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrapServers), new StringSerializer(), new ByteArraySerializer())) {
            String topic = Topics.TELEMETRY.name();
            byte[] unreadable = "no record".getBytes(StandardCharsets.UTF_8);
            producer.send(new ProducerRecord<>(topic, "digits", encoded(0, step)))
                    .get();
            producer.send(new ProducerRecord<>(topic, "digits", unreadable)).get();
            producer.send(new ProducerRecord<>(topic, "other", encoded(0, step)))
                    .get();
            producer.send(new ProducerRecord<>(topic, "digits", encoded(1, evaluation)))
                    .get();
        }
    }

    private static byte[] encoded(long sequence, Object event) {
        Origin origin = new Origin("digits", 0, 0, 1L, sequence, 0L, false);
        return Topics.TELEMETRY.codec().encode(new Telemetry(origin, event));
    }
}
