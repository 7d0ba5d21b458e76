package io.gradwatch.detection.job.kafka;

import io.gradwatch.schema.Origin;
import io.gradwatch.schema.Pulse;
import io.gradwatch.schema.Telemetry;
import io.gradwatch.schema.Topics;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.functions.RichFlatMapFunction;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.util.Collector;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.TopicPartitionInfo;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes of every tick one pulse for each partition of the telemetry topic, as number and encoded record.
 *
 * <p>It looks for new partitions once in {@link #TICKS_BETWEEN_LOOKS} ticks: a partition that the source reads but that
 * gets no pulse would hold back the time of all. While Kafka does not answer, it goes on with the partitions that it
 * knows.
 */
public final class PulsePerPartition extends RichFlatMapFunction<Long, Tuple2<Integer, byte[]>> {

    static final int TICKS_BETWEEN_LOOKS = 10;

    private static final long serialVersionUID = 1L;
    private static final long LOOK_SECONDS = 5;
    private static final Logger LOG = LoggerFactory.getLogger(PulsePerPartition.class);

    private final Properties kafka;

    private transient Admin admin;
    private transient List<Integer> partitions;
    private transient int ticksUntilLook;

    /** @param kafka how to reach Kafka */
    public PulsePerPartition(Properties kafka) {
        this.kafka = kafka;
    }

    @Override
    public void open(OpenContext context) {
        admin = Admin.create(kafka);
        partitions = List.of();
    }

    @Override
    public void flatMap(Long tick, Collector<Tuple2<Integer, byte[]>> out) throws InterruptedException {
        if (ticksUntilLook-- <= 0) {
            look();
        }
        byte[] pulse = pulse(tick);
        partitions.forEach(partition -> out.collect(Tuple2.of(partition, pulse)));
    }

    @Override
    public void close() {
        if (admin != null) {
            admin.close(java.time.Duration.ZERO);
        }
    }

    private void look() throws InterruptedException {
        String topic = Topics.TELEMETRY.name();
        try {
            Map<String, TopicDescription> found =
                    admin.describeTopics(List.of(topic)).allTopicNames().get(LOOK_SECONDS, TimeUnit.SECONDS);
            partitions = found.get(topic).partitions().stream()
                    .map(TopicPartitionInfo::partition)
                    .toList();
            ticksUntilLook = TICKS_BETWEEN_LOOKS;
        } catch (ExecutionException | TimeoutException e) {
            LOG.warn(
                    "The partitions of {} cannot be seen, pulses go to the {} known: {}",
                    topic,
                    partitions.size(),
                    e.toString());
        }
    }

    private static byte[] pulse(long tick) {
        Origin origin = new Origin(RunIds.PULSE, 0, 0, 0L, tick, System.currentTimeMillis(), false);
        return Topics.TELEMETRY.codec().encode(new Telemetry(origin, new Pulse()));
    }
}
