package io.gradwatch.alerting;

import io.gradwatch.alerting.deliver.Receiver;
import io.gradwatch.alerting.fleet.FleetAddress;
import io.gradwatch.alerting.group.AlertChange;
import io.gradwatch.alerting.group.GroupTiming;
import io.gradwatch.alerting.group.IncidentRules;
import io.gradwatch.alerting.inhibit.AlertLabel;
import io.gradwatch.alerting.inhibit.InhibitionRule;
import io.gradwatch.alerting.inhibit.InhibitionRules;
import io.gradwatch.alerting.route.RoutingTable;
import io.gradwatch.alerting.schedule.SummarySchedule;
import io.gradwatch.alerting.schedule.SummarySchedules;
import io.gradwatch.config.ConfigKey;
import io.gradwatch.config.ConfigSection;
import io.gradwatch.config.PublicUrl;
import io.gradwatch.metrics.MetricsSettings;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The section {@code alerting} of the configuration.
 *
 * @param timing when a group of alerts is told
 * @param groupBy labels that alerts of one cause have in common
 * @param inhibition rules by which an alert explains others
 * @param retention after which the outbox forgets
 * @param receivers the channels; without any in the file, one console
 * @param routes who hears of what; without any in the file, every receiver hears of warnings and worse
 * @param standby true where several instances stand by for each other, with their state in Kafka
 * @param metrics where Prometheus finds the metrics
 * @param publicUrl where links lead; empty where the file names no address
 * @param timeZone in which messages write times
 * @param fleet where pictures and summaries come from; empty where the file names no address
 * @param summaries of the fleet that are sent at times of the calendar
 */
public record AlertingSettings(
        GroupTiming timing,
        Set<AlertLabel> groupBy,
        InhibitionRules inhibition,
        Duration retention,
        List<Receiver> receivers,
        RoutingTable routes,
        boolean standby,
        MetricsSettings metrics,
        Optional<PublicUrl> publicUrl,
        ZoneId timeZone,
        Optional<FleetAddress> fleet,
        List<SummarySchedule> summaries) {

    private static final ConfigKey<Duration> GROUP_WAIT = ConfigKey.duration(
            "group-wait",
            Duration.ofMillis(500),
            Duration.ZERO,
            "From the first alert to the message: what comes meanwhile joins it.");

    private static final ConfigKey<Duration> GROUP_INTERVAL = ConfigKey.duration(
            "group-interval",
            Duration.ofSeconds(30),
            Duration.ZERO,
            "Least time between two messages about an incident; an alert that turns critical does not wait for it.");

    private static final ConfigKey<Duration> CAUSE_WINDOW = ConfigKey.duration(
            "cause-window",
            GroupTiming.CAUSE_WINDOW,
            Duration.ZERO,
            "How long after an alert those of other runs with the same cause join its message; 0s keeps runs apart.");

    private static final ConfigKey<Duration> REPEAT_INTERVAL = ConfigKey.duration(
            "repeat-interval",
            Duration.ofHours(4),
            Duration.ZERO,
            "After which critical alerts that still fire are told again; 0s means never.");

    private static final ConfigKey<ZoneId> TIME_ZONE = new ConfigKey<>(
            "time-zone",
            "a time zone such as Europe/Berlin or UTC",
            ZoneId.systemDefault(),
            "Time zone in which messages write times; that of the host where it is missing.",
            AlertingSettings::timeZone);

    private static final ConfigKey<Duration> RETENTION = ConfigKey.duration(
            "retention",
            Duration.ofDays(30),
            Duration.ofHours(1),
            "After which alerts without a change and notifications, delivered or not, are forgotten.");

    private static final ConfigKey<Boolean> STANDBY = ConfigKey.flag(
            "standby", false, "Whether several instances may run, of which one leads; their state is in Kafka.");

    private static ZoneId timeZone(String name) {
        try {
            return ZoneId.of(name);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    /** Rules by which alerts become one incident. */
    public IncidentRules incidentRules() {
        return new IncidentRules(
                timing.causeWindow(),
                groupBy,
                alert -> String.join(",", routes.receivers(new AlertChange(alert, null))));
    }

    /** The timing, with an interval at which each route can repeat what it wants to. */
    public GroupTiming repeatsByRoute() {
        return timing.withRepeatInterval(routes.repeatTick(timing.repeatInterval()));
    }

    /** Reads the section, with the notifiers that are on the class path. */
    public static AlertingSettings from(ConfigSection root) {
        return from(root, NotifierCatalogue.load());
    }

    /**
     * Reads the section. Problems are noted for {@link io.gradwatch.config.Configuration#check}.
     *
     * @param root top of the configuration
     * @param catalogue the kinds of notifiers to choose from
     */
    public static AlertingSettings from(ConfigSection root, NotifierCatalogue catalogue) {
        ConfigSection section = root.section("alerting");
        GroupTiming timing = new GroupTiming(
                section.get(GROUP_WAIT),
                section.get(GROUP_INTERVAL),
                section.get(REPEAT_INTERVAL),
                section.get(CAUSE_WINDOW));
        List<Receiver> receivers = catalogue.receivers(section);
        List<String> names = receivers.stream().map(Receiver::name).toList();
        ZoneId timeZone = section.get(TIME_ZONE);
        List<SummarySchedule> summaries = SummarySchedules.from(section, receivers, timeZone);
        Set<String> summarized = summaries.stream()
                .flatMap(schedule -> schedule.receivers().stream())
                .collect(Collectors.toSet());
        RoutingTable routes = RoutingTable.from(section, names, timing.repeatInterval(), summarized);
        return new AlertingSettings(
                timing,
                InhibitionRule.labels(section, "group-by", IncidentRules.GROUP_BY),
                InhibitionRules.from(section),
                section.get(RETENTION),
                receivers,
                routes,
                section.get(STANDBY),
                MetricsSettings.from(section),
                PublicUrl.from(root),
                timeZone,
                FleetAddress.from(section),
                summaries);
    }
}
