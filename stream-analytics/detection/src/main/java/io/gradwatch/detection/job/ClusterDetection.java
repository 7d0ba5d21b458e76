package io.gradwatch.detection.job;

import io.gradwatch.detection.job.kafka.TopicCheck;
import io.gradwatch.detection.job.settings.DetectionSettings;
import io.gradwatch.detection.job.settings.FlinkSettings;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.flink.api.common.JobID;
import org.apache.flink.client.program.rest.RestClusterClient;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.JobManagerOptions;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.runtime.client.JobStatusMessage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The detection job on a Flink session cluster, on whose class path this product's jars are. The JobManager may forget
 * the job when it restarts; submitted again, the job goes on from its newest checkpoint.
 */
public final class ClusterDetection implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ClusterDetection.class);

    private final DetectionSettings settings;
    private final JobPlan plan;
    private final RestClusterClient<String> cluster;
    private JobID submitted;

    /**
     * @param settings of the job
     * @param jobManager address of the JobManager's REST interface
     * @param checkpoints folder that the JobManager, every TaskManager and this process see under the same path
     * @throws IllegalStateException when Flink's client cannot be made; nothing is connected yet
     */
    public ClusterDetection(DetectionSettings settings, InetSocketAddress jobManager, Path checkpoints) {
        this.settings = settings;
        this.plan = new JobPlan(settings, checkpoints, FlinkSettings.restartingForEver());
        Configuration client = new Configuration();
        client.set(JobManagerOptions.ADDRESS, jobManager.getHostString());
        client.set(RestOptions.ADDRESS, jobManager.getHostString());
        client.set(RestOptions.PORT, jobManager.getPort());
        client.set(RestOptions.RETRY_MAX_ATTEMPTS, 0);
        try {
            cluster = new RestClusterClient<>(client, FlinkSettings.JOB_NAME);
        } catch (Exception e) {
            throw new IllegalStateException("no client for the JobManager at " + jobManager + ": " + e, e);
        }
    }

    /**
     * Submits the job unless the cluster has it already. One whose checkpoint cannot be restored is ended and submitted
     * anew with an older one, or with the oldest record.
     *
     * @return whether it was submitted
     * @throws IllegalStateException when the JobManager or Kafka does not answer, or the topics are not fit for it
     */
    public boolean submitIfMissing() throws InterruptedException {
        try {
            Collection<JobStatusMessage> jobs = cluster.listJobs().get(ClusterJob.ANSWER.toSeconds(), TimeUnit.SECONDS);
            Optional<JobID> present = jobs.stream()
                    .filter(job -> isOurs(job) || job.getJobId().equals(submitted))
                    .min(Comparator.comparing(job -> job.getJobState().isGloballyTerminalState()))
                    .map(JobStatusMessage::getJobId);
            boolean unrestorable =
                    present.isPresent() && plan.setAsideUnrestorable(new ClusterJob(cluster, present.get()));
            if (!unrestorable && jobs.stream().anyMatch(ClusterDetection::isOurs)) {
                return false;
            }
            TopicCheck.check(settings);
            submitted = cluster.submitJob(plan.newest()).get(ClusterJob.ANSWER.toSeconds(), TimeUnit.SECONDS);
            LOG.info("Submitted the job {} as {}", FlinkSettings.JOB_NAME, submitted);
            return true;
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("the JobManager does not take the job: " + e, e);
        }
    }

    @Override
    public void close() {
        cluster.close();
    }

    private static boolean isOurs(JobStatusMessage job) {
        return job.getJobName().equals(FlinkSettings.JOB_NAME)
                && !job.getJobState().isGloballyTerminalState();
    }
}
