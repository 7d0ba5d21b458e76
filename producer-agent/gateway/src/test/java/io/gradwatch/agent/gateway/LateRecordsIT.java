package io.gradwatch.agent.gateway;

import static io.gradwatch.agent.gateway.TestJob.ended;
import static io.gradwatch.agent.gateway.TestJob.started;
import static io.gradwatch.agent.gateway.TestJob.step;
import static io.gradwatch.agent.testing.TelemetryTopic.lastEvent;
import static io.gradwatch.agent.testing.TelemetryTopic.sequences;
import static io.gradwatch.patience.testing.Patience.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gradwatch.agent.AgentSettings;
import io.gradwatch.agent.gateway.socket.AgentPlace;
import io.gradwatch.agent.testing.TelemetryTopic;
import io.gradwatch.kafka.testing.TestKafka;
import io.gradwatch.schema.Outcome;
import io.gradwatch.schema.RunEnded;
import io.gradwatch.schema.Telemetry;
import io.gradwatch.service.testing.JavaProcess;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Files that jobs left on disk, whole and damaged, and an agent that finds them. */
class LateRecordsIT {

    @RegisterExtension
    static final TestKafka KAFKA = TestKafka.shared();

    @TempDir
    Path folder;

    private Path late;
    private TelemetryTopic topic;
    private AgentGateway gateway;

    @BeforeEach
    void makeFolder() throws IOException {
        late = Files.createDirectory(
                folder.resolve("late"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        topic = new TelemetryTopic(KAFKA.bootstrapServers());
        AgentSettings shipping = AgentSettings.builder()
                .bootstrapServers(KAFKA.bootstrapServers())
                .spoolFolder(folder.resolve("spool"))
                .closeTimeout(Duration.ofSeconds(20))
                .build();
        AgentPlace place = new AgentPlace(Optional.of(folder.resolve("agent.sock")), Optional.empty());
        gateway = new AgentGateway(place, Optional.empty(), shipping);
    }

    @AfterEach
    void close() {
        gateway.close();
        topic.close();
    }

    @Test
    void linesWithoutChecksums_asOlderJobsLeftThem_areSent() throws Exception {
        List<String> lines =
                List.of(TestJob.hello(31, "older", 0), started(5, "digits"), step(6, 3), ended(7, "FINISHED"));
        Path file = Files.writeString(
                late.resolve("31.jsonl"), String.join("\n", lines).replace('\'', '"') + "\n");
        gateway.start();

        List<Telemetry> records = topic.await("older", found -> found.size() == 3);
        assertThat(sequences(records)).containsExactly(5L, 6L, 7L);
        assertThat(((RunEnded) lastEvent(records)).getOutcome()).isEqualTo(Outcome.FINISHED);
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(file).doesNotExist());
    }

    @Test
    void fileOfALaterVersion_isSetAside() throws Exception {
        leave("47.jsonl", hello(47, "later").replace("'late':1", "'late':2"), started(0, "digits"));
        gateway.start();

        await().atMost(PATIENCE)
                .untilAsserted(
                        () -> assertThat(late.resolve("47.jsonl.refused")).exists());
    }

    @Test
    void whatTheAgentHasAlready_isNotSentTwice() throws Exception {
        gateway.start();
        try (TestJob job = TestJob.begin(gateway.place(), 32, "twice")) {
            job.say(started(0, "digits")).say(step(1, 1)).say(step(2, 2)).awaitAcknowledged(3);
        }
        leave("32.jsonl", hello(32, "twice"), step(1, 1), step(2, 2), step(3, 3), ended(4, "STOPPED"));

        List<Telemetry> records = topic.await("twice", TelemetryTopic.has(RunEnded.class));
        assertThat(sequences(records)).containsExactly(0L, 1L, 2L, 3L, 4L);
        assertThat(((RunEnded) lastEvent(records)).getDroppedRecords()).isZero();
    }

    @Test
    void jobThatWasKilledWhileNoAgentWasThere_isEndedInItsPlace() throws Exception {
        leave("33.live", hello(33, "killed"), started(0, "digits"), step(1, 17));
        gateway.start();

        List<Telemetry> records = topic.await("killed", found -> found.size() == 3);
        RunEnded end = (RunEnded) lastEvent(records);
        assertThat(end.getOutcome()).isEqualTo(Outcome.KILLED);
        assertThat(end.getStep()).isEqualTo(17);
    }

    /** A connected job that is killed before it has sent what waits on disk is ended behind that, not before. */
    @Test
    void jobThatLeftRecords_isNotEndedBeforeThem() throws Exception {
        gateway.start();
        try (JavaProcess job = JavaProcess.start(
                DyingJob.class, "ready to die", folder.resolve("agent.sock").toString(), "34", "left")) {
            leave("34.jsonl", hello(34, "left"), step(2, 41), step(3, 42), ended(4, "FAILED"));
            job.kill();
        }
        List<Telemetry> records = topic.await("left", TelemetryTopic.has(RunEnded.class));
        assertThat(((RunEnded) lastEvent(records)).getOutcome()).isEqualTo(Outcome.FAILED);
        assertThat(sequences(records)).containsExactly(0L, 1L, 2L, 3L, 4L);
    }

    /** The agent has more than the file: an end with the file's next number would be a repeat. */
    @Test
    void jobThatWasKilledJustAfterItHadCome_isEndedBehindWhatTheAgentHas() throws Exception {
        gateway.start();
        try (TestJob job = TestJob.begin(gateway.place(), 40, "recovered")) {
            job.say(started(0, "digits"));
            for (int number = 1; number < 6; number++) {
                job.say(step(number, number));
            }
            job.awaitAcknowledged(6);
        }
        leave("40.live", hello(40, "recovered"), started(0, "digits"), step(1, 1));

        List<Telemetry> records = topic.await("recovered", TelemetryTopic.has(RunEnded.class));
        assertThat(((RunEnded) lastEvent(records)).getOutcome()).isEqualTo(Outcome.KILLED);
        assertThat(sequences(records)).containsExactly(0L, 1L, 2L, 3L, 4L, 5L, 6L);
    }

    @Test
    void endThatFoundNoRoom_isToldFromTheHello() throws Exception {
        String end = "'late':1,'ended':{'outcome':'FINISHED','droppedRecords':7}";
        leave("41.jsonl", hello(41, "full").replace("'late':1", end), started(0, "digits"), step(1, 17));
        gateway.start();

        List<Telemetry> records = topic.await("full", TelemetryTopic.has(RunEnded.class));
        RunEnded told = (RunEnded) lastEvent(records);
        assertThat(told.getOutcome()).isEqualTo(Outcome.FINISHED);
        assertThat(told.getDroppedRecords()).isEqualTo(7);
        assertThat(told.getStep()).isEqualTo(17);
    }

    @Test
    void attemptThatWasOver_isCountedBeforeThatOfAJobThatGoesOn() throws Exception {
        leave(
                "42.jsonl",
                hello(42, "again").replace("'attempt':0", "'attempt':null") + " ".repeat(24),
                started(0, "digits"),
                ended(1, "FINISHED"));
        gateway.start();
        try (TestJob job = TestJob.connect(gateway.place())) {
            job.say(TestJob.hello(43, "again", 0).replace("'attempt':0", "'attempt':null"));
            assertThat(job.hear("ready").get("attempt").asInt()).isEqualTo(1);
        }
        List<Telemetry> records = topic.await("again", TelemetryTopic.has(RunEnded.class));
        assertThat(records)
                .allSatisfy(
                        record -> assertThat(record.getOrigin().getAttempt()).isZero());
    }

    @Test
    void ancientFile_isSetAside_andThatOfAnotherHostIsTakenWhenItIsADayOld() throws Exception {
        age(leave("44.jsonl", hello(44, "ancient"), started(0, "digits"), ended(1, "FAILED")), Duration.ofDays(15));
        String elsewhere = hello(45, "elsewhere").replace("'late':1", "'late':1,'host':'other','boot':'b'");
        age(leave("45.live", elsewhere, started(0, "digits")), Duration.ofDays(2));
        gateway.start();

        List<Telemetry> records = topic.await("elsewhere", TelemetryTopic.has(RunEnded.class));
        assertThat(((RunEnded) lastEvent(records)).getOutcome()).isEqualTo(Outcome.KILLED);
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(late.resolve("44.jsonl.old")).exists());
        assertThat(late.resolve("44.jsonl")).doesNotExist();
    }

    @Test
    void largeFileThatIsRefused_isSetAside() throws Exception {
        String[] lines = new String[40_000];
        lines[0] = hello(46, " ");
        for (int number = 1; number < lines.length; number++) {
            lines[number] = step(number, number);
        }
        leave("46.jsonl", lines);
        gateway.start();

        await().atMost(PATIENCE)
                .untilAsserted(
                        () -> assertThat(late.resolve("46.jsonl.refused")).exists());
    }

    private static void age(Path file, Duration age) throws IOException {
        Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(age)));
    }

    @Test
    void damagedLines_areLeftOutCountedAndKept() throws Exception {
        Path file = leave(
                "35.jsonl", hello(35, "damaged"), started(0, "digits"), step(1, 1), step(2, 2), ended(3, "FINISHED"));
        byte[] bytes = Files.readAllBytes(file);
        bytes[new String(bytes, StandardCharsets.ISO_8859_1).indexOf("\"step\":1") + 7] = '7';
        Files.write(file, bytes);
        gateway.start();

        List<Telemetry> records = topic.await("damaged", TelemetryTopic.has(RunEnded.class));
        assertThat(sequences(records)).containsExactly(0L, 2L, 3L);
        assertThat(((RunEnded) lastEvent(records)).getDroppedRecords()).isEqualTo(1);
        await().atMost(PATIENCE)
                .untilAsserted(() ->
                        assertThat(late.resolve("35.jsonl.damaged")).exists().hasBinaryContent(bytes));
    }

    @Test
    void hostileFiles_areSetAsideOrLeft_andKeepNoOtherFromBeingSent() throws Exception {
        Files.write(late.resolve("1.jsonl"), new byte[0]);
        Files.writeString(late.resolve("2.jsonl"), "{");
        Files.write(late.resolve("3.live"), new byte[5 << 20]);
        Files.createSymbolicLink(late.resolve("4.jsonl"), Path.of("/etc/hostname"));
        Files.createDirectory(late.resolve("5.jsonl"));
        leave("6.jsonl", hello(6, " "), step(0, 0), ended(1, "FINISHED"));
        leave(
                "7.jsonl",
                hello(7, "huge"),
                "{'type':'record','seq':9223372036854775807,'at':1,'ended':{'outcome':'FAILED'}}");
        leave("8.jsonl", hello(8, "lines"), "[1]", "{}", "{'type':'hello'}", step(5, 5), ended(6, "FINISHED"));
        leave("9.live", hello(9, "elsewhere").replace("'late':1", "'late':1,'host':'other','boot':'b'"), step(0, 0));
        leave("99.jsonl", hello(99, "good"), started(0, "good"), ended(1, "FINISHED"));
        gateway.start();

        topic.await("good", found -> found.size() == 2);
        assertThat(sequences(topic.await("lines", TelemetryTopic.has(RunEnded.class))))
                .containsExactly(5L, 6L);
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(late)
                        .isDirectoryContaining("glob:**/1.jsonl")
                        .isDirectoryContaining("glob:**/2.jsonl.damaged")
                        .isDirectoryContaining("glob:**/3.live.damaged")
                        .isDirectoryContaining("glob:**/6.jsonl.refused")
                        .isDirectoryContaining("glob:**/7.jsonl.damaged")
                        .isDirectoryContaining("glob:**/9.live")
                        .isDirectoryNotContaining("glob:**/8.jsonl"));
        assertThat(gateway.check()).isEmpty();
    }

    private static String hello(long session, String run) {
        return TestJob.hello(session, run, 0).replace("'pid':0", "'late':1");
    }

    private Path leave(String name, String... lines) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (String line : lines) {
            byte[] said = line.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
            CRC32 sum = new CRC32();
            sum.update(said);
            bytes.writeBytes("%08x ".formatted(sum.getValue()).getBytes(StandardCharsets.US_ASCII));
            bytes.writeBytes(said);
            bytes.write('\n');
        }
        Path part = Files.write(folder.resolve(name + ".part"), bytes.toByteArray());
        return Files.move(part, late.resolve(name));
    }
}
