package io.gradwatch.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Decoding of any record allocates a bounded amount: for each codec of the product. */
class DecodingCostTest {

    /** The decoder charges an estimate; a list that grows holds its old array beside the new one. */
    private static final long MOST_ALLOCATED_BYTES = 2 * BoundedDecoder.MOST_ALLOCATED_BYTES;

    /** Limit for a record of some hundred bytes, with the exception that refuses it. */
    private static final long SMALL_ALLOCATED_BYTES = 256 << 10;

    private static final int MUTATIONS = 3_000;
    private static final int LARGEST_BODY = SingleObjectCodec.MAX_RECORD_BYTES - 1024;

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    static Stream<SingleObjectCodec<?>> codecs() {
        return Stream.concat(Topics.ALL.stream().map(Topic::codec), LiveTables.ALL.stream());
    }

    @Test
    void sixteenMillionEmptyTexts_areRefused() throws IOException {
        byte[] hostile = new HostileBody(Topics.TELEMETRY.codec()).withCollection("devices");

        assertThatThrownBy(() -> Topics.TELEMETRY.codec().decode(hostile))
                .isInstanceOf(UnreadableRecordException.class)
                .hasMessageContaining("would take more than");
    }

    @Test
    void aLargeHonestRecord_isRead() throws UnreadableRecordException {
        Step step = Samples.step();
        step.setTensors(IntStream.range(0, 40_000)
                .mapToObj(layer -> new TensorStatistics(
                        "layers." + layer + ".weight",
                        TensorKind.GRADIENT,
                        (long) layer,
                        -1.0,
                        1.0,
                        0.0,
                        0.1,
                        1.0,
                        0L,
                        0L,
                        0L,
                        1L,
                        null))
                .toList());
        Map<String, Double> metrics = new TreeMap<>();
        IntStream.range(0, 20_000).forEach(metric -> metrics.put("metric/" + metric, metric * 0.5));
        step.setMetrics(metrics);
        byte[] bytes = Topics.TELEMETRY.codec().encode(Samples.telemetry(1, step));

        assertThat(Topics.TELEMETRY.codec().decode(bytes).getEvent()).isEqualTo(step);
    }

    @ParameterizedTest
    @MethodSource("codecs")
    void everyCollectionFilledToTheLimit_isBounded(SingleObjectCodec<?> codec) throws IOException {
        HostileBody hostile = new HostileBody(codec);
        for (String collection : hostile.collections()) {
            byte[] bytes = hostile.withCollection(collection);
            assertThat(allocatedByDecoding(codec, bytes)).as(collection).isLessThan(MOST_ALLOCATED_BYTES);
        }
    }

    @ParameterizedTest
    @MethodSource("codecs")
    void mutatedBytes_areBounded(SingleObjectCodec<?> codec) throws IOException {
        Random random = new Random(codec.fingerprint());
        List<byte[]> seeds = new ArrayList<>();
        HostileBody hostile = new HostileBody(codec);
        for (String collection : hostile.collections()) {
            seeds.add(hostile.withCollection(collection, 200));
            // Readers are made when a schema is first met.
            allocatedByDecoding(codec, seeds.get(seeds.size() - 1));
        }
        for (int mutation = 0; mutation < MUTATIONS; mutation++) {
            byte[] bytes = mutated(seeds.get(random.nextInt(seeds.size())), random);
            long first = allocatedByDecoding(codec, bytes);
            // The first decoding may load classes, such as those of a refusal that was not met before.
            assertThat(Math.min(first, allocatedByDecoding(codec, bytes))).isLessThan(SMALL_ALLOCATED_BYTES);
        }
    }

    private static byte[] mutated(byte[] seed, Random random) {
        byte[] bytes = seed.clone();
        int changes = 1 + random.nextInt(8);
        for (int change = 0; change < changes; change++) {
            int at = SingleObjectCodec.HEADER_BYTES + random.nextInt(bytes.length - SingleObjectCodec.HEADER_BYTES);
            bytes[at] = random.nextBoolean() ? (byte) random.nextInt() : (byte) (bytes[at] ^ 1 << random.nextInt(8));
        }
        return bytes;
    }

    private long allocatedByDecoding(SingleObjectCodec<?> codec, byte[] bytes) {
        long before = threads.getCurrentThreadAllocatedBytes();
        try {
            codec.decode(bytes);
        } catch (UnreadableRecordException e) {
            // Refused: the cost until then counts.
        }
        return threads.getCurrentThreadAllocatedBytes() - before;
    }

    /** Bytes of records in which one collection has as many of the smallest elements as there is room for. */
    private static final class HostileBody {

        private final SingleObjectCodec<?> codec;
        private final List<String> path = new ArrayList<>();
        private String target;
        private int bytes;
        private BinaryEncoder encoder;

        HostileBody(SingleObjectCodec<?> codec) {
            this.codec = codec;
        }

        /** Paths of all collections of the schema: the names of the fields, with points between. */
        List<String> collections() {
            List<String> found = new ArrayList<>();
            collect(codec.schema(), "", found);
            return found.isEmpty() ? List.of("") : found;
        }

        private static void collect(Schema schema, String path, List<String> found) {
            switch (schema.getType()) {
                case RECORD ->
                    schema.getFields().forEach(field -> collect(field.schema(), path + "." + field.name(), found));
                case UNION -> schema.getTypes().forEach(type -> collect(type, path, found));
                case ARRAY, MAP -> {
                    found.add(path);
                    collect(
                            schema.getType() == Schema.Type.ARRAY ? schema.getElementType() : schema.getValueType(),
                            path + "[]",
                            found);
                }
                default -> {}
            }
        }

        byte[] withCollection(String collection) throws IOException {
            return withCollection(
                    collections().stream()
                            .filter(path -> path.endsWith(collection))
                            .findFirst()
                            .orElseThrow(),
                    LARGEST_BODY);
        }

        byte[] withCollection(String collection, int size) throws IOException {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            out.write(0xC3);
            out.write(0x01);
            for (int i = 0; i < Long.BYTES; i++) {
                out.write((int) (codec.fingerprint() >>> Byte.SIZE * i));
            }
            encoder = EncoderFactory.get().directBinaryEncoder(out, null);
            target = collection;
            bytes = size;
            path.clear();
            write(codec.schema(), "");
            return out.toByteArray();
        }

        private void write(Schema schema, String at) throws IOException {
            switch (schema.getType()) {
                case RECORD -> {
                    for (Schema.Field field : schema.getFields()) {
                        write(field.schema(), at + "." + field.name());
                    }
                }
                case UNION -> writeUnion(schema, at);
                case ARRAY -> writeCollection(schema.getElementType(), false, at);
                case MAP -> writeCollection(schema.getValueType(), true, at);
                case STRING, BYTES -> encoder.writeLong(0);
                case INT, LONG, ENUM -> encoder.writeLong(0);
                case BOOLEAN -> encoder.writeBoolean(false);
                case DOUBLE -> encoder.writeDouble(0);
                case FLOAT -> encoder.writeFloat(0);
                case NULL -> {}
                case FIXED -> throw new IllegalStateException("no schema of ours has it");
            }
        }

        private void writeUnion(Schema union, String at) throws IOException {
            List<Schema> branches = union.getTypes();
            int branch = 0;
            for (int i = 0; i < branches.size(); i++) {
                List<String> inside = new ArrayList<>();
                collect(branches.get(i), at, inside);
                if (inside.stream().anyMatch(path -> path.equals(target))) {
                    branch = i;
                    break;
                }
                // Within elements the branch that costs most is the one that is not null.
                branch = at.contains("[]") ? branches.size() - 1 : 0;
            }
            encoder.writeIndex(branch);
            write(branches.get(branch), at);
        }

        private void writeCollection(Schema element, boolean map, String at) throws IOException {
            boolean within = target.startsWith(at + "[]");
            if (!at.equals(target) && !within) {
                encoder.writeLong(0);
                return;
            }
            ByteArrayOutputStream one = new ByteArrayOutputStream();
            BinaryEncoder outer = encoder;
            encoder = EncoderFactory.get().directBinaryEncoder(one, null);
            if (map) {
                encoder.writeLong(0);
            }
            write(element, at + "[]");
            encoder = outer;
            long count = within ? 1 : Math.max(1, bytes / Math.max(1, one.size()));
            encoder.writeLong(count);
            byte[] element1 = one.toByteArray();
            for (long i = 0; i < count; i++) {
                encoder.writeFixed(element1);
            }
            encoder.writeLong(0);
        }
    }
}
