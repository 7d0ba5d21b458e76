package io.gradwatch.standalone.stack;

import io.gradwatch.alerting.fleet.FleetAddress;
import io.gradwatch.config.PublicUrl;
import io.gradwatch.config.Secret;
import io.gradwatch.fleet.FleetSettings;
import io.gradwatch.fleet.http.access.AccessSettings.Token;
import io.gradwatch.fleet.http.route.Right;
import java.net.URI;
import java.util.Comparator;
import java.util.Optional;

/** Address of this process's fleet for its other parts, as long as it listens. Thread-safe. */
final class OwnFleet {

    private final String host;
    private final Optional<Secret> token;
    private volatile PublicUrl page;

    /** @param fleet with the tokens that it asks for */
    OwnFleet(FleetSettings fleet) {
        this.host = fleet.host();
        this.token = fleet.access().tokens().stream()
                .min(Comparator.comparing(known -> known.right() != Right.READ))
                .map(Token::secret);
    }

    /**
     * Takes the port once it listens. A server at all addresses of the host is reached from the host at the loopback.
     */
    void listensAt(int port) {
        boolean everywhere = host.equals("0.0.0.0") || host.equals("::");
        String name = everywhere ? "127.0.0.1" : host.contains(":") ? "[" + host + "]" : host;
        page = PublicUrl.of("http://" + name + ":" + port);
    }

    /** Address of the page; empty while it does not listen. */
    Optional<PublicUrl> page() {
        return Optional.ofNullable(page);
    }

    /** Address of the API with a token, one that may only read where there is one; empty while it does not listen. */
    Optional<FleetAddress> api() {
        return page().map(known -> new FleetAddress(URI.create(known.base() + "/"), token));
    }
}
