package io.gradwatch.detection.job.state;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Order and kind of the values in the bytes of state: by the names of fields, of no class. Each checkpoint holds the
 * layout by which it was written, so that a later build reads it, whatever its own classes are called and have gained
 * or lost.
 */
sealed interface Layout permits Scalar, Layout.Choice, Layout.Maybe, Layout.Sequence, Layout.Table, Layout.Fields {

    /** Writes the description; the tags are part of the format. */
    void describe(DataOutput out) throws IOException;

    /** Reads a value over, which nobody needs any more. */
    void skip(DataInput in) throws IOException;

    /** One of at most {@value #MOST} symbols, by its place among them in one byte. */
    record Choice(List<String> symbols) implements Layout {

        static final int MOST = 256;

        @Override
        public void describe(DataOutput out) throws IOException {
            out.writeByte('e');
            out.writeInt(symbols.size());
            for (String symbol : symbols) {
                out.writeUTF(symbol);
            }
        }

        @Override
        public void skip(DataInput in) throws IOException {
            in.readUnsignedByte();
        }
    }

    /** A value that may be absent: a byte that is 0 for none. */
    record Maybe(Layout value) implements Layout {

        @Override
        public void describe(DataOutput out) throws IOException {
            out.writeByte('?');
            value.describe(out);
        }

        @Override
        public void skip(DataInput in) throws IOException {
            if (in.readBoolean()) {
                value.skip(in);
            }
        }
    }

    /** A list: the count, and the elements. */
    record Sequence(Layout element) implements Layout {

        @Override
        public void describe(DataOutput out) throws IOException {
            out.writeByte('l');
            element.describe(out);
        }

        @Override
        public void skip(DataInput in) throws IOException {
            for (int left = in.readInt(); left > 0; left--) {
                element.skip(in);
            }
        }
    }

    /** A map: the count, and key and value in turn. */
    record Table(Layout key, Layout value) implements Layout {

        @Override
        public void describe(DataOutput out) throws IOException {
            out.writeByte('m');
            key.describe(out);
            value.describe(out);
        }

        @Override
        public void skip(DataInput in) throws IOException {
            for (int left = in.readInt(); left > 0; left--) {
                key.skip(in);
                value.skip(in);
            }
        }
    }

    /** The fields of an object, one after the other in this order. */
    record Fields(List<Field> inOrder) implements Layout {

        @Override
        public void describe(DataOutput out) throws IOException {
            out.writeByte('o');
            out.writeInt(inOrder.size());
            for (Field field : inOrder) {
                out.writeUTF(field.name());
                field.layout().describe(out);
            }
        }

        @Override
        public void skip(DataInput in) throws IOException {
            for (Field field : inOrder) {
                field.layout().skip(in);
            }
        }
    }

    /** One field of an object. */
    record Field(String name, Layout layout) {}

    /** The layout that {@link #describe} wrote. */
    static Layout read(DataInput in) throws IOException {
        int tag = in.readUnsignedByte();
        return switch (tag) {
            case 'e' -> choice(in);
            case '?' -> new Maybe(read(in));
            case 'l' -> new Sequence(read(in));
            case 'm' -> new Table(read(in), read(in));
            case 'o' -> fields(in);
            default -> Scalar.tagged(tag);
        };
    }

    private static Layout choice(DataInput in) throws IOException {
        List<String> symbols = new ArrayList<>();
        for (int left = in.readInt(); left > 0; left--) {
            symbols.add(in.readUTF());
        }
        return new Choice(symbols);
    }

    private static Layout fields(DataInput in) throws IOException {
        List<Field> fields = new ArrayList<>();
        for (int left = in.readInt(); left > 0; left--) {
            fields.add(new Field(in.readUTF(), read(in)));
        }
        return new Fields(fields);
    }
}
