package io.gradwatch.schema;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.avro.util.RandomData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The product's codecs write and read what Avro's own writers and readers do, for random records of every schema. */
class AvroAgreementTest {

    private static final int RECORDS = 3_000;
    private static final int EVENTS = 500;
    private static final int MUTATIONS = 20_000;

    /** Plain Avro, without generated coders. */
    private final SpecificData avro = new SpecificData(AvroAgreementTest.class.getClassLoader());

    static Stream<SingleObjectCodec<?>> codecs() {
        return DecodingCostTest.codecs();
    }

    @ParameterizedTest
    @MethodSource("codecs")
    void randomRecords_areReadAndWrittenAsByAvro(SingleObjectCodec<?> codec) throws Exception {
        for (Object generic : new RandomData(codec.schema(), RECORDS, codec.fingerprint())) {
            check(codec, bytes(codec, generic));
        }
    }

    @Test
    void randomEventsOfEachKind_areReadAndWrittenAsByAvro() throws Exception {
        SingleObjectCodec<Telemetry> codec = Topics.TELEMETRY.codec();
        Schema origins = codec.schema().getField("origin").schema();
        for (Schema kind : codec.schema().getField("event").schema().getTypes()) {
            Object origin = new RandomData(origins, 1, 5).iterator().next();
            for (Object event : new RandomData(kind, EVENTS, kind.hashCode())) {
                GenericData.Record generic = new GenericData.Record(codec.schema());
                generic.put("origin", origin);
                generic.put("event", event);
                check(codec, bytes(codec, generic));
            }
        }
    }

    @Test
    void mutatedTelemetry_isReadTheSameOrRefusedByBoth() {
        SingleObjectCodec<Telemetry> ours = Topics.TELEMETRY.codec();
        SingleObjectCodec<Telemetry> avros = SingleObjectCodec.of(Telemetry.getClassSchema(), Telemetry.class);
        Random random = new Random(23);
        byte[][] seeds = Samples.telemetry().values().stream().map(ours::encode).toArray(byte[][]::new);
        int read = 0;
        for (int i = 0; i < MUTATIONS; i++) {
            byte[] bytes = seeds[random.nextInt(seeds.length)].clone();
            for (int change = random.nextInt(3); change >= 0; change--) {
                int at = SingleObjectCodec.HEADER_BYTES + random.nextInt(bytes.length - SingleObjectCodec.HEADER_BYTES);
                bytes[at] =
                        random.nextBoolean() ? (byte) random.nextInt() : (byte) (bytes[at] ^ 1 << random.nextInt(8));
            }
            Telemetry expected = readOrNull(avros, bytes);
            assertThat(readOrNull(ours, bytes)).isEqualTo(expected);
            read += expected == null ? 0 : 1;
        }
        assertThat(read).isBetween(MUTATIONS / 10, MUTATIONS * 9 / 10);
    }

    private <T> void check(SingleObjectCodec<T> codec, byte[] bytes) throws Exception {
        int header = SingleObjectCodec.HEADER_BYTES;
        T expected = new SpecificDatumReader<T>(codec.schema(), codec.schema(), avro)
                .read(null, DecoderFactory.get().binaryDecoder(bytes, header, bytes.length - header, null));
        T read = codec.decode(bytes);

        assertThat(read).isEqualTo(expected);
        assertThat(body(codec.encode(read))).isEqualTo(encoded(new SpecificDatumWriter<>(codec.schema(), avro), read));
    }

    /** Bytes that plain Avro writes of a generic record, behind the codec's header. */
    private static byte[] bytes(SingleObjectCodec<?> codec, Object generic) throws IOException {
        byte[] body = encoded(new GenericDatumWriter<>(codec.schema()), generic);
        byte[] bytes = new byte[SingleObjectCodec.HEADER_BYTES + body.length];
        bytes[0] = (byte) 0xC3;
        bytes[1] = 0x01;
        for (int i = 0; i < Long.BYTES; i++) {
            bytes[2 + i] = (byte) (codec.fingerprint() >>> Byte.SIZE * i);
        }
        System.arraycopy(body, 0, bytes, SingleObjectCodec.HEADER_BYTES, body.length);
        return bytes;
    }

    private static <D> byte[] encoded(GenericDatumWriter<D> writer, D value) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(out, null);
        writer.write(value, encoder);
        encoder.flush();
        return out.toByteArray();
    }

    private static byte[] body(byte[] bytes) {
        return Arrays.copyOfRange(bytes, SingleObjectCodec.HEADER_BYTES, bytes.length);
    }

    private static Telemetry readOrNull(SingleObjectCodec<Telemetry> codec, byte[] bytes) {
        try {
            return codec.decode(bytes);
        } catch (UnreadableRecordException e) {
            return null;
        }
    }
}
