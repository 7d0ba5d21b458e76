package io.gradwatch.detection.testkit;

import io.gradwatch.detection.engine.state.DetectionState;
import io.gradwatch.detection.engine.state.DetectorStates;
import io.gradwatch.detection.spi.Detector;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;

/** States through Flink's serialisers. */
public final class Snapshots {

    private Snapshots() {}

    /** The bytes of a snapshot. */
    public static <T> byte[] bytes(Class<T> type, T value) {
        try {
            DataOutputSerializer out = new DataOutputSerializer(1024);
            serializer(type).serialize(value, out);
            return out.getCopyOfBuffer();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** State that was restored from a snapshot. */
    public static <T> T restored(Class<T> type, T value) {
        try {
            return serializer(type).deserialize(new DataInputDeserializer(bytes(type, value)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Takes a snapshot of all states of a run, and goes on from it. */
    public static void restart(TestRun run, List<Detector<?>> detectors) {
        run.state = restored(DetectionState.class, run.state);
        DetectorStates restored = new DetectorStates();
        for (int place = 0; place < detectors.size(); place++) {
            Object state = run.states.get(place);
            restored.put(place, state == null ? null : copy(detectors.get(place).stateType(), state));
        }
        run.states = restored;
    }

    private static <S> S copy(Class<S> type, Object state) {
        return restored(type, type.cast(state));
    }

    private static <T> TypeSerializer<T> serializer(Class<T> type) {
        return TypeInformation.of(type).createSerializer(new SerializerConfigImpl());
    }
}
