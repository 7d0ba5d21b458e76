package io.gradwatch.detection.job.state;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Writes, copies and reads the values of one type of the present build. */
interface Format {

    /** Layout of the values that {@link #write} writes. */
    Layout layout();

    void write(Object value, DataOutput out) throws IOException;

    /** A deep copy. */
    Object copy(Object value);

    /**
     * Reader of values that this or another build wrote.
     *
     * @param written how they lie
     * @param path of the value, for the message
     * @throws UnreadableStateException when they are of another kind
     */
    Reader reader(Layout written, String path);

    /** Reads a value of one layout. */
    interface Reader {
        Object read(DataInput in) throws IOException;
    }

    /** Format of the fields, elements and values of a type: what is no primitive may be absent. */
    static Format of(Type type) {
        Format format = present(type);
        return type instanceof Class<?> c && c.isPrimitive() ? format : new MaybeFormat(format);
    }

    private static Format present(Type type) {
        if (type instanceof ParameterizedType generic) {
            Type[] arguments = generic.getActualTypeArguments();
            if (generic.getRawType() == List.class) {
                return new ListFormat(of(arguments[0]));
            }
            if (generic.getRawType() == Map.class) {
                return new MapFormat(of(arguments[0]), of(arguments[1]));
            }
        } else if (type instanceof Class<?> c) {
            Scalar scalar = Scalar.BY_TYPE.get(c);
            if (scalar != null) {
                return scalar;
            }
            return c.isEnum() ? new EnumFormat(c) : ObjectFormat.of(c);
        }
        throw new IllegalArgumentException(type + " has no format in state: use numbers, texts, enums, arrays of"
                + " numbers, List, Map, or a class with public fields of these");
    }

    /** Of a value that may be absent. */
    record MaybeFormat(Format value) implements Format {

        @Override
        public Layout layout() {
            return new Layout.Maybe(value.layout());
        }

        @Override
        public void write(Object object, DataOutput out) throws IOException {
            out.writeBoolean(object != null);
            if (object != null) {
                value.write(object, out);
            }
        }

        @Override
        public Object copy(Object object) {
            return object == null ? null : value.copy(object);
        }

        @Override
        public Reader reader(Layout written, String path) {
            if (!(written instanceof Layout.Maybe maybe)) {
                throw new UnreadableStateException(path, layout(), written);
            }
            Reader reader = value.reader(maybe.value(), path);
            return in -> in.readBoolean() ? reader.read(in) : null;
        }
    }

    /** Of a constant, by the place of its name. */
    record EnumFormat(Class<?> type) implements Format {

        public EnumFormat {
            if (type.getEnumConstants().length > Layout.Choice.MOST) {
                throw new IllegalArgumentException(
                        type + " has more than " + Layout.Choice.MOST + " constants and no format in state");
            }
        }

        @Override
        public Layout layout() {
            return new Layout.Choice(
                    Stream.of(type.getEnumConstants()).map(EnumFormat::name).toList());
        }

        private static String name(Object constant) {
            return ((Enum<?>) constant).name();
        }

        @Override
        public void write(Object value, DataOutput out) throws IOException {
            out.writeByte(((Enum<?>) value).ordinal());
        }

        @Override
        public Object copy(Object value) {
            return value;
        }

        @Override
        public Reader reader(Layout written, String path) {
            List<String> names = written instanceof Layout.Choice choice ? choice.symbols() : List.of();
            Map<String, Object> byName = new HashMap<>();
            for (Object constant : type.getEnumConstants()) {
                byName.put(name(constant), constant);
            }
            if (names.isEmpty() || !byName.keySet().containsAll(names)) {
                throw new UnreadableStateException(path, layout(), written);
            }
            Object[] constants = names.stream().map(byName::get).toArray();
            return in -> {
                int place = in.readUnsignedByte();
                if (place >= constants.length) {
                    throw new UnreadableStateException(
                            path + " is damaged: it has the symbol " + place + " of " + constants.length);
                }
                return constants[place];
            };
        }
    }

    /** Of a list. */
    record ListFormat(Format element) implements Format {

        @Override
        public Layout layout() {
            return new Layout.Sequence(element.layout());
        }

        @Override
        public void write(Object value, DataOutput out) throws IOException {
            List<?> list = (List<?>) value;
            out.writeInt(list.size());
            for (Object each : list) {
                element.write(each, out);
            }
        }

        @Override
        public Object copy(Object value) {
            List<Object> copy = new ArrayList<>();
            ((List<?>) value).forEach(each -> copy.add(element.copy(each)));
            return copy;
        }

        @Override
        public Reader reader(Layout written, String path) {
            if (!(written instanceof Layout.Sequence sequence)) {
                throw new UnreadableStateException(path, layout(), written);
            }
            Reader reader = element.reader(sequence.element(), path + "[]");
            return in -> {
                List<Object> list = new ArrayList<>();
                for (int left = in.readInt(); left > 0; left--) {
                    list.add(reader.read(in));
                }
                return list;
            };
        }
    }

    /** Of a map. */
    record MapFormat(Format key, Format value) implements Format {

        @Override
        public Layout layout() {
            return new Layout.Table(key.layout(), value.layout());
        }

        @Override
        public void write(Object object, DataOutput out) throws IOException {
            Map<?, ?> map = (Map<?, ?>) object;
            out.writeInt(map.size());
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                key.write(entry.getKey(), out);
                value.write(entry.getValue(), out);
            }
        }

        @Override
        public Object copy(Object object) {
            Map<Object, Object> copy = new HashMap<>();
            ((Map<?, ?>) object).forEach((each, of) -> copy.put(key.copy(each), value.copy(of)));
            return copy;
        }

        @Override
        public Reader reader(Layout written, String path) {
            if (!(written instanceof Layout.Table table)) {
                throw new UnreadableStateException(path, layout(), written);
            }
            Reader keys = key.reader(table.key(), path + " key");
            Reader values = value.reader(table.value(), path + "{}");
            return in -> {
                Map<Object, Object> map = new HashMap<>();
                for (int left = in.readInt(); left > 0; left--) {
                    map.put(keys.read(in), values.read(in));
                }
                return map;
            };
        }
    }
}
