package io.gradwatch.alerting;

import io.gradwatch.alerting.notify.spi.Notifier;
import io.gradwatch.alerting.notify.spi.NotifierFactory;
import io.gradwatch.alerting.testing.LoopbackGrafana;
import io.gradwatch.alerting.testing.LoopbackHttp;
import io.gradwatch.alerting.testing.service.LoopbackAlertmanager;
import io.gradwatch.alerting.testing.service.LoopbackDiscord;
import io.gradwatch.alerting.testing.service.LoopbackNtfy;
import io.gradwatch.alerting.testing.service.LoopbackOnCall;
import io.gradwatch.alerting.testing.service.LoopbackOpsgenie;
import io.gradwatch.alerting.testing.service.LoopbackPagerDuty;
import io.gradwatch.alerting.testing.service.LoopbackService;
import io.gradwatch.alerting.testing.service.LoopbackTeams;
import io.gradwatch.alerting.testing.service.LoopbackTelegram;
import io.gradwatch.alerting.testing.service.LoopbackWebhook;
import io.gradwatch.config.Configuration;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * A kind of receiver over HTTP, with a server of its service.
 *
 * @param settings of its receiver; {@code {base}} is the address of the server, {@code {secret}} its secret
 */
record HttpChannel(String kind, Supplier<LoopbackHttp> server, String settings) {

    /** All but those that chaos of the whole product tests. */
    static List<HttpChannel> all() {
        return List.of(
                new HttpChannel("pagerduty", LoopbackPagerDuty::new, "api-url: {base}\nrouting-key: {secret}"),
                new HttpChannel("opsgenie", LoopbackOpsgenie::new, "api-url: {base}/v2\napi-key: {secret}"),
                new HttpChannel("alertmanager", LoopbackAlertmanager::new, "url: {base}\ntoken: {secret}"),
                new HttpChannel(
                        "grafana-oncall",
                        LoopbackOnCall::new,
                        "url: {base}/integrations/v1/formatted_webhook/{secret}/"),
                new HttpChannel(
                        "teams",
                        LoopbackTeams::new,
                        "url: {base}/workflows/1/triggers/manual/paths/invoke?sig={secret}"),
                new HttpChannel("discord", LoopbackDiscord::new, "url: {base}/api/webhooks/1/{secret}"),
                new HttpChannel(
                        "telegram", LoopbackTelegram::new, "api-url: {base}\nchat: \"-1001\"\ntoken: 110:{secret}"),
                new HttpChannel(
                        "ntfy", LoopbackNtfy::new, "url: {base}\ntopic: " + LoopbackNtfy.TOPIC + "\ntoken: {secret}"),
                new HttpChannel("webhook", LoopbackWebhook::new, "url: {base}/{secret}"),
                new HttpChannel("grafana", LoopbackGrafana::new, "url: {base}\ntoken: " + LoopbackGrafana.TOKEN));
    }

    /** A fresh notifier of the server. */
    Notifier notifier(LoopbackHttp server) throws Exception {
        String address = server.at("").toString();
        NotifierFactory factory = NotifierCatalogue.load().factories().stream()
                .filter(one -> one.kind().equals(kind))
                .findFirst()
                .orElseThrow();
        String text = settings.replace("{base}", address).replace("{secret}", LoopbackService.SECRET);
        return Configuration.parse(text + "\ntimeout: 500ms", "f.yml", Map.of()).read(factory::create);
    }

    @Override
    public String toString() {
        return kind;
    }
}
