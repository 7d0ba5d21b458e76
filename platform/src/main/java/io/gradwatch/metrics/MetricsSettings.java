package io.gradwatch.metrics;

import io.gradwatch.config.ConfigKey;
import io.gradwatch.config.ConfigSection;
import io.gradwatch.config.Loopback;
import io.gradwatch.config.Secret;

/**
 * The section {@code metrics} of a part of the monitor, such as {@code alerting.metrics}.
 *
 * @param host address at which the metrics are served
 * @param port at which they are served; 0 for not at all
 * @param token that has to be shown; null for none
 */
public record MetricsSettings(String host, int port, Secret token) {

    /** Address of the server. */
    public static final ConfigKey<String> HOST = ConfigKey.text(
                    "host",
                    "127.0.0.1",
                    "Address at which the metrics are served; any but a loopback address needs a token.")
            .that(text -> !text.isBlank(), "that is not empty");

    /** Port of the server. */
    public static final ConfigKey<Integer> PORT =
            ConfigKey.wholeNumber("port", 0, 0, 65_535, "Port at which the metrics are served; 0 serves none.");

    private static final int SHORTEST_TOKEN = 16;

    /** Reads the section of a part. Problems are noted for {@link io.gradwatch.config.Configuration#check}. */
    public static MetricsSettings from(ConfigSection part) {
        ConfigSection metrics = part.section("metrics");
        String host = metrics.get(HOST);
        Secret token = metrics.secret("token");
        if (token != null && token.reveal().length() < SHORTEST_TOKEN) {
            metrics.problem("token", "was '<secret>' but must be text of " + SHORTEST_TOKEN + " characters or more");
        }
        if (token == null && !Loopback.is(host)) {
            metrics.problem(
                    HOST.name(),
                    "was '" + host + "' but must be a loopback address such as 127.0.0.1 as long as there is no "
                            + metrics.path() + ".token");
        }
        return new MetricsSettings(host, metrics.get(PORT), token);
    }

    /** No server. */
    public static MetricsSettings none() {
        return new MetricsSettings(HOST.defaultValue(), PORT.defaultValue(), null);
    }

    /** True where the metrics are served. */
    public boolean served() {
        return port != 0;
    }
}
