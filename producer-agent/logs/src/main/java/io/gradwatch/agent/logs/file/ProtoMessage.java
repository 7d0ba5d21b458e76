package io.gradwatch.agent.logs.file;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.UnsafeByteOperations;
import com.google.protobuf.WireFormat;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.function.DoubleConsumer;

/**
 * A message of Protocol Buffers without its classes: its fields by their numbers. Of a field that is told several times
 * the last value counts; a field of another wire type than is asked for is none. Nothing of it is copied, and fields
 * that are not asked for are skipped: of a large file little may be needed. Each method goes through the whole message,
 * and throws {@link com.google.protobuf.InvalidProtocolBufferException} where its bytes are none.
 */
public final class ProtoMessage {

    private final ByteString bytes;

    private ProtoMessage(ByteString bytes) {
        this.bytes = bytes;
    }

    /** The message of these bytes, which stay as they are. */
    public static ProtoMessage of(byte[] bytes) {
        return new ProtoMessage(UnsafeByteOperations.unsafeWrap(bytes));
    }

    /** The strings, messages and packed numbers of a field. */
    public Values values(int field) {
        return new Values(bytes, field, WireFormat.WIRETYPE_LENGTH_DELIMITED);
    }

    /** The strings of a field; bytes that are not UTF-8 become replacement characters. */
    public List<String> texts(int field) throws IOException {
        List<String> texts = new ArrayList<>();
        for (Values values = values(field); values.next(); ) {
            texts.add(values.bytes().toStringUtf8());
        }
        return texts;
    }

    /** The last string of a field, empty where it has none. */
    public String text(int field) throws IOException {
        ByteString last = ByteString.EMPTY;
        for (Values values = values(field); values.next(); ) {
            last = values.bytes();
        }
        return last.toStringUtf8();
    }

    /** The last whole number of a field. */
    public OptionalLong number(int field) throws IOException {
        boolean found = false;
        long last = 0;
        for (Values values = new Values(bytes, field, WireFormat.WIRETYPE_VARINT); values.next(); found = true) {
            last = values.in.readInt64();
        }
        return found ? OptionalLong.of(last) : OptionalLong.empty();
    }

    /** The last number of a field that has floats; one that is packed is none. */
    public OptionalDouble lastFloat(int field) throws IOException {
        boolean found = false;
        float last = 0;
        for (Values values = new Values(bytes, field, WireFormat.WIRETYPE_FIXED32); values.next(); found = true) {
            last = values.in.readFloat();
        }
        return found ? OptionalDouble.of(last) : OptionalDouble.empty();
    }

    /** The last number of a field that has doubles; one that is packed is none. */
    public OptionalDouble lastDouble(int field) throws IOException {
        boolean found = false;
        double last = 0;
        for (Values values = new Values(bytes, field, WireFormat.WIRETYPE_FIXED64); values.next(); found = true) {
            last = values.in.readDouble();
        }
        return found ? OptionalDouble.of(last) : OptionalDouble.empty();
    }

    /** Gives all floats of a field, packed or not. */
    public void floats(int field, DoubleConsumer each) throws IOException {
        for (Values values = new Values(bytes, field, WireFormat.WIRETYPE_FIXED32); values.next(); ) {
            each.accept(values.in.readFloat());
        }
        for (Values values = values(field); values.next(); ) {
            for (CodedInputStream packed = values.bytes().newCodedInput(); !packed.isAtEnd(); ) {
                each.accept(packed.readFloat());
            }
        }
    }

    /** Gives all doubles of a field, packed or not. */
    public void doubles(int field, DoubleConsumer each) throws IOException {
        for (Values values = new Values(bytes, field, WireFormat.WIRETYPE_FIXED64); values.next(); ) {
            each.accept(values.in.readDouble());
        }
        for (Values values = values(field); values.next(); ) {
            for (CodedInputStream packed = values.bytes().newCodedInput(); !packed.isAtEnd(); ) {
                each.accept(packed.readDouble());
            }
        }
    }

    /** The values of one field in their order. */
    public static final class Values {
        private final CodedInputStream in;
        private final int tag;

        private Values(ByteString message, int field, int wireType) {
            in = message.newCodedInput();
            in.enableAliasing(true);
            tag = field << 3 | wireType;
        }

        /** Goes to the next value, which is to be read once then; false where there is none. */
        public boolean next() throws IOException {
            for (int found = in.readTag(); found != 0; found = in.readTag()) {
                if (found == tag) {
                    return true;
                }
                if (!in.skipField(found)) {
                    break;
                }
            }
            in.checkLastTagWas(0);
            return false;
        }

        /** The value as bytes. */
        public ByteString bytes() throws IOException {
            return in.readBytes();
        }

        /** The value as a message. */
        public ProtoMessage message() throws IOException {
            return new ProtoMessage(bytes());
        }
    }
}
