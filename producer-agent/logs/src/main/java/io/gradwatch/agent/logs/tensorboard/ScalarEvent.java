package io.gradwatch.agent.logs.tensorboard;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.gradwatch.agent.logs.file.ProtoMessage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
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
        ProtoMessage event = ProtoMessage.parse(data);
        boolean starts = false;
        for (ProtoMessage session : event.messages(SESSION_LOG)) {
            OptionalLong status = session.number(SESSION_STATUS);
            starts = status.isPresent() ? (int) status.getAsLong() == SESSION_STATUS_START : starts;
        }
        List<Scalar> scalars = new ArrayList<>();
        for (ProtoMessage summary : event.messages(SUMMARY)) {
            for (ProtoMessage value : summary.messages(SUMMARY_VALUE)) {
                String tag = tag(value);
                number(value).ifPresent(number -> scalars.add(new Scalar(tag, number)));
            }
        }
        double seconds = event.decimal(WALL_TIME).orElse(0);
        return new ScalarEvent((long) (1000 * seconds), event.number(STEP).orElse(0), starts, List.copyOf(scalars));
    }

    private static String tag(ProtoMessage value) throws InvalidProtocolBufferException {
        for (ByteString tag : value.bytes(VALUE_TAG)) {
            if (!tag.isValidUtf8()) {
                throw new InvalidProtocolBufferException("Protocol message had invalid UTF-8.");
            }
        }
        return value.text(VALUE_TAG);
    }

    private static OptionalDouble number(ProtoMessage value) throws IOException {
        OptionalDouble number = value.decimal(VALUE_SIMPLE);
        for (ProtoMessage tensor : value.messages(VALUE_TENSOR)) {
            number = single(tensor);
        }
        return number;
    }

    /** The value of a tensor that is one float or double; one that is not written out is 0, as in TensorFlow. */
    private static OptionalDouble single(ProtoMessage tensor) throws IOException {
        boolean single = true;
        for (ProtoMessage shape : tensor.messages(TENSOR_SHAPE)) {
            for (ProtoMessage dimension : shape.messages(SHAPE_DIMENSION)) {
                single &= dimension.number(DIMENSION_SIZE).orElse(1) == 1;
            }
        }
        int type = (int) tensor.number(TENSOR_TYPE).orElse(0);
        List<Double> values = new ArrayList<>(tensor.floats(TENSOR_FLOATS));
        values.addAll(tensor.doubles(TENSOR_DOUBLES));
        for (ByteString content : tensor.bytes(TENSOR_CONTENT)) {
            ByteBuffer bytes = content.asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
            boolean isFloat = type == TYPE_FLOAT;
            if (content.size() == (isFloat ? Float.BYTES : Double.BYTES)) {
                values.add(isFloat ? bytes.getFloat() : bytes.getDouble());
            } else {
                single &= content.isEmpty();
            }
        }
        boolean known = type == TYPE_FLOAT || type == TYPE_DOUBLE;
        return known && single && values.size() <= 1
                ? OptionalDouble.of(values.isEmpty() ? 0 : values.get(0))
                : OptionalDouble.empty();
    }
}
