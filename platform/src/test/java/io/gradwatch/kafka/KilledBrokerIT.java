package io.gradwatch.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gradwatch.kafka.testing.TestPorts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A broker in a process of its own that is killed. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class KilledBrokerIT {

    private static final String TOPIC = "training.alerts.v1";

    /** Half of a session: a start that waits for the session of the killed one takes longer by more than that. */
    private static final Duration LESS_THAN_A_SESSION = Duration.ofSeconds(15);

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @TempDir
    private Path folder;

    private int port;
    private int starts;
    private Duration firstStart;
    private Process broker;

    @BeforeEach
    void start() throws Exception {
        port = TestPorts.free();
        firstStart = startBroker();
    }

    @AfterEach
    void stop() throws InterruptedException {
        broker.destroyForcibly().waitFor();
    }

    @Test
    void brokerThatWasKilled_startsBeforeItsSessionEnds() throws Exception {
        send();
        broker.destroyForcibly().waitFor();
        Duration took = startBroker();

        send();
        // A load of the host makes both slow.
        assertThat(took).isLessThan(firstStart.multipliedBy(2).plus(LESS_THAN_A_SESSION));
    }

    /** Returns how long it took. */
    private Duration startBroker() throws IOException {
        long begin = System.nanoTime();
        Path out = folder.resolve("start-" + starts++ + ".out");
        broker = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        BrokerProcess.class.getName(),
                        folder.resolve("broker").toString(),
                        Integer.toString(port)))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .redirectOutput(out.toFile())
                .start();
        // A build that is interrupted leaves no broker.
        Runtime.getRuntime().addShutdownHook(new Thread(broker::destroyForcibly));
        await().atMost(PATIENCE)
                .failFast("the broker ended", () -> !broker.isAlive())
                .until(() -> Files.readAllLines(out).contains("started"));
        return Duration.ofNanos(System.nanoTime() - begin);
    }

    private void send() throws Exception {
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", "127.0.0.1:" + port),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>(TOPIC, new byte[] {1})).get(60, TimeUnit.SECONDS);
        }
    }
}
