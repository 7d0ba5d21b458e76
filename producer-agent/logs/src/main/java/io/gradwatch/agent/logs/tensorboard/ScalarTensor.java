package io.gradwatch.agent.logs.tensorboard;

import static com.google.protobuf.WireFormat.WIRETYPE_FIXED32;
import static com.google.protobuf.WireFormat.WIRETYPE_FIXED64;
import static com.google.protobuf.WireFormat.WIRETYPE_LENGTH_DELIMITED;
import static com.google.protobuf.WireFormat.WIRETYPE_VARINT;

import com.google.protobuf.CodedInputStream;
import io.gradwatch.agent.logs.file.ProtoFields;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.OptionalDouble;

/** A tensor of TensorFlow's {@code tensor.proto}, of which only a single float or double is of interest. */
final class ScalarTensor implements ProtoFields {

    private static final int TYPE = 1 << 3 | WIRETYPE_VARINT;
    private static final int SHAPE = 2 << 3 | WIRETYPE_LENGTH_DELIMITED;
    private static final int CONTENT = 4 << 3 | WIRETYPE_LENGTH_DELIMITED;
    private static final int FLOATS = 5 << 3 | WIRETYPE_LENGTH_DELIMITED;
    private static final int FLOAT = 5 << 3 | WIRETYPE_FIXED32;
    private static final int DOUBLES = 6 << 3 | WIRETYPE_LENGTH_DELIMITED;
    private static final int DOUBLE = 6 << 3 | WIRETYPE_FIXED64;
    private static final int SHAPE_DIMENSION = 2 << 3 | WIRETYPE_LENGTH_DELIMITED;
    private static final int DIMENSION_SIZE = 1 << 3 | WIRETYPE_VARINT;
    private static final int TYPE_FLOAT = 1;
    private static final int TYPE_DOUBLE = 2;

    private int type;
    private boolean single = true;
    private int values;
    private double first;
    private ByteBuffer content = ByteBuffer.allocate(0);

    @Override
    public boolean take(int tag, CodedInputStream in) throws IOException {
        switch (tag) {
            case TYPE -> type = in.readEnum();
            case SHAPE -> nested(in, this::shape);
            case CONTENT -> content = in.readByteBuffer();
            case FLOAT -> add(in.readFloat());
            case DOUBLE -> add(in.readDouble());
            case FLOATS -> packed(in, Float.BYTES);
            case DOUBLES -> packed(in, Double.BYTES);
            default -> {
                return false;
            }
        }
        return true;
    }

    /** The value, where the tensor is a single float or double; one that is not written out is 0, as in TensorFlow. */
    OptionalDouble value() {
        addContent(content.order(ByteOrder.LITTLE_ENDIAN));
        boolean known = type == TYPE_FLOAT || type == TYPE_DOUBLE;
        return known && single && values <= 1 ? OptionalDouble.of(first) : OptionalDouble.empty();
    }

    private void add(double value) {
        first = values == 0 ? value : first;
        values++;
    }

    private void addContent(ByteBuffer content) {
        int bytes = type == TYPE_FLOAT ? Float.BYTES : Double.BYTES;
        if (content.remaining() == bytes) {
            add(bytes == Float.BYTES ? content.getFloat() : content.getDouble());
        } else if (content.hasRemaining()) {
            single = false;
        }
    }

    private void packed(CodedInputStream in, int bytes) throws IOException {
        int outer = in.pushLimit(in.readRawVarint32());
        while (!in.isAtEnd()) {
            add(bytes == Float.BYTES ? in.readFloat() : in.readDouble());
        }
        in.popLimit(outer);
    }

    private boolean shape(int tag, CodedInputStream in) throws IOException {
        if (tag == SHAPE_DIMENSION) {
            nested(in, this::dimension);
        }
        return tag == SHAPE_DIMENSION;
    }

    private boolean dimension(int tag, CodedInputStream in) throws IOException {
        if (tag == DIMENSION_SIZE) {
            single &= in.readInt64() == 1;
        }
        return tag == DIMENSION_SIZE;
    }

    private static void nested(CodedInputStream in, ProtoFields fields) throws IOException {
        fields.readNested(in);
    }
}
