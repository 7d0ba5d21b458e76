package io.gradwatch.agent.logs.file;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnknownFieldSet;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.stream.DoubleStream;

/**
 * A message of Protocol Buffers without its classes: its fields by their numbers. Of a field that is told several times
 * the last value counts; a field of another wire type than is asked for is none.
 */
public final class ProtoMessage {

    private final UnknownFieldSet fields;

    private ProtoMessage(UnknownFieldSet fields) {
        this.fields = fields;
    }

    /** @throws InvalidProtocolBufferException when the bytes are no message */
    public static ProtoMessage parse(byte[] bytes) throws InvalidProtocolBufferException {
        return new ProtoMessage(UnknownFieldSet.parseFrom(bytes));
    }

    /** The messages of a field, in their order. */
    public List<ProtoMessage> messages(int field) throws InvalidProtocolBufferException {
        List<ProtoMessage> messages = new ArrayList<>();
        for (ByteString bytes : bytes(field)) {
            messages.add(new ProtoMessage(UnknownFieldSet.parseFrom(bytes)));
        }
        return messages;
    }

    /** The strings, messages and packed numbers of a field, in their order. */
    public List<ByteString> bytes(int field) {
        return fields.getField(field).getLengthDelimitedList();
    }

    /** The strings of a field; bytes that are not UTF-8 become replacement characters. */
    public List<String> texts(int field) {
        return bytes(field).stream().map(ByteString::toStringUtf8).toList();
    }

    /** The last string of a field, empty where it has none. */
    public String text(int field) {
        List<String> texts = texts(field);
        return texts.isEmpty() ? "" : texts.get(texts.size() - 1);
    }

    /** The last whole number of a field. */
    public OptionalLong number(int field) {
        return fields.getField(field).getVarintList().stream()
                .mapToLong(Long::longValue)
                .reduce((before, last) -> last);
    }

    /** The last number of a field that has floats or doubles; one that is packed is none. */
    public OptionalDouble decimal(int field) {
        UnknownFieldSet.Field values = fields.getField(field);
        return DoubleStream.concat(
                        values.getFixed32List().stream().mapToDouble(Float::intBitsToFloat),
                        values.getFixed64List().stream().mapToDouble(Double::longBitsToDouble))
                .reduce((before, last) -> last);
    }

    /** All floats of a field, packed or not. */
    public List<Double> floats(int field) throws IOException {
        List<Double> all = new ArrayList<>();
        fields.getField(field).getFixed32List().forEach(bits -> all.add((double) Float.intBitsToFloat(bits)));
        for (ByteString packed : bytes(field)) {
            for (CodedInputStream in = packed.newCodedInput(); !in.isAtEnd(); ) {
                all.add((double) in.readFloat());
            }
        }
        return all;
    }

    /** All doubles of a field, packed or not. */
    public List<Double> doubles(int field) throws IOException {
        List<Double> all = new ArrayList<>();
        fields.getField(field).getFixed64List().forEach(bits -> all.add(Double.longBitsToDouble(bits)));
        for (ByteString packed : bytes(field)) {
            for (CodedInputStream in = packed.newCodedInput(); !in.isAtEnd(); ) {
                all.add(in.readDouble());
            }
        }
        return all;
    }
}
