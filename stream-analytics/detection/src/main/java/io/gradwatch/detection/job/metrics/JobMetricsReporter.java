package io.gradwatch.detection.job.metrics;

import io.gradwatch.metrics.JvmMetrics;
import io.gradwatch.metrics.MetricsServer;
import io.gradwatch.metrics.MetricsSettings;
import io.gradwatch.service.TakenPort;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.net.BindException;
import java.util.Optional;
import org.apache.flink.metrics.Metric;
import org.apache.flink.metrics.MetricConfig;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.metrics.reporter.MetricReporter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves the metrics of the job that this process runs, or its part of it, to Prometheus.
 *
 * <p>It stands in for Flink's own {@code PrometheusReporter}, which listens on every address of the host and asks
 * nobody who he is (RATIONALE.md).
 */
public final class JobMetricsReporter implements MetricReporter {

    private static final Logger LOG = LoggerFactory.getLogger(JobMetricsReporter.class);

    private final MetricsSettings settings;
    private final JobMetrics metrics = new JobMetrics();
    private MetricsServer server;
    private String problem;

    /** @param settings where they are served, if they are */
    public JobMetricsReporter(MetricsSettings settings) {
        this.settings = settings;
    }

    /** Listens. Failures are found also where that is not possible: see {@link #problem}. */
    @Override
    public synchronized void open(MetricConfig ignored) {
        if (!settings.served()) {
            return;
        }
        PrometheusRegistry registry = new PrometheusRegistry();
        registry.register(metrics);
        JvmMetrics.register(registry);
        try {
            server = new MetricsServer(settings, registry);
        } catch (IOException e) {
            problem = e instanceof BindException
                    ? TakenPort.problem("metrics", settings.host(), settings.port(), "detection.metrics.port")
                    : "the metrics cannot be served at " + settings.host() + ":" + settings.port() + ": "
                            + e.getMessage();
            LOG.error("{}", problem);
        }
    }

    /** Why the metrics are not served; empty where they are, or shall not be. */
    public synchronized Optional<String> problem() {
        return Optional.ofNullable(problem);
    }

    @Override
    public void notifyOfAddedMetric(Metric metric, String name, MetricGroup group) {
        metrics.add(metric, name, group);
    }

    @Override
    public void notifyOfRemovedMetric(Metric metric, String name, MetricGroup group) {
        metrics.remove(metric);
    }

    @Override
    public synchronized void close() {
        if (server != null) {
            server.close();
            server = null;
        }
    }
}
