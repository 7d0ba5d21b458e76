package io.gradwatch.benchmarks.scale;

import com.sun.net.httpserver.HttpServer;
import io.gradwatch.alerting.AlertingService;
import io.gradwatch.alerting.AlertingSettings;
import io.gradwatch.alerting.metrics.AlertingMetrics.Count;
import io.gradwatch.benchmarks.setup.ScratchFleet;
import io.gradwatch.benchmarks.setup.ScratchKafka;
import io.gradwatch.config.Configuration;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;

/** Alerting with a Slack channel that takes all, over the alerts that detection wrote of a crowd of runs. */
final class AlertingScale {

    private final ScratchKafka kafka;
    private final Path folder;

    AlertingScale(ScratchKafka kafka) {
        this.kafka = kafka;
        this.folder = kafka.folder().resolve("alerting");
    }

    Footprint measure(Crowd crowd) throws Exception {
        HttpServer slack = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        slack.createContext("/", exchange -> {
            byte[] ok = "ok".getBytes(StandardCharsets.UTF_8);
            exchange.getRequestBody().readAllBytes();
            exchange.sendResponseHeaders(200, ok.length);
            exchange.getResponseBody().write(ok);
            exchange.close();
        });
        slack.start();
        try {
            return measure(crowd, "http://127.0.0.1:" + slack.getAddress().getPort() + "/services/T0/B0/x");
        } finally {
            slack.stop(0);
        }
    }

    private Footprint measure(Crowd crowd, String webhook) throws Exception {
        long begin = System.nanoTime();
        double seconds;
        long loaded;
        long stopping;
        try (AlertingService service = started(webhook)) {
            awaitTold(service, crowd);
            seconds = (System.nanoTime() - begin) / 1e9;
            loaded = Heap.liveBytes();
            stopping = System.nanoTime();
        }
        double stopSeconds = (System.nanoTime() - stopping) / 1e9;
        long heap = loaded - Heap.liveBytes();
        long disk = Files.size(folder.resolve("alerting-outbox.mv.db"));
        long again = System.nanoTime();
        try (AlertingService service = started(webhook)) {
            ScratchFleet.until("alerting runs", () -> service.check().isEmpty());
            double restart = (System.nanoTime() - again) / 1e9;
            return new Footprint("alerting", crowd.runs(), heap, disk, seconds, stopSeconds, restart);
        }
    }

    /** All alerts are read, and what they led to is delivered. */
    private static void awaitTold(AlertingService service, Crowd crowd) throws InterruptedException {
        ScratchFleet.until("all alerts are told", () -> {
            Map<String, Integer> notifications = service.notifications();
            return service.metrics().count(Count.RECORDS, "accepted") >= crowd.alerted()
                    && service.metrics().count(Count.DELIVERED) > 0
                    && notifications.getOrDefault("PENDING", 0) == 0
                    && notifications.getOrDefault("SENDING", 0) == 0;
        });
    }

    private AlertingService started(String webhook) throws Exception {
        AlertingSettings settings = Configuration.parse(
                        "alerting: {receivers: [{name: team, slack: {url: \"" + webhook + "\"}}]}",
                        "benchmark",
                        Map.of())
                .read(AlertingSettings::from);
        AlertingService service = new AlertingService(settings, kafka.bootstrapServers(), folder, Clock.systemUTC());
        service.start();
        return service;
    }
}
