package io.gradwatch.alerting;

import io.gradwatch.alerting.action.Listening;
import io.gradwatch.alerting.deliver.BackOff;
import io.gradwatch.alerting.deliver.DeliveryQueue;
import io.gradwatch.alerting.deliver.Receiver;
import io.gradwatch.alerting.dispatch.Dispatcher;
import io.gradwatch.alerting.fleet.FleetAnswers;
import io.gradwatch.alerting.group.Grouping;
import io.gradwatch.alerting.health.Loop;
import io.gradwatch.alerting.intake.AlertIntake;
import io.gradwatch.alerting.metrics.AlertingMetrics;
import io.gradwatch.alerting.notify.spi.Presentation;
import io.gradwatch.alerting.outbox.Outbox;
import io.gradwatch.alerting.schedule.ScheduledSummaries;
import io.gradwatch.alerting.silence.AlertStatuses;
import io.gradwatch.alerting.silence.SilenceIntake;
import io.gradwatch.alerting.standby.AlertingInstance;
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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The way of an alert: intake → group → inhibit → silence → route → deliver, through the outbox. */
record AlertPipeline(
        AlertIntake intake,
        SilenceIntake silencing,
        Loop dispatching,
        Loop restarting,
        List<DeliveryQueue> queues,
        List<Loop> delivering,
        Listening listening,
        ScheduledSummaries summaries,
        Loop summarizing)
        implements AlertingInstance.Work {

    private static final Logger LOG = LoggerFactory.getLogger(AlertPipeline.class);
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    /** Own choice: an escalation that ends half a minute late calls nobody more than one that ends at once. */
    private static final Duration BETWEEN_RESTARTS = Duration.ofSeconds(30);

    /** Wires the stages; starts nothing. */
    static AlertPipeline build(
            AlertingSettings settings,
            Map<String, Object> kafka,
            Outbox outbox,
            AlertingMetrics metrics,
            Clock clock,
            Supplier<Optional<PublicUrl>> page,
            FleetAnswers fleet) {
        AlertStatuses statuses = new AlertStatuses(clock);
        Supplier<Presentation> presentation = () -> new Presentation(
                page.get(),
                fleet.pictures(),
                statuses,
                settings.routes()::receivers,
                settings.timeZone(),
                outbox::incidentOf);
        // group, inhibit, silence, route: what is due and not suppressed becomes notifications in the outbox
        Grouping group = new Grouping(settings.repeatsByRoute(), settings.inhibition());
        Dispatcher dispatcher = new Dispatcher(outbox, group, settings.routes(), metrics, settings.retention());

        // deliver: one queue and thread for each receiver, so that none delays another; what people do about alerts is
        // shown in messages that can be changed
        List<DeliveryQueue> queues = new ArrayList<>();
        List<Loop> deliver = new ArrayList<>();
        for (Receiver receiver : settings.receivers()) {
            DeliveryQueue queue = new DeliveryQueue(receiver, outbox, BackOff.standard(), metrics, clock, presentation);
            queues.add(queue);
            deliver.add(new Loop(
                    "alerting-deliver-" + receiver.name(),
                    () -> dispatcher.knowsSilences() ? queue.deliverNext() : Optional.empty(),
                    clock));
        }
        Loop dispatch = new Loop(
                "alerting-dispatch",
                () -> {
                    Optional<Instant> next = dispatcher.dispatchDue(clock.instant());
                    deliver.forEach(Loop::wake);
                    return next;
                },
                clock);

        // escalation: a fault with which a run ended goes on no further where the run was started anew
        Loop restarts = new Loop(
                "alerting-restarts",
                () -> {
                    if (dispatcher.endEscalationsOf(fleet.restarted())) {
                        dispatch.wake();
                    }
                    return Optional.of(clock.instant().plus(BETWEEN_RESTARTS));
                },
                clock);

        // summaries of the fleet: those that are due become notifications too
        ScheduledSummaries summaries = new ScheduledSummaries(
                settings.summaries(), outbox, fleet.summaries(), BackOff.standard(), metrics, clock);
        Loop summarize = new Loop(
                "alerting-summaries",
                () -> {
                    Optional<Instant> next = summaries.seeToDue();
                    deliver.forEach(Loop::wake);
                    return next;
                },
                clock);

        // silence: nothing is told before all silences are known
        SilenceIntake silence = new SilenceIntake(
                kafka,
                (Silences silences) -> {
                    statuses.update(silences);
                    dispatcher.silence(silences, clock.instant());
                    dispatch.wake();
                    queues.forEach(DeliveryQueue::peopleActed);
                    deliver.forEach(Loop::wake);
                },
                metrics,
                clock);

        // intake: a record is committed to Kafka once it is in the outbox
        AlertIntake intake = new AlertIntake(
                kafka,
                outbox,
                (alerts, next) -> {
                    int news = dispatcher.accept(alerts, next, clock.instant());
                    dispatch.wake();
                    return news;
                },
                metrics,
                clock);
        Listening listening = new Listening(settings.receivers(), kafka, outbox, clock);
        return new AlertPipeline(intake, silence, dispatch, restarts, queues, deliver, listening, summaries, summarize);
    }

    /** Starts all stages, or leaves none open. */
    void start() {
        try {
            delivering.forEach(Loop::start);
            dispatching.start();
            restarting.start();
            silencing.start();
            intake.start();
            listening.start();
            summarizing.start();
        } catch (RuntimeException | Error e) {
            close();
            throw e;
        }
    }

    /** The first trouble of a stage; empty when all are well. */
    @Override
    public Optional<String> check() {
        Stream<Optional<String>> stages = Stream.of(
                intake.check(), silencing.check(), dispatching.trouble(), summarizing.trouble(), summaries.trouble());
        Stream<Optional<String>> channels = Stream.concat(
                delivering.stream().map(Loop::trouble), queues.stream().map(DeliveryQueue::trouble));
        return Stream.concat(stages, channels).flatMap(Optional::stream).findFirst();
    }

    /** Closes the stages in the reverse order of their start, each also where another one fails to. */
    @Override
    public void close() {
        List<AutoCloseable> stages = new ArrayList<>();
        stages.add(() -> summarizing.close(PATIENCE));
        stages.addAll(List.of(listening, intake, silencing));
        stages.add(() -> restarting.close(PATIENCE));
        stages.add(() -> dispatching.close(PATIENCE));
        delivering.forEach(loop -> stages.add(() -> loop.close(PATIENCE)));
        for (AutoCloseable stage : stages) {
            try {
                stage.close();
            } catch (Exception e) {
                LOG.warn("A stage of alerting was not closed in order", e);
            }
        }
    }
}
