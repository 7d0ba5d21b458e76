package io.gradwatch.schema;

/**
 * A topic of the catalogue. Its key is always the run id in UTF-8, so that the records of a run are in one order.
 *
 * @param name name in Kafka: dots, lower case, version last
 * @param codec how values are written and read
 * @param <T> type of the value
 */
public record Topic<T>(String name, SingleObjectCodec<T> codec) {

    /** Name of the topic that takes records of this one that cannot be read: original bytes, reason in the headers. */
    public String deadLetterName() {
        return name + ".dlq";
    }
}
