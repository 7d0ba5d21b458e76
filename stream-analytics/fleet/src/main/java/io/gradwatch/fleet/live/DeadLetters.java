package io.gradwatch.fleet.live;

import io.gradwatch.schema.DeadLetterRecord;
import io.gradwatch.schema.Topic;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.streams.errors.DeserializationExceptionHandler;
import org.apache.kafka.streams.errors.ErrorHandlerContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts records that cannot be read aside, with the reason in the headers, and goes on (KIP-1034). The letter is written
 * in the same transaction as the place up to which the topic is read.
 */
public final class DeadLetters implements DeserializationExceptionHandler {

    private static final Logger LOG = LoggerFactory.getLogger(DeadLetters.class);

    /** Among the properties of Kafka Streams: the {@link LongAdder} that counts the letters; may be missing. */
    static final String COUNTER = "gradwatch.dead-letters.counter";

    private LongAdder counter = new LongAdder();

    @Override
    public void configure(Map<String, ?> configs) {
        if (configs.get(COUNTER) instanceof LongAdder shared) {
            counter = shared;
        }
    }

    @Override
    public Response handleError(ErrorHandlerContext context, ConsumerRecord<byte[], byte[]> record, Exception error) {
        counter.increment();
        LOG.warn(
                "{}-{} offset {} cannot be read and goes to {}: {}",
                record.topic(),
                record.partition(),
                record.offset(),
                Topic.deadLetterName(record.topic()),
                error.getMessage());
        return Response.resume(
                List.of(DeadLetterRecord.of(record, "fleet", error.getCause() == null ? error : error.getCause())));
    }
}
