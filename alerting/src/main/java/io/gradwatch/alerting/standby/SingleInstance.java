package io.gradwatch.alerting.standby;

import io.gradwatch.alerting.group.IncidentRules;
import io.gradwatch.alerting.health.Loop;
import io.gradwatch.alerting.outbox.Outbox;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An instance that is the only one; its state is on its disk. Where damage of the disk is met in the midst of the work,
 * it begins anew as after a restart: the rows are copied to a new file, or the file is set aside.
 */
public final class SingleInstance extends AlertingInstance {

    private static final Logger LOG = LoggerFactory.getLogger(SingleInstance.class);
    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private final Clock clock;
    private final List<String> earlierDamage = new CopyOnWriteArrayList<>();
    private Loop watch;
    private Outbox outbox;

    public SingleInstance(Path folder, IncidentRules rules, Function<Outbox, Work> work, Clock clock) {
        super(folder, rules, work);
        this.clock = clock;
    }

    @Override
    public void start() {
        startWork();
        watch = new Loop("alerting-outbox", this::restartWhereFailed, clock);
        watch.start();
        LOG.info("Alerting keeps its state in {}", folder);
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
    public Optional<String> check() {
        return Optional.ofNullable(watch).flatMap(Loop::trouble).or(super::check);
    }

    @Override
    public List<String> damage() {
        return Stream.concat(earlierDamage.stream(), super.damage().stream()).toList();
    }

    @Override
    public void close() {
        if (watch != null) {
            watch.close(PATIENCE);
            watch = null;
        }
        stopWork();
    }

    private Optional<Instant> restartWhereFailed() {
        Optional<String> failure = outbox == null ? Optional.of("alerting stopped") : outbox.failure();
        if (failure.isPresent()) {
            LOG.error("{}; alerting begins anew", failure.get());
            if (outbox != null) {
                earlierDamage.addAll(outbox.damage());
            }
            stopWork();
            startWork();
        }
        return Optional.of(clock.instant().plus(BETWEEN_LOOKS));
    }

    private synchronized void startWork() {
        outbox = Outbox.open(folder, rules);
        try {
            leading = new Leading(outbox, work.apply(outbox));
        } catch (RuntimeException | Error e) {
            stopWork();
            throw e;
        }
    }

    private synchronized void stopWork() {
        Leading before = leading;
        leading = null;
        try {
            if (before != null) {
                before.work().close();
            }
        } finally {
            if (outbox != null) {
                Outbox closing = outbox;
                outbox = null;
                closing.close();
            }
        }
    }
}
