package io.gradwatch.service;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;

/** Reach of Kafka: without a client, which would wait and retry, and of a client that has been made. */
public final class KafkaReach {

    private static final Duration CONNECT = Duration.ofSeconds(2);

    private KafkaReach() {}

    /**
     * Reason why Kafka cannot be reached, and a remedy; empty when one of its servers takes a connection.
     *
     * @param bootstrapServers host:port, several with commas
     */
    public static Optional<String> problem(String bootstrapServers) {
        String reason = "";
        for (String server : bootstrapServers.split(",")) {
            String refused = refused(server.strip());
            if (refused == null) {
                return Optional.empty();
            }
            reason = refused;
        }
        return Optional.of(away(bootstrapServers, reason));
    }

    /** True where a client, of which these are the metrics, has a connection to Kafka. */
    public static boolean isConnected(Map<MetricName, ? extends Metric> metrics) {
        return metrics.values().stream()
                .filter(metric -> metric.metricName().name().equals("connection-count"))
                .anyMatch(metric -> ((Number) metric.metricValue()).intValue() > 0);
    }

    /** One sentence about Kafka that is not there, with what to do. */
    public static String away(String bootstrapServers, String reason) {
        return "Kafka at " + bootstrapServers + " does not answer" + (reason.isEmpty() ? "" : " (" + reason + ")")
                + ": start it, for example with 'gradwatch up', or say where it is"
                + " (--bootstrap-servers, GRADWATCH_BOOTSTRAP_SERVERS or kafka.bootstrap-servers)";
    }

    /** Reason why a server takes no connection; null when it takes one. */
    private static String refused(String server) {
        int colon = server.lastIndexOf(':');
        try (Socket socket = new Socket()) {
            String host = server.substring(0, colon).replaceAll("[\\[\\]]", "");
            InetSocketAddress address = new InetSocketAddress(host, Integer.parseInt(server.substring(colon + 1)));
            if (address.isUnresolved()) {
                return "no host is called " + host;
            }
            socket.connect(address, Math.toIntExact(CONNECT.toMillis()));
            return null;
        } catch (IOException e) {
            return e.getMessage() == null ? "no connection" : lower(e.getMessage());
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            return "'" + server + "' is not host:port";
        }
    }

    private static String lower(String text) {
        return Character.toLowerCase(text.charAt(0)) + text.substring(1);
    }
}
