package io.gradwatch.alerting;

import io.gradwatch.alerting.deliver.BackOff;
import io.gradwatch.alerting.deliver.DeliveryQueue;
import io.gradwatch.alerting.deliver.DeliveryWorker;
import io.gradwatch.alerting.deliver.Receiver;
import io.gradwatch.alerting.dispatch.Dispatcher;
import io.gradwatch.alerting.group.Grouping;
import io.gradwatch.alerting.health.AlertingCounters;
import io.gradwatch.alerting.health.Loop;
import io.gradwatch.alerting.intake.AlertIntake;
import io.gradwatch.alerting.outbox.Outbox;
import io.gradwatch.alerting.silence.SilenceIntake;
import io.gradwatch.alerting.standby.Standby;
import io.gradwatch.config.PublicUrl;
import io.gradwatch.silence.Silences;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** The way of an alert: intake → group → silence → route → deliver, through the outbox. */
final class AlertPipeline implements Standby.Work {

    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private final AlertIntake intake;
    private final SilenceIntake silencing;
    private final Loop dispatching;
    private final List<DeliveryWorker> delivering;

    private AlertPipeline(
            AlertIntake intake, SilenceIntake silencing, Loop dispatching, List<DeliveryWorker> delivering) {
        this.intake = intake;
        this.silencing = silencing;
        this.dispatching = dispatching;
        this.delivering = delivering;
    }

    /** Wires the stages; starts nothing. */
    static AlertPipeline build(
            AlertingSettings settings,
            Map<String, Object> kafka,
            Outbox outbox,
            AlertingCounters counters,
            Clock clock,
            Supplier<Optional<PublicUrl>> page) {
        // group, silence, route: what is due and not silenced becomes notifications in the outbox
        Grouping group = new Grouping(settings.timing());
        Dispatcher dispatcher = new Dispatcher(outbox, group, settings.routes(), counters, settings.retention());

        // deliver: one queue and thread for each receiver, so that none delays another
        List<DeliveryWorker> deliver = new ArrayList<>();
        for (Receiver receiver : settings.receivers()) {
            DeliveryQueue queue = new DeliveryQueue(receiver, outbox, BackOff.standard(), counters, clock, page);
            deliver.add(new DeliveryWorker(queue, dispatcher::knowsSilences, clock));
        }
        Loop dispatch = new Loop(
                "alerting-dispatch",
                () -> {
                    Optional<Instant> next = dispatcher.dispatchDue(clock.instant());
                    deliver.forEach(DeliveryWorker::wake);
                    return next;
                },
                clock);

        // silence: nothing is told before all silences are known
        SilenceIntake silence = new SilenceIntake(
                kafka,
                (Silences mutes) -> {
                    dispatcher.mute(mutes, clock.instant());
                    dispatch.wake();
                },
                counters,
                clock);

        // intake: a record is committed to Kafka once it is in the outbox
        AlertIntake intake = new AlertIntake(
                settings.standby() ? AlertIntake.inherited(kafka) : kafka,
                new OutboxSink(
                        outbox, (alerts, next) -> dispatcher.accept(alerts, next, clock.instant()), dispatch::wake),
                counters,
                clock);
        return new AlertPipeline(intake, silence, dispatch, deliver);
    }

    void start() {
        delivering.forEach(DeliveryWorker::start);
        dispatching.start();
        silencing.start();
        intake.start();
    }

    /** The first trouble of a stage; empty when all are well. */
    @Override
    public Optional<String> check() {
        Stream<Optional<String>> stages = Stream.of(intake.check(), silencing.check(), dispatching.trouble());
        return Stream.concat(stages, delivering.stream().map(DeliveryWorker::check))
                .flatMap(Optional::stream)
                .findFirst();
    }

    @Override
    public void close() {
        intake.close();
        silencing.close();
        dispatching.close(PATIENCE);
        delivering.forEach(DeliveryWorker::close);
    }
}
