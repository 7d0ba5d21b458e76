package io.gradwatch.fleet.live;

import io.gradwatch.fleet.fetch.PacedFetches;
import io.gradwatch.fleet.live.query.DistributedFleet;
import io.gradwatch.fleet.live.query.FleetPart;
import io.gradwatch.fleet.live.query.LiveFleet;
import io.gradwatch.fleet.live.query.LocalPart;
import io.gradwatch.fleet.live.query.Overviews;
import io.gradwatch.fleet.live.query.Rates;
import io.gradwatch.fleet.live.query.TableProgress;
import io.gradwatch.fleet.live.query.TableReader;
import io.gradwatch.fleet.live.row.RunIndex;
import io.gradwatch.fleet.live.table.FleetTopology;
import io.gradwatch.fleet.live.view.AlertRow;
import io.gradwatch.fleet.live.view.Census;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.UnaryOperator;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.errors.StreamsException;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.apache.kafka.streams.state.HostInfo;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes and answers the live tables, together with the other instances. It starts when the topics are there, and goes
 * on after every failure; {@link #check} names the problem. Building it does nothing; it can be started once.
 */
public final class LiveStreams implements AutoCloseable {

    /** Group of the consumers and prefix of the internal topics; the same of all instances. */
    public static final String APPLICATION_ID = "gradwatch-fleet";

    private static final Logger LOG = LoggerFactory.getLogger(LiveStreams.class);
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(10);
    private static final int MOST_BYTES = 16 << 20;
    private static final long CACHE_BYTES = 32L << 20;
    private static final int HEARTBEATS_A_SESSION = 3;

    /** Lists see a record at once; groups, and other instances' copies, when it is committed. Own choice. */
    private static final int COMMIT_MILLIS = 500;

    /** Between two polls that bring little. Own choice. */
    private static final Duration FETCH_PAUSE = Duration.ofMillis(20);

    private final KafkaStreams streams;
    private final SourceTopics topics;
    private final FleetPart local;
    private final LiveFleet fleet;
    private final UnaryOperator<AlertRow> withStatus;
    private final Clock clock;
    private final RunIndex index = new RunIndex();
    private final LongAdder deadLetters = new LongAdder();
    private final TableProgress progress;
    private volatile boolean failed;

    /**
     * @param settings of the tables
     * @param kafka properties of the Kafka clients, at least {@code bootstrap.servers}
     * @param peers parts of the other instances, by their {@code application.server}
     * @param withStatus adds silence and acknowledgement to an alert
     * @param clock for the age of faults
     * @param nanos of a clock that only goes on, for patience
     */
    public LiveStreams(
            LiveTableSettings settings,
            Map<String, Object> kafka,
            Function<HostInfo, FleetPart> peers,
            UnaryOperator<AlertRow> withStatus,
            Clock clock,
            LongSupplier nanos) {
        this.withStatus = withStatus;
        this.clock = clock;
        HostInfo self = new HostInfo(settings.host(), settings.port());
        Properties properties = properties(settings, kafka);
        properties.put(DeadLetters.COUNTER, deadLetters);
        streams = new KafkaStreams(FleetTopology.build(index, settings.retention()), properties, new SkippingClients());
        streams.setUncaughtExceptionHandler(this::failed);
        streams.setStateListener((now, before) -> failed &= now != KafkaStreams.State.RUNNING);
        topics = new SourceTopics(kafka, this::startStreams);
        TableReader tables = new TableReader(streams, self);
        progress = new TableProgress(topics::partitions, index::partitions, tables::activeElsewhere);
        local = new LocalPart(index, tables, withStatus, clock, progress);
        fleet = new DistributedFleet(streams, self, local, peers, progress, nanos);
    }

    /** Starts as soon as the topics are there; does not wait for that. */
    public void start() {
        topics.start();
    }

    /** The whole fleet. */
    public LiveFleet fleet() {
        return fleet;
    }

    /** This instance's part, for the others to ask. */
    public FleetPart part() {
        return local;
    }

    /** Counts of the runs of this instance's part. */
    public Census census() {
        long now = clock.millis();
        return Overviews.census(index.entries().map(entry -> Rates.at(entry, now)), withStatus);
    }

    /** Records that could not be read and went to the dead letters since the start. */
    public long deadLetters() {
        return deadLetters.sum();
    }

    /** Metrics of the Kafka clients of the tables. */
    public Map<MetricName, ? extends Metric> clientMetrics() {
        return streams.metrics();
    }

    /** Problem of the tables; empty when all is well. Never throws. */
    public Optional<String> check() {
        Optional<String> missing = topics.check();
        if (missing.isPresent()) {
            return missing;
        }
        if (failed) {
            return Optional.of("the live tables failed and are tried again; the log of the service says why");
        }
        return streams.state() == KafkaStreams.State.RUNNING ? Optional.empty() : Optional.of(progress.words());
    }

    /** Leaves the others to go on, within 10 seconds. */
    @Override
    public void close() {
        topics.close();
        streams.close(new KafkaStreams.CloseOptions().leaveGroup(true).timeout(CLOSE_TIMEOUT));
    }

    /** Goes without a word to the others, as a killed process does. */
    void abandon() {
        topics.close();
        streams.close(Duration.ZERO);
    }

    private synchronized void startStreams() {
        if (streams.state() == KafkaStreams.State.CREATED) {
            forgetFiles();
            streams.start();
        }
    }

    /**
     * All tables are in memory, and are made from their topics: what a process before this one left in the folder is of
     * no use, and where it is damaged, no thread would ever start on it.
     */
    private void forgetFiles() {
        try {
            streams.cleanUp();
        } catch (StreamsException e) {
            LOG.warn("What an earlier process left of the live tables could not be removed", e);
        }
    }

    private StreamThreadExceptionResponse failed(Throwable error) {
        LOG.error("A thread of the live tables failed; another takes its place", error);
        failed = true;
        progress.beginAnew();
        return StreamThreadExceptionResponse.REPLACE_THREAD;
    }

    static Properties properties(LiveTableSettings settings, Map<String, Object> kafka) {
        Map<String, Object> all = new HashMap<>(kafka);
        all.put(StreamsConfig.APPLICATION_ID_CONFIG, APPLICATION_ID);
        all.put(StreamsConfig.APPLICATION_SERVER_CONFIG, settings.host() + ":" + settings.port());
        all.put(StreamsConfig.STATE_DIR_CONFIG, settings.stateFolder().toString());
        all.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
        all.put(StreamsConfig.NUM_STANDBY_REPLICAS_CONFIG, 1);
        all.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, settings.threads());
        all.put(StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG, CACHE_BYTES);
        all.put(StreamsConfig.DESERIALIZATION_EXCEPTION_HANDLER_CLASS_CONFIG, DeadLetters.class);
        int session = Math.toIntExact(settings.sessionTimeout().toMillis());
        all.put(StreamsConfig.mainConsumerPrefix(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG), session);
        all.put(
                StreamsConfig.mainConsumerPrefix(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG),
                session / HEARTBEATS_A_SESSION);
        all.put(StreamsConfig.consumerPrefix(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG), "earliest");
        all.putAll(PacedFetches.properties(FETCH_PAUSE, StreamsConfig.MAIN_CONSUMER_PREFIX));
        all.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, COMMIT_MILLIS);
        all.put(StreamsConfig.producerPrefix(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG), session);
        // While the broker still completes a transaction it refuses the first batch of the next one, and with several
        // batches on their way all those behind it as out of order.
        all.put(StreamsConfig.producerPrefix(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION), 1);
        all.put(StreamsConfig.producerPrefix(ProducerConfig.MAX_REQUEST_SIZE_CONFIG), MOST_BYTES);
        all.put(StreamsConfig.topicPrefix(TopicConfig.MAX_MESSAGE_BYTES_CONFIG), MOST_BYTES);
        Properties properties = new Properties();
        properties.putAll(all);
        return properties;
    }
}
