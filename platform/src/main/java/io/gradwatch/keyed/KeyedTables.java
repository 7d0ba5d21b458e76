package io.gradwatch.keyed;

import io.gradwatch.schema.UnreadableRecordException;

/**
 * The last values of the keys of some topics, of a bounded number of keys. For one thread.
 *
 * @param <S> all of them at one moment, immutable
 */
public interface KeyedTables<S> {

    /**
     * Takes a record that has a value.
     *
     * @throws UnreadableRecordException when the value is none of the topic's
     * @throws IllegalArgumentException when it breaks a rule or is not that of the key; nothing is changed then
     */
    void put(String topic, String key, byte[] value) throws UnreadableRecordException;

    /** Takes a record without a value: the key has none any more. */
    void remove(String topic, String key);

    /** All values at this moment. */
    S snapshot();
}
