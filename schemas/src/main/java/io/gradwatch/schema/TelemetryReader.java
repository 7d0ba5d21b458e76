package io.gradwatch.schema;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.io.DatumReader;
import org.apache.avro.io.Decoder;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumReader;

/**
 * Reads telemetry of the present schema field by field, in the order of telemetry.avdl. Steps are nearly all that
 * travels, and nothing of them is to be resolved: Avro's reader asks a parser before each field and takes twice the
 * time. What is rare within a record is left to Avro. One object serves one thread.
 */
final class TelemetryReader implements DatumReader<Telemetry> {

    private static final int LARGEST_FIRST_CAPACITY = 256;
    private static final Schema TENSORS =
            Step.getClassSchema().getField("tensors").schema();
    private static final TensorKind[] TENSOR_KINDS = TensorKind.values();

    private final List<DatumReader<Object>> events;
    private final int stepBranch;
    private final DatumReader<BatchView> batches;
    private final DatumReader<OptimizerView> optimizers;

    TelemetryReader(SpecificData data) {
        List<Schema> branches =
                Telemetry.getClassSchema().getField("event").schema().getTypes();
        stepBranch = branches.indexOf(Step.getClassSchema());
        events = branches.stream()
                .<DatumReader<Object>>map(branch -> new SpecificDatumReader<>(branch, branch, data))
                .toList();
        batches = new SpecificDatumReader<>(BatchView.getClassSchema(), BatchView.getClassSchema(), data);
        optimizers = new SpecificDatumReader<>(OptimizerView.getClassSchema(), OptimizerView.getClassSchema(), data);
    }

    /** There is one schema. */
    @Override
    public void setSchema(Schema schema) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Telemetry read(Telemetry reuse, Decoder in) throws IOException {
        Origin origin = origin(in);
        int branch = in.readIndex();
        return new Telemetry(
                origin, branch == stepBranch ? step(in) : events.get(branch).read(null, in));
    }

    private static Origin origin(Decoder in) throws IOException {
        return new Origin(
                in.readString(),
                in.readInt(),
                in.readInt(),
                in.readLong(),
                in.readLong(),
                in.readLong(),
                in.readBoolean());
    }

    private Step step(Decoder in) throws IOException {
        return new Step(
                in.readLong(),
                optionalDouble(in),
                optionalDouble(in),
                optionalDouble(in),
                optionalDouble(in),
                optionalDouble(in),
                optionalDouble(in),
                optionalDouble(in),
                in.readBoolean(),
                isPresent(in) ? in.readInt() : null,
                optionalDouble(in),
                optionalDouble(in),
                optionalLong(in),
                optionalLong(in),
                optionalLong(in),
                isPresent(in) ? in.readBoolean() : null,
                isPresent(in) ? batches.read(null, in) : null,
                metrics(in),
                tensors(in),
                isPresent(in) ? optimizers.read(null, in) : null);
    }

    private static Map<String, Double> metrics(Decoder in) throws IOException {
        long block = in.readMapStart();
        Map<String, Double> metrics = new HashMap<>((int) Math.min(block, LARGEST_FIRST_CAPACITY));
        for (; block > 0; block = in.mapNext()) {
            for (long i = 0; i < block; i++) {
                metrics.put(in.readString(), in.readDouble());
            }
        }
        return metrics;
    }

    private static List<TensorStatistics> tensors(Decoder in) throws IOException {
        long block = in.readArrayStart();
        // Avro's own list: it compares NaN as a value, which the records in it do not.
        List<TensorStatistics> tensors =
                new GenericData.Array<>((int) Math.min(block, LARGEST_FIRST_CAPACITY), TENSORS);
        for (; block > 0; block = in.arrayNext()) {
            for (long i = 0; i < block; i++) {
                tensors.add(tensor(in));
            }
        }
        return tensors;
    }

    private static TensorStatistics tensor(Decoder in) throws IOException {
        return new TensorStatistics(
                in.readString(),
                TENSOR_KINDS[in.readEnum()],
                in.readLong(),
                in.readDouble(),
                in.readDouble(),
                in.readDouble(),
                in.readDouble(),
                in.readDouble(),
                in.readLong(),
                in.readLong(),
                in.readLong(),
                optionalLong(in),
                isPresent(in) ? in.readBytes(null) : null);
    }

    private static Double optionalDouble(Decoder in) throws IOException {
        return isPresent(in) ? in.readDouble() : null;
    }

    private static Long optionalLong(Decoder in) throws IOException {
        return isPresent(in) ? in.readLong() : null;
    }

    /** True where the value that may be absent follows: all such unions are null, then the value. */
    private static boolean isPresent(Decoder in) throws IOException {
        int branch = in.readIndex();
        if (branch < 0 || branch > 1) {
            throw new AvroRuntimeException(branch + " is no branch of a union of two");
        }
        return branch == 1;
    }
}
