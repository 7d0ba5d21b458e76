package io.gradwatch.alerting;

import io.gradwatch.alerting.outbox.Outbox;
import io.gradwatch.alerting.standby.Standby;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** One of several instances, of which one leads; their state is in Kafka. */
final class PairedInstance implements AlertingInstance {

    private final Standby standby;

    /**
     * @param kafka properties of the clients
     * @param dataFolder for a copy of the state
     * @param building builds the pipeline on an outbox
     */
    PairedInstance(
            AlertingSettings settings,
            Map<String, Object> kafka,
            Path dataFolder,
            Clock clock,
            Function<Outbox, AlertPipeline> building) {
        this.standby = new Standby(
                kafka,
                dataFolder,
                settings.timing().causeWindow(),
                outbox -> {
                    AlertPipeline pipeline = building.apply(outbox);
                    pipeline.start();
                    return pipeline;
                },
                clock);
    }

    @Override
    public void start() {
        standby.start();
    }

    @Override
    public Optional<String> check() {
        return standby.check();
    }

    @Override
    public List<String> damage() {
        return standby.damage();
    }

    @Override
    public Map<String, Integer> notifications() {
        return standby.notifications();
    }

    @Override
    public boolean leads() {
        return standby.role().leads();
    }

    @Override
    public String role() {
        return standby.role().toString();
    }

    @Override
    public void close() {
        standby.close();
    }
}
