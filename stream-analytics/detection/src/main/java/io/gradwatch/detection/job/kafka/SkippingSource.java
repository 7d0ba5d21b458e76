package io.gradwatch.detection.job.kafka;

import io.gradwatch.detection.job.metrics.JobMetric;
import io.gradwatch.topic.DamagedRange;
import java.io.IOException;
import java.util.Collection;
import java.util.Properties;
import java.util.function.Consumer;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.connector.source.Boundedness;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.apache.flink.api.java.typeutils.ResultTypeQueryable;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.connector.base.source.reader.RecordsWithSplitIds;
import org.apache.flink.connector.base.source.reader.synchronization.FutureCompletingBlockingQueue;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.enumerator.KafkaSourceEnumState;
import org.apache.flink.connector.kafka.source.metrics.KafkaSourceReaderMetrics;
import org.apache.flink.connector.kafka.source.reader.KafkaRecordEmitter;
import org.apache.flink.connector.kafka.source.reader.KafkaSourceReader;
import org.apache.flink.connector.kafka.source.reader.SkippingSplitReader;
import org.apache.flink.connector.kafka.source.reader.fetcher.KafkaSourceFetcherManager;
import org.apache.flink.connector.kafka.source.split.KafkaPartitionSplit;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.apache.flink.metrics.Counter;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Flink's source of a topic, with a reader that passes over damaged batches. Its splits and its state are those of
 * Flink's source.
 */
public final class SkippingSource
        implements Source<LogRecord, KafkaPartitionSplit, KafkaSourceEnumState>, ResultTypeQueryable<LogRecord> {

    private static final long serialVersionUID = 1L;

    private final KafkaSource<LogRecord> source;
    private final Properties consumer;

    /**
     * @param source of the topic
     * @param consumer properties of the consumers of its readers
     */
    SkippingSource(KafkaSource<LogRecord> source, Properties consumer) {
        this.source = source;
        this.consumer = consumer;
    }

    @Override
    public SourceReader<LogRecord, KafkaPartitionSplit> createReader(SourceReaderContext context) {
        FutureCompletingBlockingQueue<RecordsWithSplitIds<ConsumerRecord<byte[], byte[]>>> fetched =
                new FutureCompletingBlockingQueue<>();
        KafkaSourceReaderMetrics metrics = new KafkaSourceReaderMetrics(context.metricGroup());
        Counter lost = context.metricGroup().addGroup("outcome", "damaged").counter(JobMetric.RECORDS.metricName());
        Consumer<DamagedRange> count = range -> lost.inc(range.to() - range.from());
        Consumer<Collection<String>> ignoringFinished = splits -> {};
        return new KafkaSourceReader<>(
                fetched,
                new KafkaSourceFetcherManager(
                        fetched, () -> new SkippingSplitReader(consumer, context, metrics, count), ignoringFinished),
                new KafkaRecordEmitter<>(new LogRecordReader()),
                configuration(),
                context,
                metrics);
    }

    private Configuration configuration() {
        Configuration all = new Configuration();
        consumer.stringPropertyNames().forEach(name -> all.setString(name, consumer.getProperty(name)));
        return all;
    }

    @Override
    public Boundedness getBoundedness() {
        return source.getBoundedness();
    }

    @Override
    public SplitEnumerator<KafkaPartitionSplit, KafkaSourceEnumState> createEnumerator(
            SplitEnumeratorContext<KafkaPartitionSplit> context) {
        return source.createEnumerator(context);
    }

    @Override
    public SplitEnumerator<KafkaPartitionSplit, KafkaSourceEnumState> restoreEnumerator(
            SplitEnumeratorContext<KafkaPartitionSplit> context, KafkaSourceEnumState state) throws IOException {
        return source.restoreEnumerator(context, state);
    }

    @Override
    public SimpleVersionedSerializer<KafkaPartitionSplit> getSplitSerializer() {
        return source.getSplitSerializer();
    }

    @Override
    public SimpleVersionedSerializer<KafkaSourceEnumState> getEnumeratorCheckpointSerializer() {
        return source.getEnumeratorCheckpointSerializer();
    }

    @Override
    public TypeInformation<LogRecord> getProducedType() {
        return LogRecordType.INSTANCE;
    }
}
