package io.gradwatch.agent.logs.tensorboard;

import static com.google.protobuf.WireFormat.WIRETYPE_LENGTH_DELIMITED;
import static com.google.protobuf.WireFormat.WIRETYPE_VARINT;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.WireFormat;
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

    /** Reads a message up to the limit that is set. */
    @FunctionalInterface
    private interface Message {
        void read() throws IOException;
    }

    private final CodedInputStream in;
    private final List<ScalarEvent.Scalar> scalars = new ArrayList<>();
    private double wallSeconds;
    private long step;
    private boolean starts;
    private String tag;
    private OptionalDouble value;

    private ScalarEventParser(byte[] data) {
        in = CodedInputStream.newInstance(data);
    }

    /**
     * Reads a record.
     *
     * @throws InvalidProtocolBufferException when the bytes are no event
     */
    static ScalarEvent parse(byte[] data) throws IOException {
        ScalarEventParser parser = new ScalarEventParser(data);
        parser.event();
        return new ScalarEvent(
                (long) (1000 * parser.wallSeconds), parser.step, parser.starts, List.copyOf(parser.scalars));
    }

    private void event() throws IOException {
        for (int field = in.readTag(); field != 0; field = in.readTag()) {
            switch (field) {
                case EVENT_WALL_TIME -> wallSeconds = in.readDouble();
                case EVENT_STEP -> step = in.readInt64();
                case EVENT_SUMMARY -> within(in, this::summary);
                case EVENT_SESSION_LOG -> within(in, this::sessionLog);
                default -> skip(in, field);
            }
        }
    }

    private void sessionLog() throws IOException {
        for (int field = in.readTag(); field != 0; field = in.readTag()) {
            if (field == SESSION_STATUS) {
                starts = in.readEnum() == SESSION_STATUS_START;
            } else {
                skip(in, field);
            }
        }
    }

    private void summary() throws IOException {
        for (int field = in.readTag(); field != 0; field = in.readTag()) {
            if (field == SUMMARY_VALUE) {
                within(in, this::summaryValue);
            } else {
                skip(in, field);
            }
        }
    }

    private void summaryValue() throws IOException {
        tag = "";
        value = OptionalDouble.empty();
        for (int field = in.readTag(); field != 0; field = in.readTag()) {
            switch (field) {
                case VALUE_TAG -> tag = in.readStringRequireUtf8();
                case VALUE_SIMPLE -> value = OptionalDouble.of(in.readFloat());
                case VALUE_TENSOR -> within(in, () -> value = new ScalarTensor().read(in));
                default -> skip(in, field);
            }
        }
        value.ifPresent(number -> scalars.add(new ScalarEvent.Scalar(tag, number)));
    }

    private static void within(CodedInputStream in, Message message) throws IOException {
        int outer = in.pushLimit(in.readRawVarint32());
        message.read();
        in.popLimit(outer);
    }

    static void skip(CodedInputStream in, int field) throws IOException {
        if (!in.skipField(field)) {
            throw new InvalidProtocolBufferException("a group ends that did not begin");
        }
    }
}
