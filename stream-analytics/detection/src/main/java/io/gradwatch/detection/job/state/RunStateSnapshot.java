package io.gradwatch.detection.job.state;

import io.gradwatch.detection.engine.slot.Detectors;
import io.gradwatch.schema.Topic;
import io.gradwatch.schema.Topics;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSchemaCompatibility;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/**
 * Description of the state of runs that a checkpoint holds: the layout by which they were written.
 *
 * <p>Flink writes the name of this class into each checkpoint and makes it by that name. It must never be renamed or
 * moved: a checkpoint of a release could not be restored any more. It is the only class of the product whose name is in
 * state.
 */
public final class RunStateSnapshot implements TypeSerializerSnapshot<RunState> {

    /** Version of {@link Layout} and of how values are written by it. */
    static final int VERSION = 1;

    /** Topics of which the state of a run holds records: its declaration, earlier runs, its alerts. */
    private static final List<Topic<?>> HELD = List.of(Topics.TELEMETRY, Topics.REFERENCES, Topics.ALERTS);

    private RunStateSerializer serializer;

    /** For Flink, which then calls {@link #readSnapshot}. */
    public RunStateSnapshot() {}

    RunStateSnapshot(RunStateSerializer serializer) {
        this.serializer = serializer;
    }

    @Override
    public int getCurrentVersion() {
        return VERSION;
    }

    /** Always the layout of this build, in which the next state is written, whatever was read. */
    @Override
    public void writeSnapshot(DataOutputView out) throws IOException {
        out.writeInt(HELD.size());
        for (Topic<?> topic : HELD) {
            out.writeUTF(topic.name());
            out.writeLong(topic.codec().fingerprint());
        }
        serializer.layout().describe(out);
    }

    @Override
    public void readSnapshot(int version, DataInputView in, ClassLoader loader) throws IOException {
        if (version != VERSION) {
            throw new UnreadableStateException("the state of runs has version " + version
                    + ", and this build reads version " + VERSION + ": a newer release wrote it");
        }
        for (int left = in.readInt(); left > 0; left--) {
            requireReadable(in.readUTF(), in.readLong());
        }
        serializer = RunStateSerializer.of(Detectors.load(loader)).reading(Layout.read(in));
    }

    private static void requireReadable(String topic, long fingerprint) {
        if (HELD.stream()
                .noneMatch(held -> held.name().equals(topic) && held.codec().isReadable(fingerprint))) {
            throw new UnreadableStateException(String.format(
                    Locale.ROOT,
                    "the state of runs holds records of %s in a schema that this build does not know, fingerprint"
                            + " %016x: a newer release wrote it",
                    topic,
                    fingerprint));
        }
    }

    @Override
    public TypeSerializer<RunState> restoreSerializer() {
        return serializer;
    }

    /** A layout that cannot be read is refused before, by {@link #readSnapshot}, with the name of the field. */
    @Override
    public TypeSerializerSchemaCompatibility<RunState> resolveSchemaCompatibility(
            TypeSerializerSnapshot<RunState> earlier) {
        if (!(earlier instanceof RunStateSnapshot snapshot)) {
            return TypeSerializerSchemaCompatibility.incompatible();
        }
        return snapshot.serializer.equals(serializer)
                ? TypeSerializerSchemaCompatibility.compatibleAsIs()
                : TypeSerializerSchemaCompatibility.compatibleAfterMigration();
    }
}
