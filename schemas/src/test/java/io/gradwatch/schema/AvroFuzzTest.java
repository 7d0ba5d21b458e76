package io.gradwatch.schema;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;

/** Any bytes behind the header of any record are a value that is written and read as itself, or are refused. */
class AvroFuzzTest {

    /**
     * Bytes that are charged, and those that the charges leave out: the growth of lists, and objects of the refusal.
     */
    private static final long MOST_BYTES = 3 * BoundedDecoder.MOST_ALLOCATED_BYTES;

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<SingleObjectCodec<?>> CODECS = codecs();

    private static List<SingleObjectCodec<?>> codecs() {
        List<SingleObjectCodec<?>> codecs = new ArrayList<>();
        Topics.ALL.forEach(topic -> codecs.add(topic.codec()));
        codecs.addAll(LiveTables.ALL);
        return codecs;
    }

    /** The first byte chooses the record, the others are its body. */
    @FuzzTest
    void body(byte[] input) {
        if (input.length > 0) {
            check(CODECS.get((input[0] & 0xFF) % CODECS.size()), input);
        }
    }

    private static <T> void check(SingleObjectCodec<T> codec, byte[] input) {
        byte[] record = record(codec.fingerprint(), input);
        long before = THREADS.getCurrentThreadAllocatedBytes();
        T value = readOrNull(codec, record);
        assertThat(THREADS.getCurrentThreadAllocatedBytes() - before).isLessThan(MOST_BYTES);
        if (value != null) {
            assertThat(tree(readOrNull(codec, codec.encode(value)))).isEqualTo(tree(value));
        }
    }

    /** Content of a record, in which one that is not a number equals itself, as it does not in a record. */
    private static JsonNode tree(Object value) {
        try {
            return JSON.readTree(String.valueOf(value));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(String.valueOf(value), e);
        }
    }

    private static byte[] record(long fingerprint, byte[] input) {
        byte[] record = new byte[SingleObjectCodec.HEADER_BYTES + input.length - 1];
        record[0] = (byte) 0xC3;
        record[1] = 0x01;
        for (int i = 0; i < Long.BYTES; i++) {
            record[2 + i] = (byte) (fingerprint >>> Byte.SIZE * i);
        }
        System.arraycopy(input, 1, record, SingleObjectCodec.HEADER_BYTES, input.length - 1);
        return record;
    }

    private static <T> T readOrNull(SingleObjectCodec<T> codec, byte[] record) {
        try {
            return codec.decode(record);
        } catch (UnreadableRecordException e) {
            assertThat(e.getMessage()).isNotBlank();
            return null;
        }
    }
}
