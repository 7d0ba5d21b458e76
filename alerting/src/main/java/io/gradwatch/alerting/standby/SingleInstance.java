package io.gradwatch.alerting.standby;

import io.gradwatch.alerting.outbox.Outbox;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An instance that is the only one; its state is on its disk. */
public final class SingleInstance implements AlertingInstance {

    private static final Logger LOG = LoggerFactory.getLogger(SingleInstance.class);

    private final Path folder;
    private final Duration causeWindow;
    private final Function<Outbox, Work> work;
    private Outbox outbox;
    private Work running;

    /**
     * @param folder where the outbox is or will be
     * @param causeWindow for how long an incident takes in alerts of other runs with the same cause
     * @param work starts the work on an outbox
     */
    public SingleInstance(Path folder, Duration causeWindow, Function<Outbox, Work> work) {
        this.folder = folder;
        this.causeWindow = causeWindow;
        this.work = work;
    }

    @Override
    public void start() {
        outbox = Outbox.open(folder, causeWindow);
        try {
            running = work.apply(outbox);
        } catch (RuntimeException e) {
            close();
            throw e;
        }
        LOG.info("Alerting keeps its state in {}", outbox);
    }

    @Override
    public Optional<String> check() {
        return running == null ? Optional.empty() : running.check();
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
        if (running != null) {
            running.close();
            running = null;
        }
        if (outbox != null) {
            outbox.close();
            outbox = null;
        }
    }
}
