package io.gradwatch.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
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
import org.junit.jupiter.api.io.TempDir;

/** A broker in a process of its own that is killed. */
class KilledBrokerIT {

    private static final String TOPIC = "training.alerts.v1";

    /** Less than a session, more than a start of a busy host. */
    private static final Duration LONGEST_START = Duration.ofSeconds(25);

    @TempDir
    private Path folder;

    private int port;
    private Process broker;

    @BeforeEach
    void start() throws Exception {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        startBroker();
    }

    @AfterEach
    void stop() throws InterruptedException {
        broker.destroyForcibly().waitFor();
    }

    @Test
    void brokerThatWasKilled_startsBeforeItsSessionEnds() throws Exception {
        send();
        broker.destroyForcibly().waitFor();
        long begin = System.nanoTime();
        startBroker();
        Duration took = Duration.ofNanos(System.nanoTime() - begin);

        send();
        assertThat(took).isLessThan(LONGEST_START);
    }

    private void startBroker() throws IOException {
        broker = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        BrokerProcess.class.getName(),
                        folder.toString(),
                        Integer.toString(port)))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        BufferedReader out = new BufferedReader(new InputStreamReader(broker.getInputStream(), UTF_8));
        String line = out.readLine();
        while (line != null && !line.equals("started")) {
            line = out.readLine();
        }
        assertThat(line).as("what it says at the end of its start").isEqualTo("started");
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
