package io.gradwatch.schema;

import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificData;

/** Makes collections that grow with the elements that are read, not by the number that a record claims. */
final class BoundedData extends SpecificData {

    private static final int LARGEST_FIRST_CAPACITY = 256;

    BoundedData(ClassLoader loader) {
        super(loader);
    }

    @Override
    public Object newArray(Object old, int size, Schema schema) {
        return super.newArray(old, Math.min(size, LARGEST_FIRST_CAPACITY), schema);
    }

    @Override
    public Object newMap(Object old, int size) {
        return super.newMap(old, Math.min(size, LARGEST_FIRST_CAPACITY));
    }
}
