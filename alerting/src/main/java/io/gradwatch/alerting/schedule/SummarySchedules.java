package io.gradwatch.alerting.schedule;

import io.gradwatch.alerting.deliver.Receiver;
import io.gradwatch.alerting.route.Teams;
import io.gradwatch.alerting.summary.SummaryPeriod;
import io.gradwatch.config.ConfigKey;
import io.gradwatch.config.ConfigSection;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** Reads the schedules of summaries. */
public final class SummarySchedules {

    private static final String NAMES = "of 1 to 60 letters, digits, dots, hyphens, underscores";

    private static final ConfigKey<String> NAME = ConfigKey.text("name", null, "Name of the summary.")
            .that(name -> name.matches("[A-Za-z0-9._-]{1,60}"), NAMES);

    private static final ConfigKey<SummaryPeriod> EVERY =
            ConfigKey.choice("every", SummaryPeriod.class, null, "How often it is sent, and of how long it is.");

    private static final ConfigKey<LocalTime> AT = new ConfigKey<>(
            "at",
            "a time of the day such as \"09:00\"",
            LocalTime.of(9, 0),
            "Time of the day at which it is sent.",
            SummarySchedules::time);

    private static final ConfigKey<Boolean> SKIP_EMPTY = ConfigKey.flag(
            "skip-empty", false, "Whether nothing is sent when nothing broke and no result became better.");

    private SummarySchedules() {}

    /**
     * Reads {@code summaries}; problems are noted in the section.
     *
     * @param receivers that there are
     * @param zone whose clock counts where a summary names no location
     */
    public static List<SummarySchedule> from(ConfigSection alerting, List<Receiver> receivers, ZoneId zone) {
        List<SummarySchedule> schedules = new ArrayList<>();
        Set<String> names = new HashSet<>();
        Teams teams = alerting.has("summaries") ? Teams.from(alerting) : Teams.NONE;
        for (ConfigSection section : alerting.list("summaries")) {
            String name = section.require(NAME);
            if (name != null && !names.add(name)) {
                section.problem("name", "was '" + name + "' but must differ from the names of other summaries");
            }
            SummaryPeriod period = section.require(EVERY);
            SummarySchedule schedule = new SummarySchedule(
                    name,
                    period,
                    section.get(AT),
                    days(section, period),
                    section.get(location(zone)),
                    receivers(section, receivers),
                    SummaryScope.from(section, teams),
                    section.get(SKIP_EMPTY));
            if (name != null && period != null) {
                schedules.add(schedule);
            }
        }
        return List.copyOf(schedules);
    }

    private static ConfigKey<ZoneId> location(ZoneId zone) {
        return new ConfigKey<>(
                "location",
                "a time zone such as Europe/Berlin or UTC",
                zone,
                "Time zone whose clock counts; that of messages where it is missing.",
                SummarySchedules::zone);
    }

    private static Set<DayOfWeek> days(ConfigSection section, SummaryPeriod period) {
        Set<DayOfWeek> days = EnumSet.noneOf(DayOfWeek.class);
        for (String text : section.texts("days")) {
            try {
                days.add(DayOfWeek.valueOf(text.toUpperCase(Locale.ROOT)));
            } catch (IllegalArgumentException e) {
                section.problem("days", "has '" + text + "' but must be a list of weekdays such as monday");
            }
        }
        if (period == SummaryPeriod.WEEK && days.size() > 1) {
            section.problem("days", "are several, but a weekly summary is sent on one");
        }
        if (days.isEmpty()) {
            return period == SummaryPeriod.WEEK ? Set.of(DayOfWeek.MONDAY) : EnumSet.allOf(DayOfWeek.class);
        }
        return days;
    }

    private static List<String> receivers(ConfigSection section, List<Receiver> receivers) {
        List<String> named = section.texts("receivers").stream().distinct().toList();
        if (named.isEmpty()) {
            section.problem("receivers", "must be a list of at least one receiver");
        }
        for (String name : named) {
            List<Receiver> found = receivers.stream()
                    .filter(receiver -> receiver.name().equals(name))
                    .toList();
            if (found.isEmpty()) {
                section.problem("receivers", "has '" + name + "' but the receivers are " + names(receivers));
            } else if (!found.get(0).notifier().takesSummaries()) {
                section.problem(
                        "receivers",
                        "has '" + name + "' but that takes alerts alone, no summaries; these do not: "
                                + names(receivers.stream()
                                        .filter(receiver -> receiver.notifier().takesSummaries())
                                        .toList()));
            }
        }
        return named;
    }

    private static String names(List<Receiver> receivers) {
        return receivers.isEmpty()
                ? "none"
                : receivers.stream().map(Receiver::name).collect(Collectors.joining(", "));
    }

    private static LocalTime time(String text) {
        try {
            return LocalTime.parse(text, DateTimeFormatter.ofPattern("HH:mm", Locale.ROOT));
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(text, e);
        }
    }

    private static ZoneId zone(String text) {
        try {
            return ZoneId.of(text);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(text, e);
        }
    }
}
