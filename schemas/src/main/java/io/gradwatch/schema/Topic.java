package io.gradwatch.schema;

/**
 * A topic of the catalogue. Its keys are in UTF-8, of a run always the run id, so that the records of a run are in one
 * order.
 *
 * @param name name in Kafka: dots, lower case, version last
 * @param codec of the values
 * @param keeps records that Kafka keeps of it
 * @param onePartition true where its records have one order over all keys, whatever the number of partitions is set to
 * @param <T> type of the value
 */
public record Topic<T>(String name, SingleObjectCodec<T> codec, Keeps keeps, boolean onePartition) {

    /** Records that Kafka keeps of a topic. */
    public enum Keeps {
        /** Every record, for as long as the brokers are set to keep records. */
        RECORDS,
        /** The last value of each key, for ever: the topic is compacted. A record without a value removes its key. */
        LAST_OF_KEY
    }

    /** Name of the topic that takes records of this one that cannot be read: original bytes, reason in the headers. */
    public String deadLetterName() {
        return deadLetterName(name);
    }

    /** The same for the name of a topic of the catalogue. */
    public static String deadLetterName(String topic) {
        return topic + ".dlq";
    }
}
