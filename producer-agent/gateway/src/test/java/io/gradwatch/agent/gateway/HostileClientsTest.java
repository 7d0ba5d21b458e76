package io.gradwatch.agent.gateway;

import static io.gradwatch.agent.gateway.TestJob.ended;
import static io.gradwatch.agent.gateway.TestJob.hello;
import static io.gradwatch.agent.gateway.TestJob.started;
import static io.gradwatch.agent.gateway.TestJob.step;
import static org.assertj.core.api.Assertions.assertThat;

import io.gradwatch.agent.AgentSettings;
import io.gradwatch.agent.gateway.job.Connection;
import io.gradwatch.agent.gateway.socket.AgentPlace;
import io.gradwatch.config.Secret;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever some clients do, others are served. Kafka is not there. */
class HostileClientsTest {

    @TempDir
    Path folder;

    private AgentGateway gateway;
    private AgentPlace unix;
    private AgentPlace tcp;
    private TestJob bystander;
    private long said;

    @BeforeEach
    void start() throws IOException {
        AgentSettings shipping = AgentSettings.builder()
                .bootstrapServers("127.0.0.1:1")
                .spoolFolder(folder.resolve("spool"))
                .closeTimeout(Duration.ZERO)
                .build();
        AgentPlace both = new AgentPlace(
                Optional.of(folder.resolve("agent.sock")), Optional.of(new InetSocketAddress("127.0.0.1", 0)));
        gateway = new AgentGateway(both, Optional.of(new Secret("hush")), shipping);
        gateway.start();
        unix = new AgentPlace(gateway.place().socket(), Optional.empty());
        tcp = new AgentPlace(Optional.empty(), gateway.place().tcp());
        bystander = TestJob.begin(unix, 1, "bystander");
    }

    @AfterEach
    void close() throws IOException {
        bystander.close();
        gateway.close();
    }

    @Test
    void whoDoesNotBeginWithAHello_isRefused() throws IOException {
        List<String> beginnings = List.of(
                "GET / HTTP/1.1",
                "",
                "{'type':'record','seq':0,'at':1,'heartbeat':{}}",
                "{'type':'hello','protocol':2,'session':3,'runId':'r'}",
                "{'type':'hello','protocol':1,'session':3,'runId':''}",
                "{'type':'hello','protocol':1,'session':3,'runId':' r'}",
                "{'type':'hello','protocol':1,'session':1,'runId':'not the bystander'}",
                "x".repeat(Connection.MAX_HELLO_BYTES + 1));
        for (String beginning : beginnings) {
            try (TestJob job = TestJob.connect(unix)) {
                job.say(beginning);
                assertThat(job.hear("refused").get("message").asText()).isNotBlank();
                // The rest, as the body of a web page's request, is not listened to.
                job.awaitHungUp();
                assertThat(job.heard()).hasSize(1);
            }
        }
        assertBystanderIsServed();
    }

    @Test
    void helloBehindARefusedLine_isNotListenedTo() throws IOException {
        try (TestJob job = TestJob.connect(unix)) {
            job.say("POST / HTTP/1.1\n" + hello(3, "r", 0) + "\n" + started(0, "r"));
            job.awaitHungUp();
            assertThat(job.heard()).hasSize(1);
        }
        assertBystanderIsServed();
    }

    @Test
    void loopback_wantsTheToken() throws IOException {
        try (TestJob job = TestJob.connect(tcp)) {
            job.say(hello(3, "r", 0));
            assertThat(job.hear("refused").get("message").asText()).contains("GRADWATCH_AGENT_TOKEN");
        }
        try (TestJob job = TestJob.connect(tcp)) {
            job.say("{'type':'hello','protocol':1,'token':'hust','session':3,'runId':'r','attempt':0}");
            job.hear("refused");
        }
        try (TestJob job = TestJob.connect(tcp)) {
            job.say("{'type':'hello','protocol':1,'token':'hush','session':3,'runId':'r','attempt':0}");
            job.hear("ready");
            job.say(started(0, "r")).awaitAcknowledged(1);
        }
    }

    @Test
    void recordThatCannotBeUsed_isAnsweredAndPassedOver() throws IOException {
        try (TestJob job = TestJob.begin(unix, 3, "r")) {
            job.say(started(0, "r")).say("{'type':'record','seq':1,'at':1,'step':{'step':0,'loss':'low'}}");
            assertThat(job.hear("error").get("message").asText()).contains("step.loss was \"low\"");
            assertThat(job.hear("error").get("seq").asLong()).isEqualTo(1);
            job.awaitAcknowledged(2);
            job.say("nonsense").say("{'type':'ping'}").say(hello(3, "r", 0)).say(step(2, 0));
            job.awaitAcknowledged(3);
            assertThat(job.heard().stream()
                            .filter(line -> line.get("type").asText().equals("error")))
                    .hasSize(4);
        }
    }

    @Test
    void recordAfterTheEnd_isAnErrorAndARepeatedOneIsNone() throws IOException {
        try (TestJob job = TestJob.begin(unix, 3, "r")) {
            job.say(started(0, "r"))
                    .say(ended(1, "FINISHED"))
                    .say(started(0, "r"))
                    .say(step(2, 0));
            assertThat(job.hear("error").get("seq").asLong()).isEqualTo(2);
            job.awaitAcknowledged(3);
            assertThat(job.heard().stream()
                            .filter(line -> line.get("type").asText().equals("error")))
                    .hasSize(1);
        }
    }

    @Test
    void lineLongerThanAllowed_isToldAndTheNextOneIsTaken() throws IOException {
        try (TestJob job = TestJob.begin(unix, 3, "r")) {
            byte[] part = "x".repeat(1 << 20).getBytes(StandardCharsets.US_ASCII);
            for (int i = 0; i < 9; i++) {
                job.sayRaw(part);
            }
            assertThat(job.hear("error").get("message").asText()).contains("4194304");
            job.say("").say(started(0, "r")).awaitAcknowledged(1);
            assertBystanderIsServed();
        }
    }

    @Test
    void crowdThatSaysNothing_doesNotKeepJobsOut() throws IOException {
        List<SocketChannel> crowd = new ArrayList<>();
        try {
            for (int i = 0; i < 2 * GatewayLoop.MAX_CONNECTIONS; i++) {
                crowd.add(SocketChannel.open(
                        UnixDomainSocketAddress.of(unix.socket().orElseThrow())));
            }
            assertBystanderIsServed();
            try (TestJob job = TestJob.begin(unix, 3, "r")) {
                job.say(started(0, "r")).awaitAcknowledged(1);
            }
        } finally {
            for (SocketChannel one : crowd) {
                one.close();
            }
        }
    }

    @Test
    void whoSaysNothing_isHungUpOn() throws IOException {
        try (TestJob silent = TestJob.connect(unix)) {
            silent.sayRaw(new byte[] {'{'});
            silent.awaitHungUp();
        }
        assertThat(bystander.isHungUp()).isFalse();
    }

    @Test
    void jobThatReadsNothing_doesNotHoldUpOthers() throws IOException {
        try (SocketChannel deaf =
                SocketChannel.open(UnixDomainSocketAddress.of(unix.socket().orElseThrow()))) {
            deaf.write(line(hello(3, "deaf", 0)));
            for (int i = 0; i < 40_000; i++) {
                deaf.write(line("{'type':'record','seq':" + i + ",'at':1,'step':{'step':'x'}}"));
            }
            assertBystanderIsServed();
        }
    }

    @Test
    void clientsThatSendNoise_harmNobody() throws IOException {
        Random random = new Random(5);
        for (int i = 0; i < 200; i++) {
            byte[] noise = new byte[random.nextInt(5_000)];
            random.nextBytes(noise);
            try (TestJob job = i % 2 == 0 ? TestJob.connect(unix) : TestJob.begin(unix, 100 + i, "noisy")) {
                job.sayRaw(noise);
            } catch (IOException e) {
                // It was hung up on while it still spoke.
            }
        }
        assertBystanderIsServed();
    }

    private void assertBystanderIsServed() throws IOException {
        long next = said;
        bystander.say(next == 0 ? started(0, "bystander") : step(next, next));
        said = next + 1;
        bystander.awaitAcknowledged(said);
    }

    private static ByteBuffer line(String text) {
        return ByteBuffer.wrap((text.replace('\'', '"') + "\n").getBytes(StandardCharsets.UTF_8));
    }
}
