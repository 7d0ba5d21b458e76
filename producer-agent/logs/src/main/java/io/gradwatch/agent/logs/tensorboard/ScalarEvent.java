package io.gradwatch.agent.logs.tensorboard;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.gradwatch.agent.logs.file.ProtoMessage;
import io.gradwatch.agent.logs.file.ProtoMessage.Values;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * Numbers of one record of an event file. Fields are numbered as in TensorFlow's {@code event.proto},
 * {@code summary.proto} and {@code tensor.proto}; what is no scalar (pictures, histograms, graphs, texts) is skipped.
 *
 * @param timeMillis when it was written, by the clock of the job, milliseconds since 1970-01-01 UTC; 0 if not said
 * @param step as the job gave it
 * @param sessionStarts true if the job says that it starts, or starts again, at this step
 * @param scalars in the order of the record
 */
record ScalarEvent(long timeMillis, long step, boolean sessionStarts, List<Scalar> scalars) {

    private static final int WALL_TIME = 1;
    private static final int STEP = 2;
    private static final int SUMMARY = 5;
    private static final int SESSION_LOG = 7;
    private static final int SESSION_STATUS = 1;
    private static final int SESSION_STATUS_START = 1;
    private static final int SUMMARY_VALUE = 1;
    private static final int VALUE_TAG = 1;
    private static final int VALUE_SIMPLE = 2;
    private static final int VALUE_TENSOR = 8;
    private static final int TENSOR_TYPE = 1;
    private static final int TENSOR_SHAPE = 2;
    private static final int TENSOR_CONTENT = 4;
    private static final int TENSOR_FLOATS = 5;
    private static final int TENSOR_DOUBLES = 6;
    private static final int SHAPE_DIMENSION = 2;
    private static final int DIMENSION_SIZE = 1;
    private static final int TYPE_FLOAT = 1;
    private static final int TYPE_DOUBLE = 2;

    /** The value of a tag. */
    record Scalar(String tag, double value) {}

    /** @throws InvalidProtocolBufferException when the bytes are no event */
    static ScalarEvent parse(byte[] data) throws IOException {
        ProtoMessage event = ProtoMessage.of(data);
        boolean starts = false;
        for (Values sessions = event.values(SESSION_LOG); sessions.next(); ) {
            OptionalLong status = sessions.message().number(SESSION_STATUS);
            starts = status.isPresent() ? (int) status.getAsLong() == SESSION_STATUS_START : starts;
        }
        List<Scalar> scalars = new ArrayList<>();
        for (Values summaries = event.values(SUMMARY); summaries.next(); ) {
            for (Values values = summaries.message().values(SUMMARY_VALUE); values.next(); ) {
                ProtoMessage value = values.message();
                String tag = tag(value);
                number(value).ifPresent(number -> scalars.add(new Scalar(tag, number)));
            }
        }
        double seconds = event.lastDouble(WALL_TIME).orElse(0);
        return new ScalarEvent((long) (1000 * seconds), event.number(STEP).orElse(0), starts, List.copyOf(scalars));
    }

    private static String tag(ProtoMessage value) throws IOException {
        for (Values tags = value.values(VALUE_TAG); tags.next(); ) {
            if (!tags.bytes().isValidUtf8()) {
                throw new InvalidProtocolBufferException("Protocol message had invalid UTF-8.");
            }
        }
        return value.text(VALUE_TAG);
    }

    private static OptionalDouble number(ProtoMessage value) throws IOException {
        OptionalDouble number = value.lastFloat(VALUE_SIMPLE);
        for (Values tensors = value.values(VALUE_TENSOR); tensors.next(); ) {
            number = single(tensors.message());
        }
        return number;
    }

    /** The value of a tensor that is one float or double; one that is not written out is 0, as in TensorFlow. */
    private static OptionalDouble single(ProtoMessage tensor) throws IOException {
        boolean single = hasOneElement(tensor);
        int type = (int) tensor.number(TENSOR_TYPE).orElse(0);
        boolean isFloat = type == TYPE_FLOAT;
        DoubleSummaryStatistics values = new DoubleSummaryStatistics();
        tensor.floats(TENSOR_FLOATS, values);
        tensor.doubles(TENSOR_DOUBLES, values);
        for (Values contents = tensor.values(TENSOR_CONTENT); contents.next(); ) {
            ByteString content = contents.bytes();
            ByteBuffer bytes = content.asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
            if (content.size() == (isFloat ? Float.BYTES : Double.BYTES)) {
                values.accept(isFloat ? bytes.getFloat() : bytes.getDouble());
            } else {
                single &= content.isEmpty();
            }
        }
        boolean known = isFloat || type == TYPE_DOUBLE;
        return known && single && values.getCount() <= 1
                ? OptionalDouble.of(values.getCount() == 0 ? 0 : values.getMax())
                : OptionalDouble.empty();
    }

    private static boolean hasOneElement(ProtoMessage tensor) throws IOException {
        boolean one = true;
        for (Values shapes = tensor.values(TENSOR_SHAPE); shapes.next(); ) {
            for (Values dimensions = shapes.message().values(SHAPE_DIMENSION); dimensions.next(); ) {
                one &= dimensions.message().number(DIMENSION_SIZE).orElse(1) == 1;
            }
        }
        return one;
    }
}
