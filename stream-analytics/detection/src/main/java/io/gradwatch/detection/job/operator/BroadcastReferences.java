package io.gradwatch.detection.job.operator;

import io.gradwatch.detection.engine.reference.EarlierRuns;
import io.gradwatch.detection.engine.reference.RecentRuns;
import java.util.Map;
import org.apache.flink.api.common.state.BroadcastState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.api.common.typeinfo.Types;

/**
 * References of earlier runs, as the topic broadcasts them to every parallel detection: by run in Flink's broadcast
 * state, and by project in {@link RecentRuns}, which bounds both.
 */
final class BroadcastReferences {

    static final MapStateDescriptor<String, byte[]> STATE =
            new MapStateDescriptor<>("references", Types.STRING, PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO);

    private final RecentRuns recent = new RecentRuns();
    private BroadcastState<String, byte[]> broadcast;

    /** Look-up for the engine. */
    EarlierRuns lookup() {
        return recent;
    }

    /** Begins with what Flink has stored. */
    void restore(BroadcastState<String, byte[]> state) throws Exception {
        broadcast = state;
        for (Map.Entry<String, byte[]> entry : state.immutableEntries()) {
            recent.take(entry.getValue());
        }
    }

    /** Takes a record that {@link BroadcastValidator} let through; one without a value removes its run. */
    void take(BroadcastRecord record) throws Exception {
        if (record.value == null) {
            recent.forget(record.key);
            broadcast.remove(record.key);
            return;
        }
        broadcast.put(record.key, record.value);
        for (String forgotten : recent.take(record.value)) {
            broadcast.remove(forgotten);
        }
    }
}
