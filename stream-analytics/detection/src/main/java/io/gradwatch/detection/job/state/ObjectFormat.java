package io.gradwatch.detection.job.state;

import java.io.DataOutput;
import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Format of an object of named members. One that the writer did not have is as in a new object; one that is no longer
 * there is read over. A member of another kind is refused: give it another name.
 */
final class ObjectFormat implements Format {

    /** A member, called as in state. */
    record Member(String name, Format format, Function<Object, Object> get, BiConsumer<Object, Object> set) {}

    private final Supplier<?> newObject;
    private final Member[] members;

    ObjectFormat(Supplier<?> newObject, List<Member> members) {
        this.newObject = newObject;
        this.members = members.toArray(Member[]::new);
        Set<String> names = new HashSet<>();
        for (Member member : members) {
            if (!names.add(member.name)) {
                throw new IllegalArgumentException("two members of a state have the name " + member.name);
            }
        }
    }

    /** Format of a class with a public constructor without parameters: its public fields that are not transient. */
    static ObjectFormat of(Class<?> type) {
        List<Member> members = fields(type).stream()
                .sorted(Comparator.comparing(Field::getName))
                .map(ObjectFormat::member)
                .toList();
        try {
            Constructor<?> constructor = type.getConstructor();
            return new ObjectFormat(() -> newInstance(constructor), members);
        } catch (NoSuchMethodException e) {
            throw new IllegalArgumentException(type + " has no public constructor without parameters", e);
        }
    }

    /** All that hold state, those of superclasses among them: what was not public would be lost in silence. */
    private static List<Field> fields(Class<?> type) {
        List<Field> fields = new ArrayList<>();
        for (Class<?> holder = type; holder != null; holder = holder.getSuperclass()) {
            for (Field field : holder.getDeclaredFields()) {
                int modifiers = field.getModifiers();
                if (Modifier.isStatic(modifiers) || Modifier.isTransient(modifiers) || field.isSynthetic()) {
                    continue;
                }
                if (!Modifier.isPublic(modifiers) || Modifier.isFinal(modifiers)) {
                    throw new IllegalArgumentException(field + " of a state must be public and not final");
                }
                fields.add(field);
            }
        }
        return fields;
    }

    private static Member member(Field field) {
        return new Member(
                field.getName(),
                Format.of(field.getGenericType()),
                object -> get(field, object),
                (object, value) -> set(field, object, value));
    }

    @Override
    public Layout layout() {
        return new Layout.Fields(Stream.of(members)
                .map(member -> new Layout.Field(member.name, member.format.layout()))
                .toList());
    }

    @Override
    public void write(Object object, DataOutput out) throws IOException {
        for (Member member : members) {
            member.format.write(member.get.apply(object), out);
        }
    }

    @Override
    public Object copy(Object object) {
        Object copy = newObject.get();
        for (Member member : members) {
            member.set.accept(copy, member.format.copy(member.get.apply(object)));
        }
        return copy;
    }

    @Override
    public Reader reader(Layout written, String path) {
        if (!(written instanceof Layout.Fields fields)) {
            throw new UnreadableStateException(path, layout(), written);
        }
        Map<String, Member> byName = Stream.of(members).collect(Collectors.toMap(Member::name, Function.identity()));
        List<Reader> readers = new ArrayList<>();
        List<BiConsumer<Object, Object>> setters = new ArrayList<>();
        for (Layout.Field field : fields.inOrder()) {
            Member member = byName.get(field.name());
            readers.add(
                    member == null
                            ? skipping(field.layout())
                            : member.format.reader(field.layout(), path + "." + field.name()));
            setters.add(member == null ? (object, nothing) -> {} : member.set);
        }
        return in -> {
            Object object = newObject.get();
            for (int place = 0; place < readers.size(); place++) {
                setters.get(place).accept(object, readers.get(place).read(in));
            }
            return object;
        };
    }

    private static Reader skipping(Layout layout) {
        return in -> {
            layout.skip(in);
            return null;
        };
    }

    private static Object newInstance(Constructor<?> constructor) {
        try {
            return constructor.newInstance();
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(constructor + " must make an object of state", e);
        }
    }

    private static Object get(Field field, Object object) {
        try {
            return field.get(object);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(field + " must be public, in a public class", e);
        }
    }

    private static void set(Field field, Object object, Object value) {
        try {
            field.set(object, value);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(field + " must be public and not final, in a public class", e);
        }
    }
}
