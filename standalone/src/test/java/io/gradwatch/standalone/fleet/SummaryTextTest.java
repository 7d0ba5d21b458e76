package io.gradwatch.standalone.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.gradwatch.config.PublicUrl;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class SummaryTextTest {

    private final PageLinks links = new PageLinks(() -> PublicUrl.of("http://monitor:8484"));

    @Test
    void day_isTwoSentencesAndATableEachOfFaultsRunsAndResults() throws Exception {
        assertThat(text("""
                        {"from_millis": 1793664000000, "to_millis": 1793750400000, "project": null,
                         "runs": {"started": 10, "ended": 9, "finished": 7, "failed": 1},
                         "gpu_hours_lost": 1234.56, "runs_with_loss": 1,
                         "faults": [{"class": "nan", "alerts": 2, "runs": 2, "critical": 2, "recovered": 0, "open": 1,
                           "acknowledged": 1}],
                         "worst_runs": [{"run": "v/6\\u001b[31m", "name": "v6", "project": "vision", "owner": "ada",
                           "outcome": "stopped", "classes": "diverging, nan", "gpu_hours_lost": 1234.56,
                           "open": true}],
                         "results": [{"project": "vision", "run": "v2", "name": "v2", "loss": 0.2, "before": 0.25},
                           {"project": "first", "run": "f1", "name": "f1", "loss": 0.1, "before": null},
                           {"project": "vision", "run": "v/6\\u001b[31m", "name": "v6", "loss": 0.1, "before": 0.2}],
                         "votes": {"useful": 3, "useless": 1}}""")).isEqualTo("""
                        2026-11-03 00:00 to 2026-11-04 00:00: 10 runs started, 9 ended (7 finished, 1 failed, 1 stopped)
                        1,234.6 GPU-hours lost, by 1 run

                        fault  alerts  runs  critical  recovered  open  acknowledged
                        nan         2     2         2          0     1             1

                        lost most  GPU-hours  project  owner  faults          now            page
                        v/6\uFFFD[31m     1,234.6  vision   ada    diverging, nan  stopped, open  http://monitor:8484/runs/v%2F6%1B%5B31m

                        lower validation loss in    loss  before  run  page
                        vision                    0.2000  0.2500  v2   http://monitor:8484/runs/v2

                        People found it useful to be told 3 times, and useless 1 time.
                        """);
    }

    @Test
    void quietDay_saysSo() throws Exception {
        assertThat(text("""
                        {"from_millis": 0, "to_millis": 86400000, "runs": {"started": 1, "ended": 0, "finished": 0,
                         "failed": 0}, "gpu_hours_lost": 0.0, "runs_with_loss": 0, "faults": [], "worst_runs": [],
                         "results": [], "votes": {"useful": 0, "useless": 0}}""")).isEqualTo("""
                        1970-01-01 00:00 to 1970-01-02 00:00: 1 run started, 0 ended (0 finished, 0 failed, 0 stopped)

                        Nothing broke.
                        """);
    }

    private String text(String json) throws Exception {
        StringWriter text = new StringWriter();
        PrintWriter out = new PrintWriter(text);
        new SummaryText(links, ZoneOffset.UTC).print(new ObjectMapper().readTree(json), out);
        return text.toString().replace(System.lineSeparator(), "\n");
    }
}
