package io.gradwatch.alerting;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradwatch.alerting.deliver.BackOff;
import io.gradwatch.alerting.deliver.DeliveryQueue;
import io.gradwatch.alerting.deliver.Receiver;
import io.gradwatch.alerting.group.AlertChange;
import io.gradwatch.alerting.group.AlertGroup;
import io.gradwatch.alerting.group.NotifiedState;
import io.gradwatch.alerting.metrics.AlertingMetrics;
import io.gradwatch.alerting.notify.http.AlertEvents;
import io.gradwatch.alerting.notify.spi.Delivery;
import io.gradwatch.alerting.notify.spi.IncidentAction;
import io.gradwatch.alerting.notify.spi.Notification;
import io.gradwatch.alerting.notify.spi.Notifier;
import io.gradwatch.alerting.notify.spi.NotifierFactory;
import io.gradwatch.alerting.notify.spi.Presentation;
import io.gradwatch.alerting.outbox.Outbox;
import io.gradwatch.alerting.route.Share;
import io.gradwatch.alerting.testing.Alerts;
import io.gradwatch.alerting.testing.LoopbackGrafana;
import io.gradwatch.alerting.testing.LoopbackHttp;
import io.gradwatch.alerting.testing.LoopbackHttp.Trouble;
import io.gradwatch.alerting.testing.ManualClock;
import io.gradwatch.alerting.testing.Summaries;
import io.gradwatch.alerting.testing.service.LoopbackService;
import io.gradwatch.schema.Alert;
import io.gradwatch.schema.AlertState;
import io.gradwatch.schema.Severity;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every notifier over HTTP through lost answers, broken connections, silence, 408, 429 and 5xx, with the outbox and the
 * queue, and a process that ends in the midst: nothing is lost, and what arrives twice is known to the service or says
 * that it may be a repeat.
 */
class EveryNotifierDeliversIT {

    private static final int RUNS = 8;
    /** Requests of which some fail: fewer than there are in any case, so that each trouble comes. */
    private static final int REQUESTS = 18;

    /** Kinds that the chaos of the whole product takes through the same, and the console. */
    private static final Set<String> OTHERS = Set.of("console", "email", "slack");

    /** Kinds that call nobody for what was over before it was told. */
    private static final Set<String> ON_CALL = Set.of("pagerduty", "opsgenie", "grafana-oncall", "alertmanager");

    @TempDir
    private Path folder;

    private final ManualClock clock = new ManualClock();
    private Outbox outbox;
    private DeliveryQueue queue;

    /** One request that a server took: the key by which it knows it again, and its texts. */
    private record Arrival(String key, String text) {}

    static Stream<HttpChannel> channels() {
        return HttpChannel.all().stream();
    }

    @Test
    void everyKindOverHttp_isTested() {
        Set<String> tested = channels().map(HttpChannel::kind).collect(Collectors.toSet());
        tested.addAll(OTHERS);

        assertThat(NotifierCatalogue.load().factories())
                .extracting(NotifierFactory::kind)
                .allMatch(tested::contains);
    }

    @ParameterizedTest
    @MethodSource("channels")
    void nothingIsLost_andWhatComesTwice_isKnownOrSaysSo(HttpChannel channel) throws Exception {
        Random random = new Random(channel.kind().hashCode());
        try (LoopbackHttp server = channel.server().get()) {
            Watched notifier = new Watched(channel, server);
            open(notifier);
            server.next(troubles(random));
            if (notifier.takesSummaries()) {
                outbox.summaries().add("daily", clock.instant(), Summaries.daily(), List.of("team"), clock.instant());
            }
            tell(run -> Alerts.oscillating("r" + run));
            deliver(random.nextInt(RUNS));
            tell(run -> run % 2 == 0 ? Alerts.critical(Alerts.oscillating("r" + run)) : Alerts.nan("r" + run));
            deliver(random.nextInt(RUNS));
            outbox.close();
            notifier.restart();
            open(notifier);
            tell(run -> Alerts.resolved(Alerts.oscillating("r" + run)));
            deliver(Integer.MAX_VALUE);

            assertThat(outbox.countByStatus().keySet()).containsExactly("SENT");
            assertThat(notifier.lost()).isEmpty();
            assertThat(notifier.lostSummaries()).isEmpty();
            assertThat(notifier.told.values().stream().filter(List::isEmpty))
                    .hasSize(notifier.takesSummaries() ? 1 : 0);
            assertThat(notifier.unknownRepeats()).isEmpty();
            assertThat(notifier.repeats).as("the troubles made some repeats").isPositive();
        } finally {
            outbox.close();
        }
    }

    private void open(Notifier notifier) {
        outbox = Outbox.open(folder);
        BackOff backOff = new BackOff(Duration.ofSeconds(1), Duration.ofMinutes(5), new Random(1));
        queue = new DeliveryQueue(
                new Receiver("team", notifier),
                outbox,
                backOff,
                new AlertingMetrics(),
                clock,
                () -> Presentation.PLAIN);
    }

    private void tell(IntFunction<Alert> alerts) {
        for (int run = 0; run < RUNS; run++) {
            Alert alert = alerts.apply(run);
            outbox.accept(List.of(alert), Map.of(), clock.instant());
            NotifiedState before =
                    alert.getRevision() == 0 ? null : new NotifiedState(0, AlertState.FIRING, Severity.WARNING);
            AlertGroup group = Alerts.group(List.of(new AlertChange(alert, before)));
            outbox.enqueue(group, List.of(Share.now("team", group)), clock.instant());
        }
    }

    private void deliver(int attempts) throws InterruptedException {
        Optional<Instant> next = outbox.nextAttempt("team");
        for (int i = 0; i < attempts && next.isPresent(); i++) {
            if (next.get().isAfter(clock.instant())) {
                clock.advanceTo(next.get());
            }
            next = queue.deliverNext();
        }
    }

    private static Trouble[] troubles(Random random) {
        List<Trouble> troubles = new ArrayList<>(List.of(
                new Trouble.Silence(),
                new Trouble.AcceptThenReset(),
                new Trouble.AcceptThenReset(),
                new Trouble.AcceptThenReset(),
                new Trouble.Reset(),
                new Trouble.Reset(),
                LoopbackHttp.answer(408, ""),
                LoopbackHttp.answer(500, "{}"),
                LoopbackHttp.answer(502, "<html>"),
                new Trouble.Answer(429, "{}", Map.of("Retry-After", "7")),
                new Trouble.Answer(503, "", Map.of("Retry-After", "3"))));
        while (troubles.size() < REQUESTS) {
            troubles.add(new Trouble.None());
        }
        Collections.shuffle(troubles, random);
        return troubles.toArray(Trouble[]::new);
    }

    /** The notifier of a channel, and what its server took for each notification. */
    private static final class Watched implements Notifier {

        private final HttpChannel channel;
        private final LoopbackHttp server;
        private final Map<Long, List<Arrival>> arrived = new TreeMap<>();
        private final Map<Long, List<AlertChange>> told = new TreeMap<>();
        private Notifier notifier;
        private int repeats;

        Watched(HttpChannel channel, LoopbackHttp server) throws Exception {
            this.channel = channel;
            this.server = server;
            restart();
        }

        void restart() throws Exception {
            notifier = channel.notifier(server);
        }

        @Override
        public Delivery send(Notification notification) throws InterruptedException {
            int before = arrivals().size();
            var delivery = notifier.send(notification);
            List<Arrival> now = arrivals();
            long sequence = notification.sequence();
            arrived.computeIfAbsent(sequence, key -> new ArrayList<>()).addAll(now.subList(before, now.size()));
            if (delivery instanceof Delivery.Delivered) {
                told.put(sequence, notification.group().changes());
            }
            return delivery;
        }

        @Override
        public boolean takesSummaries() {
            return notifier.takesSummaries();
        }

        @Override
        public Duration minimumInterval() {
            return notifier.minimumInterval();
        }

        /** Changes that counted as told and that the server never took. */
        List<String> lost() {
            List<String> lost = new ArrayList<>();
            told.forEach((sequence, changes) -> changes.stream()
                    .filter(this::isTold)
                    .filter(change -> arrived.get(sequence).stream().noneMatch(arrival -> mentions(arrival, change)))
                    .forEach(change -> lost.add(sequence + " " + change.alert().getId() + " " + change.kind())));
            return lost;
        }

        /** Summaries that counted as told and that the server never took. */
        List<Long> lostSummaries() {
            return told.keySet().stream()
                    .filter(sequence -> told.get(sequence).isEmpty())
                    .filter(sequence -> arrived.get(sequence).stream()
                            .noneMatch(arrival ->
                                    arrival.text().replace("\\", "").contains("Daily summary: Loss is NaN in 2 runs")))
                    .toList();
        }

        private boolean isTold(AlertChange change) {
            IncidentAction action = IncidentAction.of(change);
            return !ON_CALL.contains(channel.kind()) || action == IncidentAction.OPEN || action == IncidentAction.CLOSE;
        }

        private static boolean mentions(Arrival arrival, AlertChange change) {
            return arrival.text().replace("\\", "").contains(change.alert().getRunName())
                    || (arrival.key() + arrival.text())
                            .contains(AlertEvents.key(Alerts.incident(change.alert()), change.alert()));
        }

        /** Requests that were taken again without a key that the service knows, or a word that says so. */
        List<String> unknownRepeats() {
            List<String> unknown = new ArrayList<>();
            arrived.forEach((sequence, arrivals) -> {
                Set<String> keys = new HashSet<>();
                boolean first = true;
                for (Arrival arrival : arrivals) {
                    boolean keyed = !arrival.key().isEmpty();
                    boolean again = keyed ? !keys.add(arrival.key()) : !first;
                    repeats += again ? 1 : 0;
                    if (again && !keyed && !arrival.text().contains("may be a repeat")) {
                        unknown.add(sequence + ": " + arrival.text());
                    }
                    first = false;
                }
            });
            return unknown;
        }

        private List<Arrival> arrivals() {
            if (server instanceof LoopbackService service) {
                return service.taken().stream()
                        .map(taken -> new Arrival(taken.key(), taken.body().toString()))
                        .toList();
            }
            return ((LoopbackGrafana) server)
                    .received().stream()
                            .filter(request -> !request.method().equals("GET"))
                            .map(request -> new Arrival(request.address().toString(), request.body()))
                            .toList();
        }
    }
}
