package io.gradwatch.detection.job.operator;

import io.gradwatch.detection.engine.settings.OverrideLookup;
import io.gradwatch.detection.engine.settings.OverrideTable;
import java.util.Map;
import org.apache.flink.api.common.state.BroadcastState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.api.common.typeinfo.Types;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The settings of projects and runs, as the topic of settings broadcasts them to every parallel detection: in Flink's
 * broadcast state, and read in {@link OverrideTable}, which bounds both.
 */
final class BroadcastSettings {

    static final MapStateDescriptor<String, byte[]> STATE =
            new MapStateDescriptor<>("settings", Types.STRING, PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO);

    private static final Logger LOG = LoggerFactory.getLogger(BroadcastSettings.class);

    private final OverrideTable overrides = new OverrideTable();
    private BroadcastState<String, byte[]> broadcast;

    /** Look-up for the engine. */
    OverrideLookup lookup() {
        return overrides;
    }

    /** Begins with what Flink has stored. */
    void restore(BroadcastState<String, byte[]> state) throws Exception {
        broadcast = state;
        for (Map.Entry<String, byte[]> entry : state.immutableEntries()) {
            overrides.take(entry.getKey(), entry.getValue());
        }
    }

    /** Takes a record that {@link BroadcastValidator} let through; one without a value removes its key. */
    void take(BroadcastRecord record) throws Exception {
        if (record.value == null) {
            overrides.forget(record.key);
            broadcast.remove(record.key);
        } else if (overrides.take(record.key, record.value)) {
            broadcast.put(record.key, record.value);
        } else {
            LOG.warn(
                    "The settings of {} are left out: {} projects and runs have settings already",
                    record.key,
                    OverrideTable.MOST_KEYS);
        }
    }
}
