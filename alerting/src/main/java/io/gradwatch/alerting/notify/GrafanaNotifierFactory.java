package io.gradwatch.alerting.notify;

import com.google.auto.service.AutoService;
import io.gradwatch.alerting.notify.http.HttpPoster;
import io.gradwatch.alerting.notify.spi.Notifier;
import io.gradwatch.alerting.notify.spi.NotifierFactory;
import io.gradwatch.config.ConfigKey;
import io.gradwatch.config.ConfigSection;
import io.gradwatch.config.Secret;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;

/** Makes notifiers that draw annotations in Grafana, with the {@code token} of a service account. */
@AutoService(NotifierFactory.class)
public final class GrafanaNotifierFactory implements NotifierFactory {

    /** Where Grafana is. */
    public static final ConfigKey<URI> URL = new ConfigKey<>(
            "url",
            "an address such as https://grafana.example.org/",
            null,
            "Where Grafana is.",
            GrafanaNotifierFactory::folder);

    /** How long a request may take. */
    public static final ConfigKey<Duration> TIMEOUT = ConfigKey.duration(
            "timeout", Duration.ofSeconds(10), Duration.ofMillis(100), "How long one request may take, in all.");

    @Override
    public String kind() {
        return "grafana";
    }

    @Override
    public Notifier create(ConfigSection section) {
        URI url = section.require(URL);
        Secret token = section.secret("token");
        if (token == null && !section.has("token_file")) {
            section.problem("token", "is missing; it must be the token of a service account with the role Editor");
        }
        if (token != null && !token.reveal().matches("[\\x21-\\x7e]+")) {
            section.problem("token", "was '<secret>' but must be a token such as glsa_...");
        }
        HttpPoster poster = new HttpPoster(section.get(TIMEOUT), Clock.systemUTC());
        return url == null ? null : new GrafanaNotifier(url, token, poster);
    }

    private static URI folder(String text) {
        URI address = URI.create(text.endsWith("/") ? text : text + "/");
        boolean web = "https".equals(address.getScheme()) || "http".equals(address.getScheme());
        if (!web || address.getHost() == null || address.getUserInfo() != null) {
            throw new IllegalArgumentException("not a web address");
        }
        return address;
    }
}
