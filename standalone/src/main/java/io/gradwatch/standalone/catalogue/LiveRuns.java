package io.gradwatch.standalone.catalogue;

import io.gradwatch.detection.engine.Admission;
import io.gradwatch.detection.engine.DetectionEngine;
import io.gradwatch.detection.engine.reference.RecentRuns;
import io.gradwatch.detection.engine.settings.DetectorSettings;
import io.gradwatch.detection.engine.settings.OverrideLookup;
import io.gradwatch.detection.engine.slot.Detectors;
import io.gradwatch.detection.engine.state.DetectionState;
import io.gradwatch.detection.engine.state.DetectorFailure;
import io.gradwatch.detection.engine.state.DetectorStates;
import io.gradwatch.schema.Telemetry;
import io.gradwatch.schema.Topics;
import io.gradwatch.schema.UnreadableRecordException;
import io.gradwatch.standalone.replay.Abstained;
import io.gradwatch.standalone.stream.TopicReader;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Shows the events of runs in Kafka to a detection engine in this process, to find the detectors that can judge. */
final class LiveRuns {

    private static final Logger LOG = LoggerFactory.getLogger(LiveRuns.class);

    private final TopicReader kafka;
    private final RecentRuns earlier = new RecentRuns();
    private final DetectionEngine engine;

    LiveRuns(String bootstrapServers) {
        kafka = new TopicReader(bootstrapServers);
        engine = new DetectionEngine(
                Detectors.load(LiveRuns.class.getClassLoader()),
                DetectorSettings.defaults(),
                earlier,
                OverrideLookup.NONE);
    }

    /**
     * Judgements of the runs, in the given order; a run that has sent nothing has 0 records.
     *
     * @throws IllegalStateException when Kafka does not answer
     */
    List<DetectorCoverage> judge(List<String> runIds) {
        kafka.read(Topics.REFERENCES, this::takeEarlier);
        Map<String, Seen> runs = new LinkedHashMap<>();
        runIds.forEach(id -> runs.put(id, new Seen()));
        kafka.read(
                Topics.TELEMETRY,
                runs::containsKey,
                (record, event) -> take(runs.get(record.key()), event, record.timestamp()));
        return runs.entrySet().stream()
                .map(entry -> entry.getValue().judgement(entry.getKey(), engine))
                .toList();
    }

    private void takeEarlier(ConsumerRecord<String, byte[]> record) {
        try {
            earlier.forget(record.key());
            if (record.value() != null) {
                earlier.take(record.value());
            }
        } catch (UnreadableRecordException e) {
            LOG.debug("left out: {}", e.getMessage());
        }
    }

    /** Shows an event to the detectors. Events that fail here are skipped: they are among detection's dead letters. */
    private void take(Seen run, Telemetry event, long timeMillis) {
        try {
            Admission admission = engine.observe(run.state, run.states, event, timeMillis, alert -> {});
            run.accepted += admission.kind() == Admission.Kind.ACCEPTED ? 1 : 0;
        } catch (DetectorFailure e) {
            LOG.debug("left out: {}", e.getMessage());
        }
    }

    /** A run as the engine knows it. */
    private static final class Seen {

        private final DetectionState state = new DetectionState();
        private final DetectorStates states = new DetectorStates();
        private long accepted;

        DetectorCoverage judgement(String runId, DetectionEngine engine) {
            return new DetectorCoverage(runId, accepted, "records", Abstained.of(engine.abstaining(state)));
        }
    }
}
