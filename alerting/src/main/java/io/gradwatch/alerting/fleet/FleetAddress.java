package io.gradwatch.alerting.fleet;

import io.gradwatch.alerting.notify.http.HttpSettings;
import io.gradwatch.config.ConfigKey;
import io.gradwatch.config.ConfigSection;
import io.gradwatch.config.Secret;
import java.net.URI;
import java.util.Optional;

/**
 * Address of the fleet's API, with the token to show there.
 *
 * @param base of the API's paths, ending in a slash
 * @param token with the right to read; empty where the fleet asks for none
 */
public record FleetAddress(URI base, Optional<Secret> token) {

    private static final ConfigKey<URI> URL = HttpSettings.api(
            "url",
            "http://fleet:8484",
            null,
            "Where the fleet is. It draws the pictures of alerts that messages show, makes the summaries, and says which runs"
                    + " were started anew, of which escalation ends. `gradwatch up` knows its own.");

    /** The section {@code alerting.fleet}; empty where it names no address. */
    public static Optional<FleetAddress> from(ConfigSection alerting) {
        ConfigSection section = alerting.section("fleet");
        URI base = section.get(URL);
        Secret token = HttpSettings.token(section, "the one of a reader in fleet.tokens");
        if (base == null && token != null) {
            section.problem("token", "is given, but no url to show it at");
        }
        return Optional.ofNullable(base).map(known -> new FleetAddress(known, Optional.ofNullable(token)));
    }
}
