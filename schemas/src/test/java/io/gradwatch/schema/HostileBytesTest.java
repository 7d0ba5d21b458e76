package io.gradwatch.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.junit.jupiter.api.Test;

/** A reader of any bytes gets a value or an {@link UnreadableRecordException}, in bounded memory. */
class HostileBytesTest {

    private static final long TWO_TO_THE_31 = 1L << 31;

    private final SingleObjectCodec<Telemetry> codec = Topics.TELEMETRY.codec();

    @Test
    void everyTruncation_isRefused() {
        for (Telemetry sample : Samples.telemetry().values()) {
            byte[] bytes = codec.encode(sample);
            for (int length = 0; length < bytes.length; length++) {
                byte[] cut = Arrays.copyOf(bytes, length);
                assertThatThrownBy(() -> codec.decode(cut)).isInstanceOf(UnreadableRecordException.class);
            }
        }
    }

    @Test
    void everyBitFlip_isReadOrRefused() {
        for (Telemetry sample : Samples.telemetry().values()) {
            byte[] bytes = codec.encode(sample);
            for (int bit = 0; bit < bytes.length * Byte.SIZE; bit++) {
                byte[] flipped = bytes.clone();
                flipped[bit / Byte.SIZE] ^= (byte) (1 << bit % Byte.SIZE);
                readOrRefused(flipped);
            }
        }
    }

    @Test
    void randomGarbageBehindAGoodHeader_isReadOrRefused() {
        Random random = new Random(11);
        byte[] header = Arrays.copyOf(codec.encode(Samples.telemetry(1, new Pulse())), SingleObjectCodec.HEADER_BYTES);
        for (int i = 0; i < 20_000; i++) {
            byte[] bytes = new byte[SingleObjectCodec.HEADER_BYTES + random.nextInt(200)];
            random.nextBytes(bytes);
            System.arraycopy(header, 0, bytes, 0, header.length);
            readOrRefused(bytes);
        }
    }

    @Test
    void tensorsThatClaimTwoToThe31Elements_areRefusedBeforeTheyAreAllocated() throws IOException {
        byte[] bytes = stepWithTensorCount(TWO_TO_THE_31 - 1);
        assertThatThrownBy(() -> codec.decode(bytes))
                .isInstanceOf(UnreadableRecordException.class)
                .hasMessageContaining("claims 2147483647 elements");
    }

    @Test
    void negativeAndOverflowingCounts_areRefused() throws IOException {
        for (long count : new long[] {-1, Long.MIN_VALUE, Long.MAX_VALUE, -TWO_TO_THE_31}) {
            byte[] bytes = stepWithTensorCount(count);
            assertThatThrownBy(() -> codec.decode(bytes)).isInstanceOf(UnreadableRecordException.class);
        }
    }

    @Test
    void elementsOfNoBytes_areRefusedWhereTheyOutnumberTheBytes() throws IOException {
        Schema nulls = new Schema.Parser()
                .parse("{\"type\":\"record\",\"name\":\"Telemetry\",\"namespace\":\"io.gradwatch.schema\",\"fields\":["
                        + "{\"name\":\"padding\",\"type\":{\"type\":\"array\",\"items\":\"null\"}}]}");
        SingleObjectCodec<Telemetry> reader = SingleObjectCodec.of(Telemetry.getClassSchema(), Telemetry.class);
        reader.addWriterSchema(nulls);
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(body, null);
        encoder.writeLong(TWO_TO_THE_31);

        assertThatThrownBy(() -> reader.decode(withHeader(nulls, body.toByteArray())))
                .isInstanceOf(UnreadableRecordException.class);
    }

    @Test
    void stringThatClaimsMoreThanThereIs_isRefusedBeforeItIsAllocated() throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        EncoderFactory.get().directBinaryEncoder(body, null).writeLong(Integer.MAX_VALUE);
        assertThatThrownBy(() -> codec.decode(withHeader(codec.schema(), body.toByteArray())))
                .isInstanceOf(UnreadableRecordException.class)
                .hasMessageContaining("a length of 2147483647");
    }

    @Test
    void valueLongerThanTheLimit_isRefused() {
        byte[] bytes =
                Arrays.copyOf(codec.encode(Samples.telemetry(1, new Pulse())), SingleObjectCodec.MAX_RECORD_BYTES + 1);
        assertThatThrownBy(() -> codec.decode(bytes))
                .isInstanceOf(UnreadableRecordException.class)
                .hasMessageContaining("more than the limit of 16777216");
    }

    /** A step record whose tensors start with a block of the given count and end there. */
    private byte[] stepWithTensorCount(long count) throws IOException {
        Step bare = Step.newBuilder().setStep(1).build();
        byte[] whole = codec.encode(Samples.telemetry(1, bare));
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        // The last bytes of a step without tensors are the count 0 of their last block, and the absent optimizer.
        bytes.write(whole, 0, whole.length - 2);
        EncoderFactory.get().directBinaryEncoder(bytes, null).writeLong(count);
        return bytes.toByteArray();
    }

    private static byte[] withHeader(Schema schema, byte[] body) {
        byte[] bytes = new byte[SingleObjectCodec.HEADER_BYTES + body.length];
        bytes[0] = (byte) 0xC3;
        bytes[1] = 0x01;
        long fingerprint = SchemaNormalization.parsingFingerprint64(schema);
        for (int i = 0; i < Long.BYTES; i++) {
            bytes[2 + i] = (byte) (fingerprint >>> Byte.SIZE * i);
        }
        System.arraycopy(body, 0, bytes, SingleObjectCodec.HEADER_BYTES, body.length);
        return bytes;
    }

    private void readOrRefused(byte[] bytes) {
        try {
            assertThat(codec.decode(bytes)).isNotNull();
        } catch (UnreadableRecordException e) {
            assertThat(e).hasMessageStartingWith("Telemetry: ");
        }
    }
}
