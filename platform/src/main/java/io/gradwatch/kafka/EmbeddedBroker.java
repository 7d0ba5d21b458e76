package io.gradwatch.kafka;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.ThreadLocalRandom;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.Feature;
import org.apache.kafka.server.common.MetadataVersion;

/**
 * One combined broker and controller on the loopback address. Its log lives in one folder and survives restarts; the
 * same object can be stopped and started again on the same port.
 */
public final class EmbeddedBroker implements AutoCloseable {

    private static final int SESSION_MILLIS = 30_000;

    /** Kafka's default, after which the process ends itself. */
    private static final int REGISTRATION_MILLIS = 60_000;

    /** Kafka's default, from which an event of the controller is logged as slow. */
    private static final int SLOW_EVENT_MILLIS = 2_000;

    private static final int FIRST_FREE_PORT = 10_000;
    private static final int BEHIND_FREE_PORTS = 20_000;
    private static final int MOST_TRIES = 1_000;

    private final Path folder;
    private final int port;
    private final Optional<BrokerLogin> login;
    private int controllerPort;
    private KafkaRaftServer server;

    /**
     * @param folder of the log
     * @param port to listen on at 127.0.0.1; 0 takes a free one
     */
    public EmbeddedBroker(Path folder, int port) {
        this(folder, port, Optional.empty());
    }

    /**
     * @param folder of the log
     * @param port to listen on at 127.0.0.1; 0 takes a free one
     * @param login that it asks of every client; empty where it asks for none
     */
    public EmbeddedBroker(Path folder, int port, Optional<BrokerLogin> login) {
        this.folder = folder;
        this.login = login;
        this.port = port == 0 ? freePort() : port;
        this.controllerPort = freePortBut(this.port);
    }

    /**
     * Formats the folder if it is new, mends what is damaged in it, starts the broker and returns when it accepts
     * connections.
     *
     * @throws IllegalStateException when it cannot start: which file is damaged, or that the port is taken, and what to
     *     do; it may be started again
     */
    public synchronized void start() {
        if (server != null) {
            throw new IllegalStateException("the broker on port " + port + " is already started");
        }
        // Kafka ends the process when it cannot listen.
        requireFree(port);
        if (isTaken(controllerPort)) {
            controllerPort = freePortBut(port);
        }
        BrokerFiles files = new BrokerFiles(folder);
        files.mend();
        format();
        StartClock clock = new StartClock();
        KafkaRaftServer starting = new KafkaRaftServer(new KafkaConfig(properties(), false), clock);
        boolean running = false;
        try {
            starting.startup();
            clock.started();
            running = true;
        } finally {
            if (!running) {
                starting.shutdown();
                starting.awaitShutdown();
            }
        }
        server = starting;
        files.keepCopies();
    }

    /** Keeps copies of the small files that never change, of topics that were made since the start too. */
    public synchronized void keepCopies() {
        if (server != null) {
            new BrokerFiles(folder).keepCopies();
        }
    }

    private static void requireFree(int port) {
        if (isTaken(port)) {
            throw new IllegalStateException(
                    "Kafka cannot listen at 127.0.0.1:" + port + ", which is taken by another process");
        }
    }

    /** True where a port of the loopback address cannot be listened at. */
    public static boolean isTaken(int port) {
        try (ServerSocket probe = new ServerSocket()) {
            probe.setReuseAddress(true);
            probe.bind(new InetSocketAddress("127.0.0.1", port));
            return false;
        } catch (IOException e) {
            return true;
        }
    }

    /** Stops the broker; it may be started again. Does nothing when it is stopped. */
    public synchronized void stop() {
        if (server != null) {
            server.shutdown();
            server.awaitShutdown();
            server = null;
            new BrokerFiles(folder).keepCopies();
        }
    }

    @Override
    public void close() {
        stop();
    }

    /** Host and port for clients. */
    public String bootstrapServers() {
        return "127.0.0.1:" + port;
    }

    /** Host and port of the controller. */
    String controller() {
        return "127.0.0.1:" + controllerPort;
    }

    @Override
    public String toString() {
        return "EmbeddedBroker(" + bootstrapServers() + ", " + folder + ")";
    }

    private void format() {
        Formatter formatter = new Formatter();
        formatter.setPrintStream(new PrintStream(OutputStream.nullOutputStream()));
        formatter.setSupportedFeatures(Feature.PRODUCTION_FEATURES);
        formatter.setNodeId(1);
        formatter.setClusterId(clusterId());
        formatter.addDirectory(folder.toString());
        formatter.setMetadataLogDirectory(folder.toString());
        formatter.setControllerListenerName("CONTROLLER");
        formatter.setIgnoreFormatted(true);
        formatter.setReleaseVersion(MetadataVersion.latestProduction());
        formatter.setHasDynamicQuorum(false);
        try {
            formatter.run();
        } catch (Exception e) {
            throw new IllegalStateException("the folder " + folder + " could not be made ready for Kafka: " + e, e);
        }
    }

    private String clusterId() {
        Path meta = folder.resolve("meta.properties");
        if (!Files.exists(meta)) {
            return Uuid.randomUuid().toString();
        }
        Properties properties = new Properties();
        try (InputStream in = Files.newInputStream(meta)) {
            properties.load(in);
        } catch (IOException e) {
            throw new IllegalStateException(meta + " cannot be read: " + e, e);
        }
        String id = properties.getProperty("cluster.id");
        if (id == null) {
            throw new IllegalStateException(meta + " is damaged: it has no cluster.id. Put it back from "
                    + meta + ".copy or a copy of the data folder, or move the folder " + folder
                    + " away to begin with an empty Kafka; the history is kept");
        }
        return id;
    }

    private Properties properties() {
        Properties properties = new Properties();
        properties.setProperty("node.id", "1");
        properties.setProperty("process.roles", "broker,controller");
        properties.setProperty("controller.quorum.voters", "1@" + controller());
        properties.setProperty("controller.listener.names", "CONTROLLER");
        properties.setProperty(
                "listeners", "PLAINTEXT://127.0.0.1:" + port + ",CONTROLLER://127.0.0.1:" + controllerPort);
        properties.setProperty("advertised.listeners", "PLAINTEXT://127.0.0.1:" + port);
        properties.setProperty("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT");
        properties.setProperty("log.dirs", folder.toString());
        properties.setProperty("auto.create.topics.enable", "false");
        properties.setProperty("offsets.topic.replication.factor", "1");
        properties.setProperty("offsets.topic.num.partitions", "4");
        properties.setProperty("transaction.state.log.replication.factor", "1");
        properties.setProperty("transaction.state.log.min.isr", "1");
        properties.setProperty("transaction.state.log.num.partitions", "4");
        properties.setProperty("share.coordinator.state.topic.replication.factor", "1");
        properties.setProperty("share.coordinator.state.topic.min.isr", "1");
        properties.setProperty("group.initial.rebalance.delay.ms", "0");
        // The default takes 128 MiB of heap for a cleaner that has little to clean here.
        properties.setProperty("log.cleaner.dedupe.buffer.size", Integer.toString(8 << 20));
        // A broker that cannot send a heartbeat for so long is fenced, and serves nobody: on hosts of accelerators the
        // processors are often all busy. A broker that was killed is refused until its old session has ended, which the
        // clock of the start makes a second of.
        properties.setProperty("broker.session.timeout.ms", Integer.toString(SESSION_MILLIS));
        properties.setProperty("broker.heartbeat.interval.ms", "1000");
        properties.setProperty(
                "initial.broker.registration.timeout.ms", Integer.toString(REGISTRATION_MILLIS * StartClock.SPEED));
        // By the clock of the start all events look slow.
        properties.setProperty(
                "controller.performance.always.log.threshold.ms",
                Integer.toString(SLOW_EVENT_MILLIS * StartClock.SPEED));
        // There is no follower that could see by records of nothing that the controller is there: two a second.
        properties.setProperty("metadata.max.idle.interval.ms", "0");
        // Each thread wakes up three times a second; the clients of one host need few.
        properties.setProperty("num.io.threads", "3");
        properties.setProperty("num.network.threads", "2");
        properties.setProperty("background.threads", "2");
        login.ifPresent(asked -> asked.apply(properties));
        return properties;
    }

    /** A port that was free a moment ago is easily given again. */
    private static int freePortBut(int taken) {
        int port = freePort();
        while (port == taken) {
            port = freePort();
        }
        return port;
    }

    /**
     * A port that no process has, below those that Linux and others, as they are set up usually, give to connections
     * and to whoever asks for any: one of these could be taken again before Kafka listens, and Kafka ends the process
     * then.
     */
    private static int freePort() {
        for (int tries = 0; tries < MOST_TRIES; tries++) {
            int port = ThreadLocalRandom.current().nextInt(FIRST_FREE_PORT, BEHIND_FREE_PORTS);
            if (!isTaken(port)) {
                return port;
            }
        }
        throw new IllegalStateException(
                "no free port from " + FIRST_FREE_PORT + " to " + (BEHIND_FREE_PORTS - 1) + " on the loopback address");
    }
}
