package io.gradwatch.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.GenericRecordBuilder;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.junit.jupiter.api.Test;

/**
 * A reader of today on records of an older and a newer schema, and readers of those on the records of today. The older
 * schema lies where those of earlier builds lie.
 */
class SchemaEvolutionTest {

    private static final Schema OLDER = schema("/io/gradwatch/schema/writers/Telemetry-78a305166b065666.avsc");
    private static final Schema NEWER = schema("/evolution/telemetry-newer.avsc");

    private final SingleObjectCodec<Telemetry> today =
            SingleObjectCodec.of(Telemetry.getClassSchema(), Telemetry.class);

    @Test
    void olderRecord_missingFieldsTakeTheirDefaults() throws Exception {
        Telemetry read = today.decode(singleObject(OLDER, olderStep()));

        Step step = (Step) read.getEvent();
        assertThat(read.getOrigin().getRank()).isZero();
        assertThat(read.getOrigin().getSequence()).isEqualTo(7);
        assertThat(step.getStep()).isEqualTo(41);
        assertThat(step.getLoss()).isNaN();
        assertThat(step.getSkippedByLossScaler()).isFalse();
        assertThat(step.getLossScale()).isNull();
        assertThat(step.getTensors()).isEmpty();
        assertThat(step.getMetrics()).containsEntry("accuracy", 0.5);
    }

    @Test
    void newerRecord_unknownFieldsAreSkipped() throws Exception {
        today.addWriterSchema(NEWER);

        Telemetry read = today.decode(singleObject(NEWER, newerStep()));

        assertThat(read.getOrigin().getRunId()).isEqualTo("run-1");
        assertThat(read.getOrigin().getSequence()).isEqualTo(7);
        Step step = (Step) read.getEvent();
        assertThat(step.getLoss()).isEqualTo(0.25);
        assertThat(step.getMetrics()).containsEntry("accuracy", 0.5);
    }

    @Test
    void newerEnumSymbol_isReadAsUnknown() throws Exception {
        today.addWriterSchema(NEWER);
        Schema evaluation = event(NEWER, "Evaluation");
        GenericRecord record = new GenericRecordBuilder(evaluation)
                .set("step", 41L)
                .set("split", new GenericData.EnumSymbol(field(evaluation, "split"), "CALIBRATION"))
                .build();

        Evaluation read = (Evaluation)
                today.decode(singleObject(NEWER, telemetry(NEWER, record))).getEvent();

        assertThat(read.getSplit()).isEqualTo(Split.UNKNOWN);
        assertThat(read.getStep()).isEqualTo(41);
    }

    @Test
    void newerKindOfEvent_isRefusedWithoutHarmToTheNextRecord() throws Exception {
        today.addWriterSchema(NEWER);
        GenericRecord checkpoint = new GenericRecordBuilder(event(NEWER, "Checkpoint"))
                .set("step", 41L)
                .build();

        assertThatThrownBy(() -> today.decode(singleObject(NEWER, telemetry(NEWER, checkpoint))))
                .isInstanceOf(UnreadableRecordException.class)
                .hasMessageContaining("Checkpoint");

        assertThat(today.decode(singleObject(NEWER, newerStep())).getEvent()).isInstanceOf(Step.class);
    }

    @Test
    void recordOfToday_isReadByOlderAndNewerReaders() throws Exception {
        byte[] bytes = today.encode(Samples.telemetry(7, Samples.step()));

        GenericRecord older = (GenericRecord) readBody(bytes, OLDER).get("event");
        GenericRecord newer = (GenericRecord) readBody(bytes, NEWER).get("event");

        assertThat(older.get("step")).isEqualTo(41L);
        assertThat(older.hasField("tensors")).isFalse();
        assertThat(newer.get("examplesSeen")).isEqualTo(0L);
        assertThat((List<?>) newer.get("tensors")).hasSize(1);
        assertThat((List<?>) newer.get("experts")).isEmpty();
    }

    @Test
    void severalSchemasInOneStream_areEachReadByTheirOwn() throws Exception {
        today.addWriterSchema(NEWER);
        for (int round = 0; round < 3; round++) {
            assertThat(stepOf(today.decode(singleObject(OLDER, olderStep()))).getLoss())
                    .isNaN();
            assertThat(stepOf(today.decode(singleObject(NEWER, newerStep()))).getLoss())
                    .isEqualTo(0.25);
            assertThat(stepOf(today.decode(today.encode(Samples.telemetry(7, Samples.step()))))
                            .getTensors())
                    .hasSize(1);
        }
    }

    private static Step stepOf(Telemetry telemetry) {
        return (Step) telemetry.getEvent();
    }

    private static GenericRecord olderStep() {
        return telemetry(
                OLDER,
                new GenericRecordBuilder(event(OLDER, "Step"))
                        .set("step", 41L)
                        .set("loss", Double.NaN)
                        .set("metrics", Map.of("accuracy", 0.5))
                        .build());
    }

    private static GenericRecord newerStep() {
        Schema step = event(NEWER, "Step");
        Schema expert = field(step, "experts").getElementType();
        GenericRecord one = new GenericRecordBuilder(expert)
                .set("name", "e1")
                .set("share", 0.5)
                .build();
        return telemetry(
                NEWER,
                new GenericRecordBuilder(step)
                        .set("step", 41L)
                        .set("examplesSeen", 1L << 40)
                        .set("loss", 0.25)
                        .set("metrics", Map.of("accuracy", 0.5))
                        .set("experts", List.of(one, one))
                        .build());
    }

    private static GenericRecord telemetry(Schema schema, GenericRecord event) {
        GenericRecord origin = new GenericRecordBuilder(field(schema, "origin"))
                .set("runId", "run-1")
                .set("session", 1L)
                .set("sequence", 7L)
                .set("timestampMillis", 0L)
                .build();
        return new GenericRecordBuilder(schema)
                .set("origin", origin)
                .set("event", event)
                .build();
    }

    private static Schema event(Schema schema, String name) {
        return field(schema, "event").getTypes().stream()
                .filter(type -> type.getName().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static Schema field(Schema schema, String name) {
        return schema.getField(name).schema();
    }

    private static byte[] singleObject(Schema schema, GenericRecord value) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(ByteBuffer.allocate(SingleObjectCodec.HEADER_BYTES)
                .putShort((short) 0xC301)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(SchemaNormalization.parsingFingerprint64(schema))
                .array());
        BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(out, null);
        new GenericDatumWriter<GenericRecord>(schema).write(value, encoder);
        encoder.flush();
        return out.toByteArray();
    }

    private GenericRecord readBody(byte[] bytes, Schema reader) throws IOException {
        int header = SingleObjectCodec.HEADER_BYTES;
        return new GenericDatumReader<GenericRecord>(today.schema(), reader)
                .read(null, DecoderFactory.get().binaryDecoder(bytes, header, bytes.length - header, null));
    }

    private static Schema schema(String name) {
        try (InputStream in = SchemaEvolutionTest.class.getResourceAsStream(name)) {
            return new Schema.Parser().parse(in);
        } catch (IOException e) {
            throw new IllegalStateException(name, e);
        }
    }
}
