package io.gradwatch.schema;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;

class TrustedClassesTest {

    @Test
    void everyTypeOfTheSchemas_isTrusted() {
        Set<String> named = new TreeSet<>();
        Topics.ALL.forEach(topic -> collect(topic.codec().schema(), named, new HashSet<>()));
        LiveTables.ALL.forEach(table -> collect(table.schema(), named, new HashSet<>()));

        assertThat(TrustedClasses.names()).containsExactlyInAnyOrderElementsOf(named);
    }

    private static void collect(Schema schema, Set<String> named, Set<Schema> seen) {
        if (!seen.add(schema)) {
            return;
        }
        switch (schema.getType()) {
            case RECORD -> {
                named.add(schema.getFullName());
                schema.getFields().forEach(field -> collect(field.schema(), named, seen));
            }
            case ENUM, FIXED -> named.add(schema.getFullName());
            case ARRAY -> collect(schema.getElementType(), named, seen);
            case MAP -> collect(schema.getValueType(), named, seen);
            case UNION -> schema.getTypes().forEach(type -> collect(type, named, seen));
            default -> {}
        }
    }
}
