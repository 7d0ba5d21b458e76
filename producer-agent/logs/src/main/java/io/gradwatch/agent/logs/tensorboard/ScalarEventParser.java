package io.gradwatch.agent.logs.tensorboard;

import static com.google.protobuf.WireFormat.WIRETYPE_LENGTH_DELIMITED;
import static com.google.protobuf.WireFormat.WIRETYPE_VARINT;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.WireFormat;
import io.gradwatch.agent.logs.file.ProtoFields;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/**
 * Reads the data of one record of an event file. Fields are numbered as in TensorFlow's {@code event.proto} and
 * {@code summary.proto}; what is no scalar (pictures, histograms, graphs, texts) is skipped.
 */
final class ScalarEventParser {

    private static final int EVENT_WALL_TIME = 1 << 3 | WireFormat.WIRETYPE_FIXED64;
    private static final int EVENT_STEP = 2 << 3 | WIRETYPE_VARINT;
    private static final int EVENT_SUMMARY = 5 << 3 | WIRETYPE_LENGTH_DELIMITED;
    private static final int EVENT_SESSION_LOG = 7 << 3 | WIRETYPE_LENGTH_DELIMITED;
    private static final int SESSION_STATUS = 1 << 3 | WIRETYPE_VARINT;
    private static final int SESSION_STATUS_START = 1;
    private static final int SUMMARY_VALUE = 1 << 3 | WIRETYPE_LENGTH_DELIMITED;
    private static final int VALUE_TAG = 1 << 3 | WIRETYPE_LENGTH_DELIMITED;
    private static final int VALUE_SIMPLE = 2 << 3 | WireFormat.WIRETYPE_FIXED32;
    private static final int VALUE_TENSOR = 8 << 3 | WIRETYPE_LENGTH_DELIMITED;

    private final List<ScalarEvent.Scalar> scalars = new ArrayList<>();
    private double wallSeconds;
    private long step;
    private boolean starts;
    private String name;
    private OptionalDouble value;

    /**
     * Reads a record.
     *
     * @throws InvalidProtocolBufferException when the bytes are no event
     */
    static ScalarEvent parse(byte[] data) throws IOException {
        ScalarEventParser parser = new ScalarEventParser();
        ProtoFields event = parser::event;
        event.read(CodedInputStream.newInstance(data));
        return new ScalarEvent(
                (long) (1000 * parser.wallSeconds), parser.step, parser.starts, List.copyOf(parser.scalars));
    }

    private boolean event(int tag, CodedInputStream in) throws IOException {
        switch (tag) {
            case EVENT_WALL_TIME -> wallSeconds = in.readDouble();
            case EVENT_STEP -> step = in.readInt64();
            case EVENT_SUMMARY -> nested(in, this::summary);
            case EVENT_SESSION_LOG -> nested(in, this::sessionLog);
            default -> {
                return false;
            }
        }
        return true;
    }

    private boolean sessionLog(int tag, CodedInputStream in) throws IOException {
        if (tag == SESSION_STATUS) {
            starts = in.readEnum() == SESSION_STATUS_START;
        }
        return tag == SESSION_STATUS;
    }

    private boolean summary(int tag, CodedInputStream in) throws IOException {
        if (tag == SUMMARY_VALUE) {
            name = "";
            value = OptionalDouble.empty();
            nested(in, this::summaryValue);
            value.ifPresent(number -> scalars.add(new ScalarEvent.Scalar(name, number)));
        }
        return tag == SUMMARY_VALUE;
    }

    private boolean summaryValue(int tag, CodedInputStream in) throws IOException {
        switch (tag) {
            case VALUE_TAG -> name = in.readStringRequireUtf8();
            case VALUE_SIMPLE -> value = OptionalDouble.of(in.readFloat());
            case VALUE_TENSOR -> {
                ScalarTensor tensor = new ScalarTensor();
                nested(in, tensor);
                value = tensor.value();
            }
            default -> {
                return false;
            }
        }
        return true;
    }

    private static void nested(CodedInputStream in, ProtoFields fields) throws IOException {
        fields.readNested(in);
    }
}
