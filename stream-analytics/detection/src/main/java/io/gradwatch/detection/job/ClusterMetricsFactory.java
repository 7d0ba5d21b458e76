package io.gradwatch.detection.job;

import com.google.auto.service.AutoService;
import io.gradwatch.config.Configuration;
import io.gradwatch.config.ConfigurationException;
import io.gradwatch.detection.job.metrics.JobMetricsReporter;
import io.gradwatch.detection.job.settings.DetectionSettings;
import java.nio.file.Path;
import java.util.Properties;
import org.apache.flink.metrics.reporter.MetricReporter;
import org.apache.flink.metrics.reporter.MetricReporterFactory;

/**
 * Lets a JobManager or a TaskManager of a Flink cluster serve metrics as {@code detection.metrics} says. In Flink's
 * configuration:
 *
 * <pre>
 * metrics.reporter.gradwatch.factory.class: io.gradwatch.detection.job.ClusterMetricsFactory
 * metrics.reporter.gradwatch.configuration: /etc/gradwatch/gradwatch.yaml
 * </pre>
 *
 * <p>Without {@code configuration} the environment and the defaults hold, by which nothing is served.
 */
@AutoService(MetricReporterFactory.class)
public final class ClusterMetricsFactory implements MetricReporterFactory {

    /** Key of the reporter in Flink's configuration: path of this product's. */
    private static final String CONFIGURATION = "configuration";

    /**
     * Reads the configuration.
     *
     * @throws IllegalArgumentException with every problem of it; Flink writes it to its log and goes on without metrics
     */
    @Override
    public MetricReporter createMetricReporter(Properties properties) {
        String file = properties.getProperty(CONFIGURATION);
        try {
            Configuration configuration = file == null
                    ? Configuration.defaults(System.getenv())
                    : Configuration.load(Path.of(file), System.getenv());
            DetectionSettings settings = DetectionSettings.from(configuration.root());
            configuration.checkPart();
            return new JobMetricsReporter(settings.metrics());
        } catch (ConfigurationException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }
}
