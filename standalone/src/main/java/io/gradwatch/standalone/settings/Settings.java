package io.gradwatch.standalone.settings;

import io.gradwatch.agent.gateway.GatewaySettings;
import io.gradwatch.alerting.AlertingSettings;
import io.gradwatch.alerting.NotifierCatalogue;
import io.gradwatch.config.ConfigSection;
import io.gradwatch.config.Configuration;
import io.gradwatch.config.ConfigurationException;
import io.gradwatch.config.PublicUrl;
import io.gradwatch.detection.job.settings.DetectionSettings;
import io.gradwatch.fleet.FleetSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * Every section of the configuration file.
 *
 * @param standalone the product in one process
 * @param detection of the detection job and its detectors
 * @param alerting the routes, receivers and timing of notifications
 * @param agent the agent process beside jobs
 * @param fleet the live tables, the history, the API and the page
 * @param publicUrl address of the page as people reach it; empty where none is named
 */
public record Settings(
        StandaloneSettings standalone,
        DetectionSettings detection,
        AlertingSettings alerting,
        GatewaySettings agent,
        FleetSettings fleet,
        Optional<PublicUrl> publicUrl) {

    /** Environment variable that names Kafka to agents. */
    public static final String BOOTSTRAP_SERVERS = "GRADWATCH_BOOTSTRAP_SERVERS";

    /** Default time between two pulses. Own choice: a silent run has its alert after half a minute or more. */
    static final Duration PULSE_INTERVAL = Duration.ofSeconds(5);

    /** Reads every section that some component knows, so that what is left over is unknown. */
    public static Settings from(ConfigSection root) {
        return from(root, NotifierCatalogue.load());
    }

    /**
     * Reads every section, with the notifiers that the caller chooses.
     *
     * @param notifiers the kinds of receivers that can be configured
     */
    public static Settings from(ConfigSection root, NotifierCatalogue notifiers) {
        Settings settings = new Settings(
                StandaloneSettings.from(root),
                detection(root),
                AlertingSettings.from(root, notifiers),
                GatewaySettings.from(root),
                FleetSettings.from(root),
                PublicUrl.from(root));
        return settings.standalone().sharedHost() ? settings.onSharedHost(root) : settings;
    }

    /** The same on a host that others use too. */
    private Settings onSharedHost(ConfigSection root) {
        SharedHostRules.check(root, agent, System.getenv());
        return new Settings(standalone.onSharedHost(), detection, alerting, agent, fleet, publicUrl);
    }

    /** A pulse wakes every reader of the log, which in one process is most of what it does while nothing trains. */
    private static DetectionSettings detection(ConfigSection root) {
        DetectionSettings given = DetectionSettings.from(root);
        boolean set = root.section("detection").has(DetectionSettings.PULSE_INTERVAL.name());
        return set ? given : given.withPulseInterval(PULSE_INTERVAL);
    }

    /**
     * Kafka for agents: the variable that every agent reads, else the configuration, else that of {@code gradwatch up}.
     */
    public String bootstrapServers(Map<String, String> environment) {
        String variable = environment.getOrDefault(BOOTSTRAP_SERVERS, "").strip();
        return variable.isEmpty()
                ? standalone.bootstrapServers().orElse("127.0.0.1:" + standalone.kafkaPort())
                : variable;
    }

    /**
     * Reads a file with the environment over it; without a file the environment and the defaults.
     *
     * @param file or null
     * @throws ConfigurationException with every problem, when there is one
     */
    public static Settings load(Path file) throws ConfigurationException {
        return load(file, false);
    }

    /**
     * The same, where {@code sharedHost} may say more than the file.
     *
     * @throws ConfigurationException with every problem, when there is one
     */
    public static Settings load(Path file, boolean sharedHost) throws ConfigurationException {
        Configuration configuration =
                file == null ? Configuration.defaults(System.getenv()) : Configuration.load(file, System.getenv());
        return configuration.read(root -> {
            Settings said = from(root);
            return sharedHost && !said.standalone().sharedHost() ? said.onSharedHost(root) : said;
        });
    }
}
