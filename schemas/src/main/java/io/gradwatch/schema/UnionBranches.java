package io.gradwatch.schema;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.avro.Schema;
import org.apache.avro.Schema.Field;

/**
 * Keeps a kind of event that this reader does not know from being taken for one that it knows.
 *
 * <p>Where no branch of the reader's union has the name of the record that was written, Avro takes the first one whose
 * fields fit: a newer kind of event with a step number would be read as a {@link Step} without a loss.
 */
final class UnionBranches {

    private UnionBranches() {}

    /**
     * The writer's schema in which each record of a union that the reader's union does not name is one that nothing
     * resolves to, so that reading it fails with its name.
     */
    static Schema matchedByName(Schema writer, Schema reader) {
        if (writer.getType() != Schema.Type.RECORD || reader.getType() != Schema.Type.RECORD) {
            return writer;
        }
        List<Field> fields = new ArrayList<>();
        for (Field field : writer.getFields()) {
            Field known = reader.getField(field.name());
            Schema schema = known == null ? field.schema() : matchedUnion(field.schema(), known.schema());
            fields.add(new Field(field, schema));
        }
        return Schema.createRecord(writer.getName(), writer.getDoc(), writer.getNamespace(), writer.isError(), fields);
    }

    private static Schema matchedUnion(Schema writer, Schema reader) {
        if (!writer.isUnion() || !reader.isUnion()) {
            return writer;
        }
        Set<String> known = new HashSet<>();
        reader.getTypes().forEach(type -> known.add(type.getFullName()));
        List<Schema> branches = new ArrayList<>();
        for (Schema branch : writer.getTypes()) {
            boolean unknown = branch.getType() == Schema.Type.RECORD && !known.contains(branch.getFullName());
            branches.add(unknown ? unreadable(branch) : branch);
        }
        return Schema.createUnion(branches);
    }

    private static Schema unreadable(Schema branch) {
        return Schema.createFixed(branch.getName(), branch.getDoc(), branch.getNamespace(), 0);
    }
}
