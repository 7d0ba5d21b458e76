package io.gradwatch.agent.gateway.line;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class LineBufferTest {

    private final AtomicLong bytesOfAll = new AtomicLong();
    private final List<String> taken = new ArrayList<>();
    private final LineBuffer.Sink sink = new LineBuffer.Sink() {
        @Override
        public void line(ByteBuffer line) {
            taken.add(StandardCharsets.UTF_8.decode(line).toString());
        }

        @Override
        public void tooLong(int maxBytes) {
            taken.add("too long: " + maxBytes);
        }
    };

    @Test
    void linesInPiecesOfAnySize_areTheSameLines() {
        byte[] text = "one\n\ntwo é\nthree\nrest".getBytes(StandardCharsets.UTF_8);
        for (int size = 1; size <= text.length; size++) {
            taken.clear();
            LineBuffer buffer = new LineBuffer(100, bytesOfAll);
            for (int at = 0; at < text.length; at += size) {
                buffer.take(ByteBuffer.wrap(text, at, Math.min(size, text.length - at)), sink);
            }
            assertThat(taken).as("pieces of " + size).containsExactly("one", "", "two é", "three");
            buffer.release();
        }
        assertThat(bytesOfAll).hasValue(0);
    }

    @Test
    void lineThatIsTooLong_isToldOnceAndTheNextOneIsTaken() {
        for (int size = 1; size < 40; size++) {
            taken.clear();
            LineBuffer buffer = new LineBuffer(5, bytesOfAll);
            byte[] text = "12345\n123456\n1234567890\nab\n".getBytes(StandardCharsets.UTF_8);
            for (int at = 0; at < text.length; at += size) {
                buffer.take(ByteBuffer.wrap(text, at, Math.min(size, text.length - at)), sink);
            }
            assertThat(taken).containsExactly("12345", "too long: 5", "too long: 5", "ab");
            buffer.release();
        }
    }

    @Test
    void lineWithoutEnd_takesNoMoreMemoryThanALineMay() {
        LineBuffer buffer = new LineBuffer(10_000, bytesOfAll);
        for (int i = 0; i < 100_000; i++) {
            buffer.take(ByteBuffer.wrap(new byte[100]), sink);
            assertThat(bytesOfAll.get()).isLessThanOrEqualTo(10_000);
        }
        assertThat(taken).containsExactly("too long: 10000");
        assertThat(bytesOfAll).hasValue(0);
    }

    @Test
    void roomOfAllConnections_isNotExceeded() {
        bytesOfAll.set(LineBuffer.MAX_BYTES_OF_ALL - 10_000);
        LineBuffer buffer = new LineBuffer(1 << 20, bytesOfAll);

        buffer.take(ByteBuffer.wrap(new byte[20_000]), sink);

        assertThat(taken).containsExactly("too long: 1048576");
        assertThat(bytesOfAll.get()).isLessThan(LineBuffer.MAX_BYTES_OF_ALL);
    }
}
