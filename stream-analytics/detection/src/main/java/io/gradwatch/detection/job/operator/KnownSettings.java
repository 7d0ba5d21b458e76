package io.gradwatch.detection.job.operator;

import io.gradwatch.detection.engine.settings.LiveSettings;
import io.gradwatch.detection.engine.settings.ToldSettings;
import java.util.Map;
import org.apache.flink.api.common.state.BroadcastState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.api.common.typeinfo.Types;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The settings of projects and runs, as the topic of settings tells every parallel detection: in Flink's broadcast
 * state, and read in {@link ToldSettings}, which bounds both.
 */
final class KnownSettings {

    static final MapStateDescriptor<String, byte[]> STATE =
            new MapStateDescriptor<>("settings", Types.STRING, PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO);

    private static final Logger LOG = LoggerFactory.getLogger(KnownSettings.class);

    private final ToldSettings told = new ToldSettings();
    private BroadcastState<String, byte[]> kept;

    /** Where the engine looks settings up. */
    LiveSettings lookup() {
        return told;
    }

    /** Begins with what Flink has kept. */
    void restore(BroadcastState<String, byte[]> state) throws Exception {
        kept = state;
        for (Map.Entry<String, byte[]> entry : state.immutableEntries()) {
            told.take(entry.getKey(), entry.getValue());
        }
    }

    /** Takes a record that {@link KnownGate} let through; one without a value removes its key. */
    void take(Known record) throws Exception {
        if (record.value == null) {
            told.forget(record.key);
            kept.remove(record.key);
        } else if (told.take(record.key, record.value)) {
            kept.put(record.key, record.value);
        } else {
            LOG.warn(
                    "The settings of {} are left out: {} projects and runs have settings already",
                    record.key,
                    ToldSettings.MOST_KEYS);
        }
    }
}
