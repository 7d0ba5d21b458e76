package io.gradwatch.fleet;

import io.gradwatch.config.ConfigKey;
import io.gradwatch.config.ConfigSection;
import io.gradwatch.config.Loopback;
import io.gradwatch.config.Secret;
import io.gradwatch.fleet.history.HistorySettings;
import io.gradwatch.fleet.http.access.AccessSettings;
import io.gradwatch.fleet.http.access.AccessSettings.Token;
import io.gradwatch.fleet.http.route.Right;
import io.gradwatch.fleet.live.LiveTableSettings;
import io.gradwatch.fleet.metrics.FleetMetricsSettings;
import io.gradwatch.fleet.sql.SqlSettings;
import io.gradwatch.silence.Silences;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * The section {@code fleet} of the configuration.
 *
 * @param host address to listen at
 * @param port to listen at; 0 takes a free one
 * @param advertisedHost by which other instances reach this one
 * @param access tokens, their rights, and the names of the server
 * @param liveRetention time for which a run stays in the live tables after its last record
 * @param keepUnrecovered time for which an alert with which a run ended is shown as open if nobody sees to it
 * @param sessionTimeout after which an instance that is not heard of loses its part to others
 * @param threads that make the live tables
 * @param mostStreams clients that may follow the stream of events at once
 * @param history writing and retention of the history
 * @param sql limits of a query in SQL
 * @param metrics subjects with metrics of their own
 */
public record FleetSettings(
        String host,
        int port,
        String advertisedHost,
        AccessSettings access,
        Duration liveRetention,
        Duration keepUnrecovered,
        Duration sessionTimeout,
        int threads,
        int mostStreams,
        HistorySettings history,
        SqlSettings sql,
        FleetMetricsSettings metrics) {

    /** Address of the server. */
    public static final ConfigKey<String> HOST = ConfigKey.text(
                    "host",
                    "127.0.0.1",
                    "Address at which the fleet's page and API are served; any but a loopback address needs tokens.")
            .that(text -> !text.isBlank(), "that is not empty");

    /** Port of the server. */
    public static final ConfigKey<Integer> PORT =
            ConfigKey.wholeNumber("port", 8484, 0, 65_535, "Port of the fleet's page and API; 0 takes a free one.");

    /** Address for other instances. */
    public static final ConfigKey<String> ADVERTISED_HOST = ConfigKey.text(
                    "advertised-host", null, "Name or address by which other instances of the fleet reach this one.")
            .that(text -> text.matches("[A-Za-z0-9._-]+"), "that is a name or an IPv4 address");

    /** Life of a run in the tables. */
    public static final ConfigKey<Duration> LIVE_RETENTION = ConfigKey.duration(
            "live-retention",
            Duration.ofDays(7),
            Duration.ofMinutes(1),
            "How long a run stays in the live tables after its last record; its history stays.");

    /** Life of an alert with which a run ended. */
    public static final ConfigKey<Duration> KEEP_UNRECOVERED = ConfigKey.duration(
                    "keep-unrecovered",
                    Duration.ofDays(3),
                    Duration.ofMinutes(1),
                    "How long an alert with which a run ended stays on the overview if nobody acknowledges it.")
            .that(
                    keep -> keep.compareTo(Silences.ACKNOWLEDGED) <= 0,
                    "and at most " + Silences.ACKNOWLEDGED.toDays() + "d");

    /** Death of an instance. */
    public static final ConfigKey<Duration> SESSION_TIMEOUT = ConfigKey.duration(
                    "session-timeout",
                    Duration.ofSeconds(10),
                    Duration.ofSeconds(6),
                    "After which an instance that is not heard of loses its part of the tables to others.")
            .that(timeout -> timeout.compareTo(Duration.ofMinutes(30)) <= 0, "and at most 30m");

    /** Threads of the tables. */
    public static final ConfigKey<Integer> THREADS =
            ConfigKey.wholeNumber("threads", 1, 1, 64, "Threads that make the live tables.");

    /** Clients of the stream. */
    public static final ConfigKey<Integer> MOST_STREAMS = ConfigKey.wholeNumber(
            "most-streams", 100, 1, 10_000, "Clients that may follow the stream of events at once.");

    private static final int SHORTEST_TOKEN = 16;

    private static final ConfigKey<String> NAME = ConfigKey.text("name", null, "Who holds the token.");

    private static final ConfigKey<Right> RIGHT = new ConfigKey<>(
            "right", "one of read, write", Right.READ, "What the token is good for.", FleetSettings::right);

    /** Reads the section. Problems are noted for {@link io.gradwatch.config.Configuration#check}. */
    public static FleetSettings from(ConfigSection root) {
        ConfigSection fleet = root.section("fleet");
        String host = fleet.get(HOST);
        String advertised = fleet.get(ADVERTISED_HOST);
        List<Token> tokens = tokens(fleet);
        Secret peerToken = fleet.secret("peer-token");
        checkLength(fleet, "peer-token", peerToken);
        if (tokens.isEmpty() && !Loopback.is(host)) {
            fleet.problem(
                    HOST.name(),
                    "was '" + host + "' but must be a loopback address such as 127.0.0.1 as long as there are no"
                            + " fleet.tokens");
        }
        if (advertised != null && peerToken == null) {
            fleet.problem(ADVERTISED_HOST.name(), "needs fleet.peer-token, by which the instances know each other");
        }
        return new FleetSettings(
                host,
                fleet.get(PORT),
                advertised == null ? host : advertised,
                new AccessSettings(tokens, peerToken, hosts(fleet, host, advertised)),
                fleet.get(LIVE_RETENTION),
                fleet.get(KEEP_UNRECOVERED),
                fleet.get(SESSION_TIMEOUT),
                fleet.get(THREADS),
                fleet.get(MOST_STREAMS),
                HistorySettings.from(root),
                SqlSettings.from(root),
                FleetMetricsSettings.from(root));
    }

    /** The same settings with these tokens. */
    public FleetSettings withTokens(List<Token> tokens) {
        return new FleetSettings(
                host,
                port,
                advertisedHost,
                new AccessSettings(List.copyOf(tokens), access.peerToken(), access.hosts()),
                liveRetention,
                keepUnrecovered,
                sessionTimeout,
                threads,
                mostStreams,
                history,
                sql,
                metrics);
    }

    /** The settings of the live tables. */
    LiveTableSettings live(Path dataFolder, int boundPort) {
        return new LiveTableSettings(
                liveRetention, sessionTimeout, threads, dataFolder.resolve("streams"), advertisedHost, boundPort);
    }

    private static List<Token> tokens(ConfigSection fleet) {
        List<Token> tokens = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        for (ConfigSection section : fleet.list("tokens")) {
            String name = section.require(NAME);
            Secret secret = section.secret("token");
            Right right = section.get(RIGHT);
            if (secret == null) {
                section.problem(
                        "token", "is missing; it must be a secret of " + SHORTEST_TOKEN + " characters or more");
            } else if (!seen.add(secret.reveal())) {
                section.problem("token", "is given to another name already");
            }
            checkLength(section, "token", secret);
            if (name != null && secret != null) {
                tokens.add(new Token(name, secret, right));
            }
        }
        return List.copyOf(tokens);
    }

    /** A short one can be guessed. */
    private static void checkLength(ConfigSection section, String name, Secret secret) {
        if (secret != null && secret.reveal().length() < SHORTEST_TOKEN) {
            section.problem(name, "was '<secret>' but must be text of " + SHORTEST_TOKEN + " characters or more");
        }
    }

    private static Set<String> hosts(ConfigSection fleet, String host, String advertised) {
        Set<String> hosts = new HashSet<>();
        hosts.add(host.toLowerCase(Locale.ROOT));
        if (advertised != null) {
            hosts.add(advertised.toLowerCase(Locale.ROOT));
        }
        fleet.texts("hosts").forEach(name -> hosts.add(name.toLowerCase(Locale.ROOT)));
        return Set.copyOf(hosts);
    }

    private static Right right(String text) {
        return switch (text) {
            case "read" -> Right.READ;
            case "write" -> Right.WRITE;
            default -> throw new IllegalArgumentException(text);
        };
    }
}
