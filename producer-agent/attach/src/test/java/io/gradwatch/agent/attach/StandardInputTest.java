package io.gradwatch.agent.attach;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradwatch.agent.attach.file.StandardInput;
import io.gradwatch.agent.logs.LogFormat;
import io.gradwatch.agent.logs.LogReading;
import io.gradwatch.agent.logs.names.SignalMap;
import io.gradwatch.agent.logs.text.pattern.TextPattern;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Output of a job that comes through a pipe. */
class StandardInputTest extends FollowedJob {

    private static final Duration LONGEST = Duration.ofSeconds(30);

    private final ByteArrayOutputStream copy = new ByteArrayOutputStream();

    @Test
    void text_isFollowedToItsEnd_andPassedOnUnchanged() throws Exception {
        String printed = "loading\niter 0: loss 2.5, time 3ms\niter 1: loss \u00e9\niter 2: loss 1.5\r\nbye";
        named("digits");
        follow(bytes(printed), Optional.of(copy));
        assertThat(told("digits"))
                .containsExactly("0:started", "0:step 0 = 2.5", "0:step 2 = 1.5", "0:ended UNKNOWN at 2");
        assertThat(copy.toString(StandardCharsets.UTF_8)).isEqualTo(printed);
        assertThat(problems).isEmpty();
    }

    @Test
    void csvAndJsonLines_areToldByTheFirstLine() throws Exception {
        named("csv");
        follow(bytes("step,loss\n1,2.5\n2,2.25"), Optional.empty());
        named("jsonl");
        follow(bytes("{\"step\": 1, \"loss\": 2.5}\n"), Optional.empty());
        assertThat(told("csv"))
                .containsExactly("0:started", "0:step 1 = 2.5", "0:step 2 = 2.25", "0:ended UNKNOWN at 2");
        assertThat(told("jsonl")).containsExactly("0:started", "0:step 1 = 2.5", "0:ended UNKNOWN at 1");
    }

    @Test
    void rowIsSent_whileTheJobGoesOn() throws Exception {
        named("live");
        try (PipedOutputStream job = new PipedOutputStream()) {
            StandardInput input = new StandardInput(new PipedInputStream(job), Optional.of(copy), clock);
            try (Following following = new Following(input)) {
                job.write("iter 7: loss 2.5\n".getBytes(StandardCharsets.UTF_8));
                job.flush();
                Awaitility.await().atMost(LONGEST).until(() -> {
                    following.read();
                    return following.attachment.progress().stream().anyMatch(run -> run.step() == 7);
                });
                assertThat(input.isOver()).isFalse();
                assertThat(copy.toString(StandardCharsets.UTF_8)).isEqualTo("iter 7: loss 2.5\n");
            }
        }
    }

    @Test
    void jobStartedAgainUnderItsRun_isTheNextAttempt() throws Exception {
        named("again");
        follow(bytes("iter 0: loss 2.5\niter 10: loss 2.25\n"), Optional.empty());
        follow(bytes("iter 5: loss 2.0\n"), Optional.empty());
        assertThat(told("again"))
                .containsExactly(
                        "0:started",
                        "0:step 0 = 2.5",
                        "0:step 10 = 2.25",
                        "0:ended UNKNOWN at 10",
                        "1:started",
                        "1:step 5 = 2.0",
                        "1:ended UNKNOWN at 5");
    }

    @Test
    void lastEpochOfKeras_isTheEnd() throws Exception {
        named("keras");
        follow(bytes("Epoch 1/1\n10/10 - 3s - loss: 0.5\n"), Optional.empty());
        assertThat(told("keras")).containsExactly("0:started", "0:step 1 = 0.5", "0:ended FINISHED at 1");
    }

    @Test
    void whatCannotBeRead_isTold_andPassedOnToItsEnd() throws Exception {
        named("broken");
        follow(bytes("step,loss\n1,2.5\nx,2\n3,1\n"), Optional.of(copy));
        assertThat(told("broken"))
                .containsExactly("0:started", "0:step 1 = 2.5", "0:step 3 = 1.0", "0:ended UNKNOWN at 3");
        assertThat(problems).singleElement().asString().contains("standard input:3: step was 'x'");
        assertThat(copy.toString(StandardCharsets.UTF_8)).endsWith("3,1\n");
    }

    @Test
    void outputThatNobodyTakes_doesNotStopTheReading() throws Exception {
        named("closed");
        OutputStream closed = new OutputStream() {
            @Override
            public void write(int one) throws IOException {
                throw new IOException("Broken pipe");
            }
        };
        follow(bytes("iter 0: loss 2.5\n"), Optional.of(closed));
        assertThat(told("closed")).contains("0:step 0 = 2.5");
    }

    @Test
    void withoutARow_saysSo_andBeginsNoRun() throws Exception {
        named("none");
        follow(bytes("hello\n"), Optional.empty());
        assertThat(told("none")).isEmpty();
        assertThat(problems).singleElement().asString().contains("--pattern says what a row is");
    }

    @Test
    void kindThatIsNoText_isRefused() throws Exception {
        named("events");
        settings = with(new LogReading(Optional.of(LogFormat.EVENTS), SignalMap.none(), Optional.empty()));
        follow(bytes("iter 0: loss 2.5\n"), Optional.empty());
        assertThat(problems).singleElement().asString().contains("events does not come in a stream");
    }

    @Test
    void jsonWithLists_isRefused_asItsKindIsReadAsAWhole() throws Exception {
        named("lists");
        follow(bytes("{\"loss\": [2.5, 2.25], \"lr\": [1, 1]}\n"), Optional.empty());
        assertThat(problems).singleElement().asString().contains("json does not come in a stream; expected csv, jsonl");
    }

    @Test
    void timeOfALine_isThatOfItsGroup_elseThatOfReading() throws Exception {
        named("time");
        settings = with(new LogReading(
                Optional.empty(),
                SignalMap.none(),
                Optional.of(TextPattern.parse("(?<time>\\S+) it=(?<step>\\d+) L=(?<loss>NUM)"))));
        follow(bytes("2025-06-01T10:00:00Z it=1 L=2.5\n2199-01-01T00:00:00Z it=2 L=2\n0 it=3 L=1\n"), Optional.empty());
        long now = clock.millis();
        assertThat(times("time")).containsExactly(1_748_772_000_000L, 1_748_772_000_000L, now, now, now);
    }

    private void named(String runId) {
        settings = new AttachSettings(
                settings.reading(),
                Optional.of(runId),
                "",
                "",
                true,
                false,
                settings.silentAfter(),
                settings.endedAfter(),
                settings.stateFolder());
    }

    private AttachSettings with(LogReading reading) {
        return new AttachSettings(
                reading,
                settings.runId(),
                "",
                "",
                true,
                false,
                settings.silentAfter(),
                settings.endedAfter(),
                settings.stateFolder());
    }

    private static InputStream bytes(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }

    private void follow(InputStream in, Optional<OutputStream> out) throws Exception {
        StandardInput input = new StandardInput(in, out, clock);
        try (Following following = new Following(input)) {
            following.read();
            assertThat(input.endsWithin(LONGEST)).isTrue();
            following.read();
        }
    }

    private List<Long> times(String runId) throws Exception {
        return spooled(runId).stream()
                .map(record -> record.getOrigin().getTimestampMillis())
                .toList();
    }
}
