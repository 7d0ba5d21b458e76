package io.gradwatch.alerting;

import io.gradwatch.alerting.outbox.Outbox;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An instance that is the only one; its state is on its disk. */
final class SingleInstance implements AlertingInstance {

    private static final Logger LOG = LoggerFactory.getLogger(SingleInstance.class);

    private final AlertingSettings settings;
    private final Path dataFolder;
    private final Function<Outbox, AlertPipeline> building;
    private Outbox outbox;
    private AlertPipeline pipeline;

    /**
     * @param dataFolder where the outbox is or will be
     * @param building builds the pipeline on an outbox
     */
    SingleInstance(AlertingSettings settings, Path dataFolder, Function<Outbox, AlertPipeline> building) {
        this.settings = settings;
        this.dataFolder = dataFolder;
        this.building = building;
    }

    @Override
    public void start() {
        outbox = Outbox.open(dataFolder, settings.timing().causeWindow());
        try {
            pipeline = building.apply(outbox);
        } catch (RuntimeException e) {
            close();
            throw e;
        }
        pipeline.start();
        LOG.info("Alerting keeps its state in {}", outbox);
    }

    @Override
    public Optional<String> check() {
        return pipeline == null ? Optional.empty() : pipeline.check();
    }

    @Override
    public List<String> damage() {
        return outbox == null ? List.of() : outbox.damage();
    }

    @Override
    public Map<String, Integer> notifications() {
        return outbox == null ? Map.of() : outbox.countByStatus();
    }

    @Override
    public boolean leads() {
        return true;
    }

    @Override
    public String role() {
        return "is alone";
    }

    @Override
    public void close() {
        if (pipeline != null) {
            pipeline.close();
            pipeline = null;
        }
        if (outbox != null) {
            outbox.close();
            outbox = null;
        }
    }
}
