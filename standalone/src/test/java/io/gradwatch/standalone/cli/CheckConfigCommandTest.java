package io.gradwatch.standalone.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradwatch.standalone.CommandRun;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckConfigCommandTest {

    @TempDir
    Path folder;

    @Test
    void fileWithEverySection_isOk() throws Exception {
        CommandRun run = check("""
                data-folder: /var/lib/gradwatch
                kafka:
                  bootstrap-servers: kafka-1:9092,kafka-2:9092
                  partitions: 12
                detection:
                  parallelism: 4
                detectors:
                  silent-run:
                    enabled: false
                alerting:
                  group-wait: 2s
                """);

        assertThat(run.err()).isEmpty();
        assertThat(run.out()).endsWith("gradwatch.yml: ok\n");
        assertThat(run.code()).isZero();
    }

    @Test
    void problemsOfAllSections_areToldTogetherWithTheirLines() throws Exception {
        CommandRun run = check("""
                data-fodler: x
                kafka:
                  port: 99999
                detection:
                  parallelism: many
                alerting:
                  group-wait: soon
                """);

        assertThat(run.code()).isEqualTo(1);
        assertThat(run.out()).isEmpty();
        assertThat(run.err().lines())
                .satisfiesExactly(
                        line -> assertThat(line)
                                .contains("gradwatch.yml:1: data-fodler is not known")
                                .contains("data-folder"),
                        line -> assertThat(line).contains("gradwatch.yml:3: kafka.port was '99999'"),
                        line -> assertThat(line).contains("gradwatch.yml:5: detection.parallelism was 'many'"),
                        line -> assertThat(line).contains("gradwatch.yml:7: alerting.group-wait was 'soon'"));
    }

    @Test
    void summaries_areShownWithTheirNextTime() throws Exception {
        CommandRun run = check("""
                alerting:
                  receivers: [{name: team, console: {}}]
                  summaries:
                    - {name: daily, every: day, at: "09:30", location: Asia/Tokyo, receivers: [team], project: llm-7b}
                """);

        assertThat(run.code()).isZero();
        assertThat(run.out().lines())
                .last()
                .asString()
                .matches("summary daily: next at \\d{4}-\\d{2}-\\d{2}T09:30:00\\+09:00, to team, of project llm-7b");
    }

    @Test
    void missingFile_isAProblem() {
        CommandRun run =
                CommandRun.of("check-config", folder.resolve("none.yml").toString());

        assertThat(run.code()).isEqualTo(1);
        assertThat(run.err()).contains("none.yml: there is no such file");
    }

    @Test
    void labelsOfAnAlert_areAnsweredWithReceiversAndTimes() throws Exception {
        String yaml = """
                alerting:
                  time-zone: Asia/Tokyo
                  receivers: [{name: team, console: {}}, {name: lead, console: {}}, {name: archive, console: {}}]
                  time-intervals: [{name: nights, times: ["20:00-08:30"]}]
                  routes:
                    - match: {project: "llm-*"}
                      receivers: [team]
                      quiet-hours: {time-intervals: [nights]}
                      escalation: [{after: 15m, receivers: [lead]}]
                    - {match: {severity: info}, receivers: [archive]}
                """;

        assertThat(check(yaml, "--route", "project=llm-a", "--at", "2026-11-28T23:00:00Z")
                        .out()
                        .lines())
                .containsExactly("team: at once", "lead: where nobody acknowledges it for 15m");
        assertThat(check(yaml, "--route", "severity=warning,project=llm-a", "--at", "2026-11-28T23:00:00Z")
                        .out()
                        .lines())
                .containsExactly("team: in a digest at 2026-11-29T17:30:00+09:00");
        assertThat(check(yaml, "--route", "project=vision").out().lines()).containsExactly("archive: at once");
        assertThat(check("alerting: {routes: [{match: {team: none}, receivers: [console]}]}", "--route", "run=a")
                        .err())
                .contains("alerting.routes[0].match.team was 'none' but there are no teams");
    }

    @Test
    void fileOfATeamThatIsWrong_isNamed() throws Exception {
        Path routes = Files.createDirectory(folder.resolve("routes.d"));
        Files.writeString(routes.resolve("vision.yaml"), "routes:\n  - {receivers: [pager]}\n");

        CommandRun run = check("alerting: {routes-folder: " + routes + "}");

        assertThat(run.code()).isEqualTo(1);
        assertThat(run.out()).isEmpty();
        assertThat(run.err())
                .contains(
                        "gradwatch.yml: alerting.routes-folder has ", "vision.yaml:2: routes[0].receivers has 'pager'");
    }

    @Test
    void labelOrTimeThatIsNone_isRefused() throws Exception {
        CommandRun label = check("", "--route", "projet=red");
        CommandRun team = check("", "--route", "team=llm");
        CommandRun time = check("", "--route", "run=a", "--at", "noon");

        assertThat(label.code()).isEqualTo(2);
        assertThat(label.err())
                .contains("'projet=red' is no label", "the nearest is project", "severity, project")
                .hasLineCount(1);
        assertThat(team.err()).contains("'team=llm' is no label", "a team follows from owner and project");
        assertThat(time.code()).isEqualTo(2);
        assertThat(time.err()).contains("--at was 'noon'").hasLineCount(1);
    }

    private CommandRun check(String yaml, String... options) throws Exception {
        Path file = Files.writeString(folder.resolve("gradwatch.yml"), yaml);
        List<String> arguments = new ArrayList<>(List.of("check-config", file.toString()));
        arguments.addAll(List.of(options));
        return CommandRun.of(arguments.toArray(String[]::new));
    }
}
