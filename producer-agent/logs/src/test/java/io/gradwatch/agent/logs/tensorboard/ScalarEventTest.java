package io.gradwatch.agent.logs.tensorboard;

import static io.gradwatch.agent.logs.tensorboard.EventFileBytes.message;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;

class ScalarEventTest {

    private static final int UNWANTED_BYTES = 32 << 20;
    private static final long MOST_ALLOCATED_BYTES = 1 << 20;

    @Test
    void bytesThatAreNotNeeded_takeNoMemory() throws Exception {
        byte[] picture = message(value -> value.writeByteArray(4, new byte[UNWANTED_BYTES]));
        byte[] loss = message(value -> {
            value.writeString(1, "loss");
            value.writeFloat(2, 0.5f);
        });
        byte[] summary = message(out -> {
            out.writeByteArray(1, picture);
            out.writeByteArray(1, loss);
        });

        assertLossIsReadInLittleMemory(message(event -> event.writeByteArray(5, summary)));
    }

    @Test
    void numbersThatAreNotNeeded_takeNoMemory() throws Exception {
        byte[] numbers = message(out -> {
            for (int i = 0; i < UNWANTED_BYTES; i += 3) {
                out.writeUInt32(9, 300);
            }
        });
        byte[] value = message(out -> {
            out.writeRawBytes(numbers);
            out.writeString(1, "loss");
            out.writeFloat(2, 0.5f);
        });

        assertLossIsReadInLittleMemory(message(
                event -> event.writeByteArray(5, message(summary -> summary.writeByteArray(1, value)))));
    }

    @Test
    void largeTensor_takesNoMemory() throws Exception {
        byte[] tensor = message(out -> {
            out.writeEnum(1, 1);
            out.writeByteArray(5, new byte[UNWANTED_BYTES]);
        });
        byte[] summary = message(out -> {
            out.writeByteArray(1, message(weights -> weights.writeByteArray(8, tensor)));
            out.writeByteArray(1, message(loss -> {
                loss.writeString(1, "loss");
                loss.writeFloat(2, 0.5f);
            }));
        });

        assertLossIsReadInLittleMemory(message(event -> event.writeByteArray(5, summary)));
    }

    private static void assertLossIsReadInLittleMemory(byte[] record) throws IOException {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        ScalarEvent event = ScalarEvent.parse(record);
        long allocated = threads.getCurrentThreadAllocatedBytes() - before;

        assertThat(event.scalars()).containsExactly(new ScalarEvent.Scalar("loss", 0.5));
        assertThat(allocated).isLessThan(MOST_ALLOCATED_BYTES);
    }
}
