package io.gradwatch.detection.job.state;

import io.gradwatch.detection.engine.state.DetectionState;
import io.gradwatch.detection.spi.Detector;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/**
 * Takes the state of a run to the bytes of a checkpoint and back. A detector's state is under the id of the detector:
 * what a detector left that is no longer there is read over, one that is new begins anew. It writes the layout of this
 * build, and reads one of any build.
 */
public final class RunStateSerializer extends TypeSerializer<RunState> {

    private static final long serialVersionUID = 1L;
    private static final String PATH = "run";

    private final transient Format format;
    private final transient Layout written;
    private final transient Format.Reader reader;

    private RunStateSerializer(Format format, Layout written) {
        this.format = format;
        this.written = written;
        this.reader = format.reader(written, PATH);
    }

    /** @param detectors that keep a state of a run, each at its place */
    public static RunStateSerializer of(List<Detector<?>> detectors) {
        Format format = format(detectors);
        return new RunStateSerializer(format, format.layout());
    }

    /** The same for state that was written by another build. */
    RunStateSerializer reading(Layout other) {
        return new RunStateSerializer(format, other);
    }

    /** Layout of what this build writes. */
    Layout layout() {
        return format.layout();
    }

    private static Format format(List<Detector<?>> detectors) {
        List<ObjectFormat.Member> members = new ArrayList<>();
        members.add(new ObjectFormat.Member(
                "engine",
                Format.of(DetectionState.class),
                state -> ((RunState) state).engine,
                (state, value) -> ((RunState) state).engine = (DetectionState) value));
        members.add(new ObjectFormat.Member(
                "wakeMillis",
                Format.of(Long.class),
                state -> ((RunState) state).wakeMillis,
                (state, value) -> ((RunState) state).wakeMillis = (Long) value));
        for (int i = 0; i < detectors.size(); i++) {
            int place = i;
            Detector<?> detector = detectors.get(place);
            members.add(new ObjectFormat.Member(
                    "detector-" + detector.spec().id(),
                    Format.of(detector.stateType()),
                    state -> ((RunState) state).detectors.get(place),
                    (state, value) -> ((RunState) state).detectors.put(place, value)));
        }
        return new ObjectFormat(RunState::new, members);
    }

    @Override
    public void serialize(RunState state, DataOutputView target) throws IOException {
        format.write(state, target);
    }

    @Override
    public RunState deserialize(DataInputView source) throws IOException {
        return (RunState) reader.read(source);
    }

    @Override
    public RunState deserialize(RunState reuse, DataInputView source) throws IOException {
        return deserialize(source);
    }

    @Override
    public RunState copy(RunState from) {
        return (RunState) format.copy(from);
    }

    @Override
    public RunState copy(RunState from, RunState reuse) {
        return copy(from);
    }

    @Override
    public void copy(DataInputView source, DataOutputView target) throws IOException {
        serialize(deserialize(source), target);
    }

    @Override
    public RunState createInstance() {
        return new RunState();
    }

    @Override
    public boolean isImmutableType() {
        return false;
    }

    @Override
    public int getLength() {
        return -1;
    }

    /** It holds nothing that changes. */
    @Override
    public RunStateSerializer duplicate() {
        return this;
    }

    @Override
    public TypeSerializerSnapshot<RunState> snapshotConfiguration() {
        return new RunStateSnapshot(this);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof RunStateSerializer serializer && written.equals(serializer.written);
    }

    @Override
    public int hashCode() {
        return written.hashCode();
    }
}
