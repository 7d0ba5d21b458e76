package io.gradwatch.alerting.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradwatch.alerting.AlertingSettings;
import io.gradwatch.alerting.summary.SummaryPeriod;
import io.gradwatch.config.Configuration;
import io.gradwatch.config.ConfigurationException;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;

class SummarySchedulesTest {

    private static final String RECEIVERS = """
            alerting:
              time-zone: Europe/Berlin
              receivers:
                - {name: team, console: {}}
                - {name: lead, console: {}}
                - {name: pager, pagerduty: {routing-key: "0123456789abcdef0123456789abcdef"}}
              teams:
                language: {owners: [ada], projects: ["llm-*"]}
              routes:
                - receivers: [team, pager]
            """;

    @Test
    void summaries_areRead_withTheirDefaults() throws Exception {
        List<SummarySchedule> summaries = read("""
                  summaries:
                    - {name: daily, every: day, receivers: [team]}
                    - name: weekly
                      every: week
                      at: "17:30"
                      days: [friday]
                      location: America/New_York
                      receivers: [team, lead]
                      team: language
                      project: llm-7b
                      skip-empty: true
                """);

        assertThat(summaries.get(0)).satisfies(daily -> {
            assertThat(daily.period()).isEqualTo(SummaryPeriod.DAY);
            assertThat(daily.at()).isEqualTo(LocalTime.of(9, 0));
            assertThat(daily.days()).hasSize(7);
            assertThat(daily.zone()).isEqualTo(ZoneId.of("Europe/Berlin"));
            assertThat(daily.scope()).isEqualTo(SummaryScope.ALL);
            assertThat(daily.skipEmpty()).isFalse();
        });
        assertThat(summaries.get(1))
                .isEqualTo(new SummarySchedule(
                        "weekly",
                        SummaryPeriod.WEEK,
                        LocalTime.of(17, 30),
                        EnumSet.of(DayOfWeek.FRIDAY),
                        ZoneId.of("America/New_York"),
                        List.of("team", "lead"),
                        new SummaryScope(
                                "team language, project llm-7b",
                                Optional.of("llm-7b"),
                                List.of("llm-*"),
                                List.of("ada")),
                        true));
        assertThat(summaries.get(1).sentence(Instant.parse("2026-12-01T12:00:00Z")))
                .isEqualTo("summary weekly: next at 2026-12-04T17:30:00-05:00, to team, lead,"
                        + " of team language, project llm-7b");
    }

    @Test
    void weeklySummary_isOfMonday() throws Exception {
        assertThat(read("""
                  summaries:
                    - {name: weekly, every: week, receivers: [lead]}
                """).get(0).days()).containsExactly(DayOfWeek.MONDAY);
    }

    @Test
    void allProblems_areSaidAtOnce() {
        assertThat(problems("""
                  summaries:
                    - {every: month, at: "25:00", days: [caturday], location: Mars, receivers: [tem], team: vision}
                    - {name: a, every: week, days: [monday, friday], receivers: [pager]}
                    - {name: a, every: day, att: "09:00"}
                """))
                .anySatisfy(problem -> assertThat(problem).contains("summaries[0].name is missing"))
                .anySatisfy(problem -> assertThat(problem).contains("every was 'month' but must be one of day, week"))
                .anySatisfy(problem ->
                        assertThat(problem).contains("at was '25:00' but must be a time of the day such as \"09:00\""))
                .anySatisfy(problem -> assertThat(problem).contains("days has 'caturday'"))
                .anySatisfy(problem -> assertThat(problem).contains("location was 'Mars'"))
                .anySatisfy(
                        problem -> assertThat(problem).contains("has 'tem' but the receivers are team, lead, pager"))
                .anySatisfy(problem -> assertThat(problem).contains("team was 'vision' but the teams are language"))
                .anySatisfy(problem -> assertThat(problem).contains("days are several"))
                .anySatisfy(problem -> assertThat(problem)
                        .contains("has 'pager' but that takes alerts alone, no summaries; these do not: team, lead"))
                .anySatisfy(problem -> assertThat(problem).contains("name was 'a' but must differ"))
                .anySatisfy(problem -> assertThat(problem).contains("receivers must be a list of at least one"))
                .anySatisfy(problem -> assertThat(problem).contains("att is not known; the nearest known key is"))
                .anySatisfy(problem -> assertThat(problem).contains("has 'lead' but no route leads to it"))
                .hasSize(13);
    }

    private static List<SummarySchedule> read(String yaml) throws ConfigurationException {
        return Configuration.parse(RECEIVERS + yaml, "f.yml", Map.of())
                .read(AlertingSettings::from)
                .summaries();
    }

    private static List<String> problems(String yaml) {
        return Assertions.catchThrowableOfType(ConfigurationException.class, () -> read(yaml))
                .problems();
    }
}
