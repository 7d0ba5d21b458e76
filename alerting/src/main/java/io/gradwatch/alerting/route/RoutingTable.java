package io.gradwatch.alerting.route;

import io.gradwatch.alerting.group.AlertChange;
import io.gradwatch.alerting.group.AlertGroup;
import io.gradwatch.alerting.time.TimeIntervals;
import io.gradwatch.config.ConfigSection;
import io.gradwatch.schema.Severity;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The routes in order.
 *
 * @param routes asked one after another
 * @param ofProjects routes that projects and teams bring themselves; they are asked as well, and keep nothing from the
 *     others
 * @param leftOut problems of files of projects and teams, whose routes are left out
 */
public record RoutingTable(List<AlertRoute> routes, List<RoutingTable> ofProjects, List<String> leftOut) {

    /** Own choice: each look reads the outbox for all incidents with a critical alert. */
    private static final Duration SHORTEST_TICK = Duration.ofSeconds(10);

    /** Routes without those of projects. */
    public RoutingTable(List<AlertRoute> routes) {
        this(routes, List.of(), List.of());
    }

    /**
     * Reads {@code alerting.routes}; problems are noted in the section, those of files of projects in the table.
     * Without any route, all receivers hear of warnings and worse.
     *
     * @param receivers names of the receivers that there are
     * @param repeatInterval of routes that have none of their own
     */
    public static RoutingTable from(ConfigSection alerting, List<String> receivers, Duration repeatInterval) {
        return from(alerting, receivers, repeatInterval, Set.of());
    }

    /** @param otherwise names of receivers that get something without a route, such as summaries */
    public static RoutingTable from(
            ConfigSection alerting, List<String> receivers, Duration repeatInterval, Set<String> otherwise) {
        Teams teams = Teams.from(alerting);
        TimeIntervals intervals = TimeIntervals.from(alerting);
        List<ConfigSection> sections = alerting.list("routes");
        List<AlertRoute> routes = sections.isEmpty()
                ? List.of(AlertRoute.atLeast(Severity.WARNING, receivers, false))
                : sections.stream()
                        .map(section -> AlertRoute.from(section, receivers, teams, intervals))
                        .toList();
        ProjectRoutes.Found found = new ProjectRoutes(receivers, teams, intervals).from(alerting);
        RoutingTable table = new RoutingTable(routes, found.tables(), List.copyOf(found.problems()));
        for (String name : receivers) {
            // A route of a file that is left out may lead to it.
            if (table.leftOut().isEmpty()
                    && !otherwise.contains(name)
                    && table.all().noneMatch(route -> route.leadsTo(name))) {
                alerting.problem("receivers", "has '" + name + "' but no route leads to it");
            }
        }
        boolean ownIntervals =
                table.all().anyMatch(route -> route.repeatInterval().isPresent());
        return ownIntervals ? table.withRepeatInterval(repeatInterval) : table;
    }

    private RoutingTable withRepeatInterval(Duration standard) {
        return new RoutingTable(
                routes.stream().map(route -> route.withRepeatInterval(standard)).toList(),
                ofProjects.stream()
                        .map(table -> table.withRepeatInterval(standard))
                        .toList(),
                leftOut);
    }

    private Stream<AlertRoute> all() {
        return Stream.concat(ofProjects.stream().flatMap(RoutingTable::all), routes.stream());
    }

    /**
     * Interval at which it is looked for repeats; zero for never. All intervals of the routes are multiples of it,
     * unless it would be too short: then repeats are at most an interval of it late.
     */
    public Duration repeatTick(Duration standard) {
        return all().map(route -> route.repeatInterval().orElse(standard))
                .map(interval -> BigInteger.valueOf(interval.toMillis()))
                .reduce(BigInteger::gcd)
                .map(millis -> Duration.ofMillis(millis.longValue()))
                .map(tick -> tick.isZero() || tick.compareTo(SHORTEST_TICK) > 0 ? tick : SHORTEST_TICK)
                .orElse(standard);
    }

    /**
     * Divides a group among the receivers: each gets the changes that a route to it wants, once, at the earliest time
     * that a route gives it.
     *
     * @return shares in the order of the routes; changes that no route wants are left out
     */
    public List<Share> divide(AlertGroup group, Instant now) {
        Map<String, Map<Optional<RouteTimes.Hold>, List<AlertChange>>> wanted = new LinkedHashMap<>();
        for (AlertChange change : group.changes()) {
            holds(change, now)
                    .forEach((receiver, hold) -> wanted.computeIfAbsent(receiver, ignored -> new LinkedHashMap<>())
                            .computeIfAbsent(hold, ignored -> new ArrayList<>())
                            .add(change));
        }
        List<Share> shares = new ArrayList<>();
        wanted.forEach((receiver, byHold) ->
                byHold.forEach((hold, changes) -> shares.add(share(receiver, group.incident(), hold, changes))));
        return shares;
    }

    private static Share share(
            String receiver, String incident, Optional<RouteTimes.Hold> hold, List<AlertChange> changes) {
        String told = hold.filter(RouteTimes.Hold::digest)
                .map(digest -> AlertGroup.quietHours(digest.until()))
                .orElse(incident);
        Optional<Instant> until = hold.map(RouteTimes.Hold::until);
        return new Share(receiver, new AlertGroup(told, changes), until, Duration.ZERO);
    }

    /** Receivers of a change with what keeps them from being told at once. */
    Map<String, Optional<RouteTimes.Hold>> holds(AlertChange change, Instant now) {
        Map<String, Optional<RouteTimes.Hold>> holds = new LinkedHashMap<>();
        for (AlertRoute route : matching(change)) {
            Optional<RouteTimes.Hold> hold = route.times().hold(change.severity(), now);
            route.receivers().forEach(receiver -> holds.merge(receiver, hold, RoutingTable::earlier));
        }
        return holds;
    }

    /** When a receiver is told of a change: at once, where no route keeps it. */
    public Instant toldAt(String receiver, AlertChange change, Instant now) {
        return holds(change, now)
                .getOrDefault(receiver, Optional.empty())
                .map(RouteTimes.Hold::until)
                .orElse(now);
    }

    private static Optional<RouteTimes.Hold> earlier(Optional<RouteTimes.Hold> a, Optional<RouteTimes.Hold> b) {
        boolean first = a.isEmpty()
                || (b.isPresent() && !a.get().until().isAfter(b.get().until()));
        return first ? a : b;
    }

    /** The receivers that a change goes to, in the order of the routes; none where no route wants it. */
    public Set<String> receivers(AlertChange change) {
        Set<String> receivers = new LinkedHashSet<>();
        matching(change).forEach(route -> receivers.addAll(route.receivers()));
        return receivers;
    }

    /** Shortest interval at which a route repeats a change to a receiver; empty where no route has its own. */
    public Optional<Duration> repeatInterval(AlertChange change, String receiver) {
        return matching(change).stream()
                .filter(route -> route.receivers().contains(receiver))
                .flatMap(route -> route.repeatInterval().stream())
                .min(Comparator.comparing(interval -> interval.isZero() ? TimeIntervals.LONGEST : interval));
    }

    /** Escalation of a change: that of the first of its routes that has one for its severity. */
    public Escalation escalation(AlertChange change) {
        return matching(change).stream()
                .map(AlertRoute::escalation)
                .filter(escalation ->
                        !escalation.levels().isEmpty() && change.severity().compareTo(escalation.severity()) >= 0)
                .findFirst()
                .orElse(Escalation.NONE);
    }

    /** Routes that want a change: those of projects, then the others in order to the first that does not continue. */
    public List<AlertRoute> matching(AlertChange change) {
        List<AlertRoute> matching = new ArrayList<>();
        ofProjects.forEach(table -> matching.addAll(table.matching(change)));
        for (AlertRoute route : routes) {
            if (route.matches(change)) {
                matching.add(route);
                if (!route.continues()) {
                    break;
                }
            }
        }
        return matching;
    }
}
