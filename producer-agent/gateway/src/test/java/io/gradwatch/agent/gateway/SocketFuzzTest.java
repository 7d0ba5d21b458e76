package io.gradwatch.agent.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.gradwatch.agent.gateway.line.BadLineException;
import io.gradwatch.agent.gateway.line.JobLine;
import io.gradwatch.agent.gateway.line.LineBuffer;
import io.gradwatch.agent.gateway.line.LineDecoder;
import io.gradwatch.schema.Origin;
import io.gradwatch.schema.Telemetry;
import io.gradwatch.schema.Topics;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** Whatever arrives at a socket, in whatever pieces, is the same lines; each is a hello, a record, or is refused. */
class SocketFuzzTest {

    private static final int LONGEST_LINE_BYTES = 1_000;
    private static final int LONGEST_REFUSAL = 1_000;

    private final LineDecoder decoder = new LineDecoder();

    /** The first byte is the length of the pieces in which the others arrive. */
    @FuzzTest
    void pieces(byte[] input) {
        if (input.length == 0) {
            return;
        }
        byte[] sent = Arrays.copyOfRange(input, 1, input.length);
        List<byte[]> lines = lines(sent, 1 + (input[0] & 0xFF));
        List<byte[]> whole = lines(sent, sent.length);
        assertThat(lines.toArray(byte[][]::new)).isDeepEqualTo(whole.toArray(byte[][]::new));
        lines.forEach(this::check);
    }

    private static List<byte[]> lines(byte[] sent, int pieceBytes) {
        AtomicLong bytesOfAll = new AtomicLong();
        LineBuffer buffer = new LineBuffer(LONGEST_LINE_BYTES, bytesOfAll);
        Lines lines = new Lines();
        for (int at = 0; at < sent.length; at += pieceBytes) {
            buffer.take(ByteBuffer.wrap(Arrays.copyOfRange(sent, at, Math.min(sent.length, at + pieceBytes))), lines);
            assertThat(bytesOfAll.get()).isBetween(0L, 4L * LONGEST_LINE_BYTES + 4_096);
        }
        // A line without an end may be too long already, depending on the pieces: its end settles it.
        buffer.take(ByteBuffer.wrap(new byte[] {'\n'}), lines);
        assertThat(bytesOfAll.get()).isZero();
        return lines.taken;
    }

    private void check(byte[] line) {
        try {
            if (decoder.decode(ByteBuffer.wrap(line)) instanceof JobLine.Event event) {
                Origin origin = new Origin("r", 0, 0, 1L, event.sequence(), event.timestampMillis(), false);
                Topics.TELEMETRY.codec().encode(new Telemetry(origin, event.event()));
            }
        } catch (BadLineException e) {
            assertThat(e.getMessage()).isNotBlank().hasSizeLessThan(LONGEST_REFUSAL);
        }
    }

    /** The lines, one that is too long as an empty one. */
    private static final class Lines implements LineBuffer.Sink {
        private final List<byte[]> taken = new ArrayList<>();

        @Override
        public void line(ByteBuffer line) {
            byte[] copy = new byte[line.remaining()];
            line.get(copy);
            taken.add(copy);
        }

        @Override
        public void tooLong(int maxBytes) {
            taken.add(new byte[0]);
        }
    }
}
