package io.gradwatch.agent.gateway;

import static io.gradwatch.patience.testing.Patience.PATIENCE;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gradwatch.agent.gateway.socket.AgentPlace;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;

/** A job that speaks the protocol line by line, and remembers all that it hears. */
final class TestJob implements AutoCloseable {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final SocketChannel channel;
    private final List<JsonNode> heard = new CopyOnWriteArrayList<>();
    private volatile boolean ended;

    private TestJob(SocketChannel channel) {
        this.channel = channel;
        Thread reader = new Thread(this::listen, "test-job");
        reader.setDaemon(true);
        reader.start();
    }

    static TestJob connect(AgentPlace place) throws IOException {
        if (place.tcp().isPresent()) {
            return new TestJob(SocketChannel.open(place.tcp().get()));
        }
        SocketChannel unix = SocketChannel.open(StandardProtocolFamily.UNIX);
        unix.connect(UnixDomainSocketAddress.of(place.socket().orElseThrow()));
        return new TestJob(unix);
    }

    /** Connects, says hello and waits for the answer. */
    static TestJob begin(AgentPlace place, long session, String runId) throws IOException {
        TestJob job = connect(place);
        job.say(hello(session, runId, 0));
        job.hear("ready");
        return job;
    }

    static String hello(long session, String runId, long pid) {
        return "{'type':'hello','protocol':1,'session':%d,'pid':%d,'runId':'%s','rank':0,'attempt':0}"
                .formatted(session, pid, runId);
    }

    static String started(long sequence, String name) {
        return "{'type':'record','seq':%d,'at':1,'started':{'name':'%s','heartbeatIntervalMillis':2000}}"
                .formatted(sequence, name);
    }

    static String step(long sequence, long step) {
        return "{'type':'record','seq':%d,'at':1000,'step':{'step':%d,'loss':%s}}"
                .formatted(sequence, step, 0.5 + step);
    }

    static String ended(long sequence, String outcome) {
        return "{'type':'record','seq':%d,'at':1000,'ended':{'outcome':'%s'}}".formatted(sequence, outcome);
    }

    /** Says a line; single quotes stand for double ones. */
    TestJob say(String line) throws IOException {
        return sayRaw((line.replace('\'', '"') + "\n").getBytes(StandardCharsets.UTF_8));
    }

    TestJob sayRaw(byte[] bytes) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
        return this;
    }

    /** The first line of that type, once it has come. */
    JsonNode hear(String type) {
        return hear(line -> line.get("type").asText().equals(type));
    }

    JsonNode hear(Predicate<JsonNode> wanted) {
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(5))
                .until(() -> heard.stream().anyMatch(wanted));
        return heard.stream().filter(wanted).findFirst().orElseThrow();
    }

    /** Waits until everything below the number is acknowledged. */
    TestJob awaitAcknowledged(long next) {
        hear(line -> line.get("type").asText().equals("ack") && line.get("next").asLong() >= next);
        return this;
    }

    List<JsonNode> heard() {
        return heard;
    }

    void awaitHungUp() {
        await().atMost(PATIENCE).until(() -> ended);
    }

    boolean isHungUp() {
        return ended;
    }

    private void listen() {
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(Channels.newInputStream(channel), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                heard.add(MAPPER.readTree(line));
            }
        } catch (IOException e) {
            // Closed here or there.
        } finally {
            ended = true;
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
