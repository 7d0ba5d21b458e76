package io.gradwatch.alerting.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.gradwatch.config.Configuration;
import io.gradwatch.config.ConfigurationException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

class TimeIntervalsTest {

    private static final String INTERVALS = """
            time-intervals:
              - {name: nights, times: ["20:00-08:30"], location: Europe/Berlin}
              - {name: weekends, weekdays: ["saturday:sunday"], location: Europe/Berlin}
              - {name: office, times: ["09:00-12:00", "13:00-17:00"], weekdays: ["monday:thursday", friday]}
              - {name: ends, days-of-month: ["-2:-1"], months: [february, "11:12"]}
              - {name: small-hours, times: ["20:00-02:30"], location: Europe/Berlin}
              - {name: late, times: ["22:00-24:00"], location: America/New_York}
            """;

    @Test
    void nightsOverMidnight_areBothEndsOfADay_onTheClockOfTheLocation() {
        assertThat(covers("nights", "2026-07-01T18:00:00Z")).isTrue();
        assertThat(covers("nights", "2026-07-01T17:59:59Z")).isFalse();
        assertThat(covers("nights", "2026-07-01T06:29:59Z")).isTrue();
        assertThat(covers("nights", "2026-07-01T06:30:00Z")).isFalse();
        assertThat(covers("nights", "2026-12-01T07:29:00Z")).isTrue();
    }

    @Test
    void weekdaysDaysAndMonths_mustAllHold() {
        assertThat(covers("weekends", "2026-11-21T00:00:00Z")).isTrue();
        assertThat(covers("weekends", "2026-11-22T22:59:59Z")).isTrue();
        assertThat(covers("weekends", "2026-11-22T23:00:00Z")).isFalse();
        assertThat(covers("office", "2026-11-20T13:00:00Z")).isTrue();
        assertThat(covers("office", "2026-11-20T12:00:00Z")).isFalse();
        assertThat(covers("ends", "2027-02-27T00:00:00Z")).isTrue();
        assertThat(covers("ends", "2027-02-26T23:59:59Z")).isFalse();
        assertThat(covers("ends", "2027-03-31T00:00:00Z")).isFalse();
    }

    @Test
    void endOfNightAndWeekend_isMondayMorning() {
        List<TimeInterval> intervals = List.of(interval("nights"), interval("weekends"));
        Predicate<Instant> covered = at -> intervals.stream().anyMatch(one -> one.covers(at));

        assertThat(TimeIntervals.endOf(covered, intervals, Instant.parse("2026-11-20T20:00:00Z")))
                .isEqualTo("2026-11-23T07:30:00Z");
    }

    @Test
    void endWhereTheClockShowsItTwice_orNever_isThatOfTheSameNight() {
        assertThat(endOf("small-hours", "2026-10-25T01:05:00Z")).isEqualTo("2026-10-25T01:30:00Z");
        assertThat(endOf("small-hours", "2026-10-25T00:05:00Z")).isEqualTo("2026-10-25T00:30:00Z");
        assertThat(endOf("small-hours", "2027-03-27T22:00:00Z")).isEqualTo("2027-03-28T01:00:00Z");
        TimeInterval smallHours = interval("small-hours");
        assertThat(TimeIntervals.endOf(
                        at -> !smallHours.covers(at), List.of(smallHours), Instant.parse("2026-10-25T00:40:00Z")))
                .isEqualTo("2026-10-25T01:00:00Z");
    }

    private static Instant endOf(String name, String from) {
        TimeInterval interval = interval(name);
        return TimeIntervals.endOf(interval::covers, List.of(interval), Instant.parse(from));
    }

    @Test
    void intervalWithoutEnd_endsInTheEnd() {
        Instant now = Instant.parse("2026-11-20T20:00:00Z");

        assertThat(TimeIntervals.endOf(at -> true, List.of(interval("nights")), now))
                .isEqualTo(now.plus(TimeIntervals.LONGEST));
    }

    @Test
    void endOfAnyIntervals_isTheFirstMinuteThatIsNotCovered() {
        Random random = new Random(7);
        List<TimeInterval> all =
                List.copyOf(intervals().byName().values().stream().toList());
        for (int round = 0; round < 200; round++) {
            List<TimeInterval> some =
                    all.stream().filter(interval -> random.nextBoolean()).toList();
            boolean outside = random.nextInt(4) == 0;
            Predicate<Instant> holds = at -> outside != some.stream().anyMatch(one -> one.covers(at));
            Instant from = Instant.parse("2026-10-20T00:00:00Z").plus(Duration.ofMinutes(random.nextInt(200_000)));

            assertThat(TimeIntervals.endOf(holds, some, from)).isEqualTo(firstMinuteOutside(holds, from));
        }
    }

    private static Instant firstMinuteOutside(Predicate<Instant> holds, Instant from) {
        Instant at = from;
        while (holds.test(at)) {
            at = at.plus(Duration.ofMinutes(1));
            if (at.isAfter(from.plus(TimeIntervals.LONGEST))) {
                return from.plus(TimeIntervals.LONGEST);
            }
        }
        return at;
    }

    @Test
    void whatIsNoInterval_isNamedWithItsLine() {
        assertThat(problems("""
                        time-intervals:
                          - {name: a, times: ["9-17", "10:00-25:00"], weekdays: [mon], location: Berlin}
                          - {name: a, days-of-month: ["0:3"], months: ["may:march"]}
                          - {times: ["09:00-10:00"]}
                        """))
                .containsExactlyInAnyOrder(
                        "f.yml:2: time-intervals[0].times has '9-17' but must be a list of times such as 09:00-17:00 or"
                                + " 20:00-08:00",
                        "f.yml:2: time-intervals[0].times has '10:00-25:00' but must be a list of times such as"
                                + " 09:00-17:00 or 20:00-08:00",
                        "f.yml:2: time-intervals[0].weekdays has 'mon' but must be a list of weekdays such as sunday or"
                                + " monday:friday",
                        "f.yml:2: time-intervals[0].location was 'Berlin' but must be a time zone such as Europe/Berlin",
                        "f.yml:3: time-intervals[1].name was 'a' but must differ from the names of other intervals",
                        "f.yml:3: time-intervals[1].days-of-month has '0:3' but must be a list of days such as 1:5 or,"
                                + " from the end, -3:-1",
                        "f.yml:3: time-intervals[1].months has 'may:march' but must be a list of months such as december"
                                + " or 1:3",
                        "f.yml:4: time-intervals[2].name is missing; it must be text");
        assertThatIllegalArgumentException().isThrownBy(() -> ClockRange.of("24:00-08:00"));
    }

    private static boolean covers(String name, String instant) {
        return interval(name).covers(Instant.parse(instant));
    }

    private static TimeInterval interval(String name) {
        return intervals().byName().get(name);
    }

    private static TimeIntervals intervals() {
        try {
            return Configuration.parse(INTERVALS, "f.yml", Map.of()).read(TimeIntervals::from);
        } catch (ConfigurationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<String> problems(String yaml) {
        return catchThrowableOfType(
                        ConfigurationException.class,
                        () -> Configuration.parse(yaml, "f.yml", Map.of()).read(TimeIntervals::from))
                .problems();
    }
}
