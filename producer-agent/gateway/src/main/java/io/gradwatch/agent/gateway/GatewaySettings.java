package io.gradwatch.agent.gateway;

import io.gradwatch.agent.AgentSettings;
import io.gradwatch.agent.gateway.late.LateFolders;
import io.gradwatch.agent.gateway.mlflow.MlflowSettings;
import io.gradwatch.agent.gateway.socket.AgentPlace;
import io.gradwatch.config.ConfigKey;
import io.gradwatch.config.ConfigSection;
import io.gradwatch.config.PublicUrl;
import io.gradwatch.config.Secret;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The section {@code agent} of the configuration: the agent process beside jobs. What is absent is as the environment
 * or the default says.
 *
 * @param socket path of the Unix socket
 * @param tcp loopback address to listen at
 * @param token that jobs must show at the loopback address
 * @param spoolFolder where records wait
 * @param spoolLimitBytes what all records that wait may take
 * @param closeTimeout how long the end waits for Kafka
 * @param mlflow port of the loopback address at which MLflow clients are answered
 * @param mlflowKeep how long what is known of their runs is kept after the last call
 * @param homeRecords whether records are taken that jobs left below the user's home while no agent was there
 */
public record GatewaySettings(
        Optional<Path> socket,
        Optional<InetSocketAddress> tcp,
        Optional<Secret> token,
        Optional<Path> spoolFolder,
        Optional<Long> spoolLimitBytes,
        Optional<Duration> closeTimeout,
        Optional<Integer> mlflow,
        Optional<Duration> mlflowKeep,
        boolean homeRecords) {

    private static final int MAX_PORT = 65_535;

    /** Path of the Unix socket. */
    public static final ConfigKey<String> SOCKET = ConfigKey.text(
                    "socket", null, "Unix socket that the agent listens at; the folder is made if it is missing.")
            .that(text -> !text.isBlank(), "that is not empty");

    /** Loopback address. */
    public static final ConfigKey<InetSocketAddress> TCP = new ConfigKey<>(
            "tcp",
            "a loopback address and a port, such as " + AgentPlace.DEFAULT_TCP,
            null,
            "Loopback address that the agent listens at as well.",
            AgentPlace::loopback);

    /** Folder of what waits. */
    public static final ConfigKey<String> SPOOL_FOLDER =
            ConfigKey.text("spool-folder", null, "Folder in which records wait for Kafka.");

    /** Room for what waits. */
    public static final ConfigKey<Long> SPOOL_LIMIT =
            ConfigKey.bytes("spool-limit", null, 64L << 10, "What all records that wait may take on disk.");

    /** Patience at the end. */
    public static final ConfigKey<Duration> CLOSE_TIMEOUT = ConfigKey.duration(
            "close-timeout", null, Duration.ZERO, "How long the end waits for Kafka; the rest stays in the spool.");

    /** Port for MLflow clients. */
    public static final ConfigKey<Integer> MLFLOW = ConfigKey.wholeNumber(
            "mlflow", null, 0, MAX_PORT, "Port of 127.0.0.1 at which MLflow clients are answered; 0 takes a free one.");

    /** Life of the files of MLflow runs. */
    public static final ConfigKey<Duration> MLFLOW_KEEP = ConfigKey.duration(
            "mlflow-keep",
            null,
            Duration.ofHours(1),
            "How long what is known of the run of an MLflow client is kept after its last call.");

    /** Records below the home folder. */
    public static final ConfigKey<Boolean> HOME_RECORDS =
            ConfigKey.flag("home-records", true, "Whether to take records that jobs left below ~/.gradwatch.");

    /** Reads the section {@code agent}. */
    public static GatewaySettings from(ConfigSection root) {
        ConfigSection agent = root.section("agent");
        return new GatewaySettings(
                Optional.ofNullable(agent.get(SOCKET)).map(Path::of),
                Optional.ofNullable(agent.get(TCP)),
                Optional.ofNullable(agent.secret("token")),
                Optional.ofNullable(agent.get(SPOOL_FOLDER)).map(Path::of),
                Optional.ofNullable(agent.get(SPOOL_LIMIT)),
                Optional.ofNullable(agent.get(CLOSE_TIMEOUT)),
                Optional.ofNullable(agent.get(MLFLOW)),
                Optional.ofNullable(agent.get(MLFLOW_KEEP)),
                agent.get(HOME_RECORDS));
    }

    /** The same with another place for records to wait, where none is given. */
    public GatewaySettings withSpoolFolder(Path folder) {
        return new GatewaySettings(
                socket,
                tcp,
                token,
                Optional.of(spoolFolder.orElse(folder)),
                spoolLimitBytes,
                closeTimeout,
                mlflow,
                mlflowKeep,
                homeRecords);
    }

    /** The same with another socket, a loopback address, or a port for MLflow clients; null leaves each as it is. */
    public GatewaySettings at(Path otherSocket, InetSocketAddress otherTcp, Integer mlflowPort) {
        return new GatewaySettings(
                Optional.ofNullable(otherSocket).or(() -> socket),
                Optional.ofNullable(otherTcp).or(() -> tcp),
                token,
                spoolFolder,
                spoolLimitBytes,
                closeTimeout,
                Optional.ofNullable(mlflowPort).or(() -> mlflow),
                mlflowKeep,
                homeRecords);
    }

    /** Settings of the answers to MLflow clients; empty where there are none. */
    public Optional<MlflowSettings> mlflowAnswers() {
        return mlflow.map(port -> new MlflowSettings(port, mlflowKeep.orElse(MlflowSettings.DEFAULT_KEEP)));
    }

    /**
     * Where to listen: what these settings say, else {@link AgentPlace#fromEnvironment}. With a socket of its own and
     * without the records of the home, as in a demo, not where the environment sends the jobs of another agent.
     *
     * @throws IllegalArgumentException when the environment cannot be used
     */
    public AgentPlace place(Map<String, String> environment) {
        AgentPlace otherwise = AgentPlace.fromEnvironment(environment);
        boolean alone = socket.isPresent() && !homeRecords;
        return new AgentPlace(socket.or(otherwise::socket), alone ? tcp : tcp.or(otherwise::tcp));
    }

    /** Folder below the user's home in which jobs left records; empty where it is not to be looked at. */
    public Optional<Path> lateHome(Map<String, String> environment) {
        return homeRecords ? LateFolders.home(environment) : Optional.empty();
    }

    /**
     * Settings for spooling and shipping records: these over those of the environment.
     *
     * @param bootstrapServers where Kafka is
     */
    public AgentSettings shipping(String bootstrapServers, Map<String, String> environment) {
        Map<String, String> variables = new HashMap<>(environment);
        variables.put("GRADWATCH_BOOTSTRAP_SERVERS", bootstrapServers);
        spoolFolder.ifPresent(folder -> variables.put("GRADWATCH_SPOOL_FOLDER", folder.toString()));
        spoolLimitBytes.ifPresent(bytes -> variables.put("GRADWATCH_SPOOL_LIMIT", bytes + "B"));
        closeTimeout.ifPresent(wait -> variables.put("GRADWATCH_CLOSE_TIMEOUT", wait.toMillis() + "ms"));
        return AgentSettings.fromEnvironment(variables);
    }

    /**
     * The agent of these settings, not started.
     *
     * @param page address of the page, for jobs that ask; empty while it is not known
     */
    public AgentGateway gateway(
            String bootstrapServers, Map<String, String> environment, Supplier<Optional<PublicUrl>> page) {
        return new AgentGateway(
                place(environment),
                token,
                shipping(bootstrapServers, environment),
                mlflowAnswers(),
                page,
                lateHome(environment));
    }
}
