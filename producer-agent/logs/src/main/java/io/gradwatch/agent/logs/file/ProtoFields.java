package io.gradwatch.agent.logs.file;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import java.io.IOException;

/** Reads the fields of a message of Protocol Buffers, of which it takes some. */
@FunctionalInterface
public interface ProtoFields {

    /** Takes the field with a tag, its number and its type; false leaves it to be skipped. */
    boolean take(int tag, CodedInputStream in) throws IOException;

    /** Reads to the end of the bytes, or of the message around. */
    default void read(CodedInputStream in) throws IOException {
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            if (!take(tag, in) && !in.skipField(tag)) {
                throw new InvalidProtocolBufferException("a group ends that did not begin");
            }
        }
    }

    /** Reads a message that begins with its length. */
    default void readNested(CodedInputStream in) throws IOException {
        int outer = in.pushLimit(in.readRawVarint32());
        read(in);
        in.popLimit(outer);
    }
}
