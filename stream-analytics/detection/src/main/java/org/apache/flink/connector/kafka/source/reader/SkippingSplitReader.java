package org.apache.flink.connector.kafka.source.reader;

import io.gradwatch.topic.DamagedBatches;
import io.gradwatch.topic.DamagedRange;
import io.gradwatch.topic.PollBytes;
import io.gradwatch.topic.StalledFetches;
import java.io.IOException;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.connector.base.source.reader.RecordsBySplits;
import org.apache.flink.connector.base.source.reader.RecordsWithSplitIds;
import org.apache.flink.connector.kafka.source.metrics.KafkaSourceReaderMetrics;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;

/**
 * Flink's reader of partitions, but that a damaged batch is passed over, where that one fails the job for ever, that
 * the bytes of a fetch are {@link PollBytes bounded}, and that {@link StalledFetches} fail the job, which goes on from
 * its last checkpoint with another consumer. It stands in Flink's package, since nothing else can reach the consumer
 * that the reader makes for itself.
 */
public final class SkippingSplitReader extends KafkaPartitionSplitReader {

    private final DamagedBatches damaged;
    private final StalledFetches stalled = new StalledFetches();

    /**
     * @param properties of the consumer
     * @param context of the source
     * @param metrics of the source
     * @param found takes what is passed over, in the thread that fetches
     */
    public SkippingSplitReader(
            Properties properties,
            SourceReaderContext context,
            KafkaSourceReaderMetrics metrics,
            Consumer<DamagedRange> found) {
        super(properties, context, metrics);
        this.damaged = new DamagedBatches(found);
    }

    @Override
    public RecordsWithSplitIds<ConsumerRecord<byte[], byte[]>> fetch() throws IOException {
        PollBytes.begin();
        try {
            RecordsWithSplitIds<ConsumerRecord<byte[], byte[]>> records = super.fetch();
            damaged.polled(consumer());
            if (stalled.isIn(consumer())) {
                throw new IOException(
                        "Kafka answers the consumer of " + consumer().assignment()
                                + ", which asks for no more records; another one goes on from the last checkpoint");
            }
            return records;
        } catch (KafkaException e) {
            if (!damaged.refused(consumer(), e)) {
                throw e;
            }
            return new RecordsBySplits<>(Map.of(), Set.of());
        }
    }
}
