package io.gradwatch.standalone.report;

import io.gradwatch.schema.Topics;
import io.gradwatch.schema.UnreadableRecordException;
import io.gradwatch.standalone.stream.TopicReader;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads what runs have sent so far from the telemetry topic: everything up to its end at the beginning. */
final class KafkaRuns {

    private static final Logger LOG = LoggerFactory.getLogger(KafkaRuns.class);

    private final String bootstrapServers;

    KafkaRuns(String bootstrapServers) {
        this.bootstrapServers = bootstrapServers;
    }

    /**
     * The errors of runs, in the order in which they are asked for; a run without a record has none.
     *
     * @throws IllegalStateException when Kafka does not answer
     */
    Map<String, RunErrors> read(List<String> runIds) {
        Map<String, RunErrors> runs = new LinkedHashMap<>();
        runIds.forEach(id -> runs.put(id, new RunErrors()));
        new TopicReader(bootstrapServers).read(Topics.TELEMETRY, record -> take(runs.get(record.key()), record));
        return runs;
    }

    /** Takes an event of the run. Records that cannot be read are skipped: they are among detection's dead letters. */
    private static void take(RunErrors run, ConsumerRecord<String, byte[]> record) {
        if (run == null) {
            return;
        }
        try {
            run.take(Topics.TELEMETRY.codec().decode(record.value()));
        } catch (UnreadableRecordException e) {
            LOG.debug("left out: {}", e.getMessage());
        }
    }
}
