package io.gradwatch.detection.job.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gradwatch.detection.engine.slot.Detectors;
import io.gradwatch.detection.engine.state.DetectionState;
import io.gradwatch.detection.spi.Detector;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.junit.jupiter.api.Test;

/** The state of a run in a checkpoint. */
class RunStateSerializerTest {

    private static final ClassLoader LOADER = RunStateSerializerTest.class.getClassLoader();

    private final List<Detector<?>> detectors = Detectors.load(LOADER);

    @Test
    void snapshot_holdsOneNameOfAClass() throws Exception {
        byte[] snapshot = snapshot(RunStateSerializer.of(detectors));

        String text = new String(snapshot, StandardCharsets.ISO_8859_1);
        assertThat(text.split("io\\.gradwatch", -1)).hasSize(2);
        assertThat(text).contains("io.gradwatch.detection.job.state.RunStateSnapshot");
    }

    @Test
    void detectorsThatWereAddedOrRemoved_leaveTheOthersWhatTheyKnow() throws Exception {
        List<Detector<?>> before = detectors.subList(1, detectors.size());
        RunStateSerializer writer = RunStateSerializer.of(before);
        RunState written = new RunState();
        written.engine = new DetectionState();
        written.engine.runId = "run-1";
        written.wakeMillis = 17L;
        for (int place = 0; place < before.size(); place++) {
            written.detectors.put(place, before.get(place).newState());
        }
        DataOutputSerializer out = new DataOutputSerializer(1024);
        writer.serialize(written, out);

        List<Detector<?>> after = detectors.subList(0, detectors.size() - 1);
        DataInputDeserializer in = new DataInputDeserializer(out.getCopyOfBuffer());
        RunState read = RunStateSerializer.of(after).reading(writer.layout()).deserialize(in);

        assertThat(in.available()).isZero();
        assertThat(read.engine.runId).isEqualTo("run-1");
        assertThat(read.wakeMillis).isEqualTo(17);
        assertThat(read.detectors.get(0)).isNull();
        for (int place = 1; place < after.size(); place++) {
            assertThat(read.detectors.get(place))
                    .usingRecursiveComparison(StateFormatTest.EXACT)
                    .isEqualTo(after.get(place).newState());
        }
    }

    @Test
    void snapshot_isReadBack() throws Exception {
        RunStateSerializer serializer = RunStateSerializer.of(detectors);

        TypeSerializerSnapshot<RunState> read = read(snapshot(serializer));

        assertThat(read.restoreSerializer()).isEqualTo(serializer);
        assertThat(serializer
                        .snapshotConfiguration()
                        .resolveSchemaCompatibility(read)
                        .isCompatibleAsIs())
                .isTrue();
    }

    @Test
    void versionOfTheFuture_isRefused() {
        assertThatThrownBy(() -> new RunStateSnapshot()
                        .readSnapshot(RunStateSnapshot.VERSION + 1, new DataInputDeserializer(new byte[8]), LOADER))
                .isInstanceOf(UnreadableStateException.class)
                .hasMessageContaining("has version 2, and this build reads version 1");
    }

    private static byte[] snapshot(RunStateSerializer serializer) throws IOException {
        DataOutputSerializer out = new DataOutputSerializer(1024);
        TypeSerializerSnapshot.writeVersionedSnapshot(out, serializer.snapshotConfiguration());
        return out.getCopyOfBuffer();
    }

    private static TypeSerializerSnapshot<RunState> read(byte[] snapshot) throws IOException {
        return TypeSerializerSnapshot.readVersionedSnapshot(new DataInputDeserializer(snapshot), LOADER);
    }
}
