package io.gradwatch.detection.job;

import java.util.List;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.metrics.reporter.MetricReporter;
import org.apache.flink.runtime.metrics.MetricRegistryConfiguration;
import org.apache.flink.runtime.metrics.MetricRegistryImpl;
import org.apache.flink.runtime.metrics.ReporterSetupBuilder;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;

/**
 * A cluster in this JVM whose metrics go to one reporter. Flink would make the reporter itself, of texts in its
 * configuration: a token would be among them, and nobody could ask the reporter whether it works.
 */
final class MeasuredMiniCluster extends MiniCluster {

    private final MetricReporter reporter;

    MeasuredMiniCluster(MiniClusterConfiguration configuration, MetricReporter reporter) {
        super(configuration);
        this.reporter = reporter;
    }

    @Override
    protected MetricRegistryImpl createMetricRegistry(Configuration flink, long longestMessageBytes) {
        return new MetricRegistryImpl(
                MetricRegistryConfiguration.fromConfiguration(flink, longestMessageBytes),
                List.of(ReporterSetupBuilder.METRIC_SETUP_BUILDER.forReporter("gradwatch", reporter)));
    }
}
