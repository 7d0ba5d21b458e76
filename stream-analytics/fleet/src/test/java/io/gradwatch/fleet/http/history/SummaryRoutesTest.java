package io.gradwatch.fleet.http.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradwatch.fleet.history.ExampleHistory;
import io.gradwatch.fleet.history.History;
import io.gradwatch.fleet.history.HistorySettings;
import io.gradwatch.fleet.history.Records;
import io.gradwatch.fleet.http.FleetServer;
import io.gradwatch.fleet.http.access.AccessSettings;
import io.gradwatch.fleet.sql.SqlService;
import io.gradwatch.fleet.sql.SqlSettings;
import io.gradwatch.fleet.summary.SummaryService;
import io.gradwatch.fleet.testing.Browser;
import io.gradwatch.fleet.testing.Browser.Answer;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SummaryRoutesTest {

    @TempDir
    private Path root;

    @Test
    void summary_isOfTheLastDay_orOfTheTimeAndProjectAsked() throws Exception {
        Clock clock = Clock.fixed(Instant.ofEpochMilli(Records.START).plus(Duration.ofHours(6)), ZoneOffset.UTC);
        try (History history = new History(root, HistorySettings.defaults());
                SqlService sql = new SqlService(history, SqlSettings.defaults());
                FleetServer server = new FleetServer(
                        "127.0.0.1",
                        0,
                        new AccessSettings(List.of(), null, Set.of()),
                        List.of(new SummaryRoutes(new SummaryService(sql), clock)))) {
            ExampleHistory.write(history);
            server.start();
            Browser browser = new Browser(server.port());

            Answer day = browser.get("/api/v1/summary");
            assertThat(day.status()).isEqualTo(200);
            assertThat(day.json().at("/to_millis").asLong()).isEqualTo(clock.millis());
            assertThat(day.json().at("/from_millis").asLong()).isEqualTo(clock.millis() - 86_400_000L);
            assertThat(day.json().at("/project").isNull()).isTrue();
            assertThat(day.json().at("/runs/started").asInt()).isEqualTo(10);
            assertThat(day.json().at("/faults/0/class").asText()).isEqualTo("nan");
            assertThat(day.json().at("/worst_runs/0/run").asText()).isEqualTo("v6");

            Answer project = browser.get("/api/v1/summary?project=language&from=" + Records.START);
            assertThat(project.json().at("/runs/started").asInt()).isEqualTo(2);

            Answer team = browser.get("/api/v1/summary?team_project=lang*&team_owner=nobody&from=" + Records.START);
            assertThat(team.json().at("/runs")).isEqualTo(project.json().at("/runs"));

            Answer noPattern = browser.get("/api/v1/summary?team_owner=/(/");
            assertThat(noPattern.status()).isEqualTo(400);
            assertThat(noPattern.message()).contains("'team_owner' was '/(/' but must be a name with * and ?");

            Answer wrong = browser.get("/api/v1/summary?from=20&to=10");
            assertThat(wrong.status()).isEqualTo(400);
            assertThat(wrong.message()).contains("'from' was '20' but must be before 'to', which was '10'");
        }
    }
}
