package io.gradwatch.metrics;

import com.sun.net.httpserver.Authenticator;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpPrincipal;
import io.gradwatch.config.Secret;
import io.prometheus.metrics.exporter.httpserver.HTTPServer;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/** Serves metrics at {@code /metrics}; a client must send the token where one is set. */
public final class MetricsServer implements AutoCloseable {

    private final HTTPServer server;

    /**
     * Listens at once.
     *
     * @throws IOException when the address cannot be listened at
     */
    public MetricsServer(MetricsSettings settings, PrometheusRegistry registry) throws IOException {
        HTTPServer.Builder builder = HTTPServer.builder()
                .inetAddress(InetAddress.getByName(settings.host()))
                .port(settings.port())
                .registry(registry);
        server = (settings.token() == null ? builder : builder.authenticator(new Bearer(settings.token())))
                .buildAndStart();
    }

    /** Port at which it listens. */
    public int port() {
        return server.getPort();
    }

    @Override
    public void close() {
        server.close();
    }

    /** Accepts requests with the token in {@code Authorization: Bearer}. */
    private static final class Bearer extends Authenticator {

        private static final int UNAUTHORIZED = 401;

        private final byte[] wanted;

        Bearer(Secret token) {
            wanted = ("Bearer " + token.reveal()).getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public Result authenticate(HttpExchange exchange) {
            String shown = exchange.getRequestHeaders().getFirst("Authorization");
            if (shown != null && MessageDigest.isEqual(wanted, shown.getBytes(StandardCharsets.UTF_8))) {
                return new Success(new HttpPrincipal("prometheus", "gradwatch"));
            }
            exchange.getResponseHeaders().set("WWW-Authenticate", "Bearer");
            return new Failure(UNAUTHORIZED);
        }
    }
}
