package io.gradwatch.alerting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.gradwatch.alerting.deliver.Receiver;
import io.gradwatch.alerting.group.AlertChange;
import io.gradwatch.alerting.group.GroupTiming;
import io.gradwatch.alerting.inhibit.AlertLabel;
import io.gradwatch.alerting.inhibit.InhibitionRules;
import io.gradwatch.alerting.testing.Alerts;
import io.gradwatch.config.Configuration;
import io.gradwatch.config.ConfigurationException;
import io.gradwatch.schema.Severity;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AlertingSettingsTest {

    private static final String KINDS =
            "alertmanager, console, discord, email, grafana, grafana-oncall, ntfy, opsgenie,"
                    + " pagerduty, slack, teams, telegram, webhook";

    @TempDir
    private Path folder;

    @Test
    void nothingGiven_isAConsoleThatHearsOfWarnings() throws Exception {
        AlertingSettings settings = read("");

        assertThat(settings.timing())
                .isEqualTo(new GroupTiming(
                        Duration.ofMillis(500), Duration.ofSeconds(30), Duration.ofHours(4), Duration.ofMinutes(10)));
        assertThat(settings.retention()).isEqualTo(Duration.ofDays(30));
        assertThat(settings.standby()).isFalse();
        assertThat(settings.receivers()).extracting(Receiver::name).containsExactly("console");
        assertThat(receivers(settings, Severity.WARNING)).containsExactly("console");
        assertThat(receivers(settings, Severity.INFO)).isEmpty();
    }

    @Test
    void everyKeyGiven_isRead() throws Exception {
        Path pem = Files.writeString(folder.resolve("ca.pem"), "-");
        Path secret = Files.writeString(folder.resolve("secret"), "https://hooks.slack.com/services/T/B/x");
        AlertingSettings settings = read("""
                alerting:
                  group-wait: 1s
                  group-interval: 1m
                  repeat-interval: 0s
                  retention: 7d
                  standby: true
                  receivers:
                    - name: hook
                      slack: {url_file: %s, timeout: 3s}
                    - name: bot
                      slack: {token: xoxb-1, channel: "#alerts", api-url: "http://127.0.0.1:1/api"}
                    - name: post
                      email:
                        host: mail.example.org
                        port: 2525
                        starttls: optional
                        trusted-certificate: %s
                        username: gradwatch
                        password: secret
                        from: gradwatch@example.org
                        to: [ada@example.org, grace@example.org]
                        timeout: 3s
                    - name: relay
                      email: {host: mail.example.org, tls: true, from: g@example.org, to: [ada@example.org]}
                    - name: terminal
                      console: {colour: never}
                  routes:
                    - match: {severity: critical, project: "vis*", owner: ada, run: /resnet-.*/, class: nan}
                      receivers: [hook, bot]
                      continue: true
                    - match: {severity: info}
                      receivers: [post, relay, terminal]
                """.formatted(secret, pem));

        assertThat(settings.timing())
                .isEqualTo(new GroupTiming(
                        Duration.ofSeconds(1), Duration.ofMinutes(1), Duration.ZERO, Duration.ofMinutes(10)));
        assertThat(settings.retention()).isEqualTo(Duration.ofDays(7));
        assertThat(settings.standby()).isTrue();
        assertThat(settings.receivers())
                .extracting(Receiver::name)
                .containsExactly("hook", "bot", "post", "relay", "terminal");
        assertThat(receivers(settings, Severity.CRITICAL)).containsExactly("hook", "bot", "post", "relay", "terminal");
        assertThat(receivers(settings, Severity.INFO)).containsExactly("post", "relay", "terminal");
    }

    @Test
    void receiversFromTheEnvironment_areRead() throws Exception {
        AlertingSettings settings = Configuration.defaults(Map.of(
                        "GRADWATCH_ALERTING_RECEIVERS_0_NAME", "team",
                        "GRADWATCH_ALERTING_RECEIVERS_0_SLACK_URL", "https://hooks.slack.com/services/T/B/x"))
                .read(AlertingSettings::from);

        assertThat(settings.receivers()).extracting(Receiver::name).containsExactly("team");
    }

    @Test
    void severalProblems_areReportedAtOnceWithLinesAndWithoutSecrets() {
        assertThat(problems("""
                        alerting:
                          group-wait: 5
                          receivers:
                            - name: a b
                              slack: {url: not-a-secret-address}
                            - name: bot
                              slack: {token: xoxb-secret}
                            - name: bot
                              email: {host: h, from: nobody, to: [ada, "b@example.org"], username: u}
                            - name: none
                            - name: chat
                              slak: {url: "https://hooks.slack.com/services/T/B/secret"}
                          routes:
                            - match: {severity: worst, project: "/(/"}
                              receivers: [bto]
                        """))
                .containsExactly(
                        "f.yml:2: alerting.group-wait was '5' but must be a duration such as 500ms, 30s, 5m, 1h or 7d, at"
                                + " least 0s",
                        "f.yml:3: alerting.receivers has 'bot' but no route leads to it",
                        "f.yml:4: alerting.receivers[0].name was 'a b' but must be text of 1 to 60 letters, digits, dots,"
                                + " hyphens, underscores",
                        "f.yml:5: alerting.receivers[0].slack.url was '<secret>' but must be an address such as"
                                + " https://hooks.slack.com/services/...",
                        "f.yml:7: alerting.receivers[1].slack.channel is missing; a bot needs the channel to post to",
                        "f.yml:8: alerting.receivers[2].name was 'bot' but must differ from the names of other receivers",
                        "f.yml:9: alerting.receivers[2].email.from was 'nobody' but must be a mail address such"
                                + " as gradwatch@example.org",
                        "f.yml:9: alerting.receivers[2].email.to has 'ada' but must be a list of mail addresses",
                        "f.yml:9: alerting.receivers[2].email.username and password belong together; one of them is missing",
                        "f.yml:10: alerting.receivers[3].name must stand beside exactly one of " + KINDS,
                        "f.yml:11: alerting.receivers[4].name must stand beside exactly one of " + KINDS,
                        "f.yml:12: alerting.receivers[4].slak is not known; the nearest known key is"
                                + " alerting.receivers[4].slack",
                        "f.yml:14: alerting.routes[0].match.project was '/(/' but must be a name with * and ?, or a regular"
                                + " expression between slashes",
                        "f.yml:14: alerting.routes[0].match.severity was 'worst' but must be one of info, warning, critical",
                        "f.yml:15: alerting.routes[0].receivers has 'bto' but the receivers are bot, bot");
    }

    @Test
    void inhibitionAndGrouping_areRead_andProblemsNamed() throws Exception {
        AlertingSettings settings = read("""
                alerting:
                  group-by: [class, owner]
                  standard-inhibition: false
                  inhibit:
                    - {source: {class: slow, severity: critical}, target: {project: "llm-*"}, equal: [host], runs: 5}
                """);

        assertThat(settings.groupBy()).containsExactlyInAnyOrder(AlertLabel.CLASS, AlertLabel.OWNER);
        assertThat(settings.inhibition().rules()).singleElement().satisfies(rule -> {
            assertThat(rule.source().severity()).isEqualTo(Severity.CRITICAL);
            assertThat(rule.equal()).containsExactly(AlertLabel.HOST);
            assertThat(rule.leastRuns()).isEqualTo(5);
        });
        assertThat(read("").inhibition().rules()).isEqualTo(InhibitionRules.STANDARD);
        assertThat(problems("""
                        alerting:
                          group-by: [team]
                          inhibit:
                            - {source: {class: "/(/"}, equal: [rack]}
                        """))
                .hasSize(4)
                .anySatisfy(problem -> assertThat(problem).contains("group-by", "'team'", "kind, class"))
                .anySatisfy(problem -> assertThat(problem).contains("class", "/(/"))
                .anySatisfy(problem -> assertThat(problem).contains("target", "is missing"))
                .anySatisfy(problem -> assertThat(problem).contains("equal", "'rack'"));
    }

    @Test
    void metricsForOtherMachines_needAToken() throws Exception {
        assertThat(problems("""
                alerting:
                  metrics: {host: 0.0.0.0, port: 9485}
                """))
                .containsExactly("f.yml:2: alerting.metrics.host was '0.0.0.0' but must be a loopback address such as"
                        + " 127.0.0.1 as long as there is no alerting.metrics.token");
        assertThat(problems("""
                alerting:
                  metrics: {port: 9485, token: short}
                """))
                .containsExactly("f.yml:2: alerting.metrics.token was '<secret>' but must be text of 16 characters or"
                        + " more");
        assertThat(read("alerting: {metrics: {host: 0.0.0.0, port: 9485, token: 0123456789abcdef}}")
                        .metrics()
                        .served())
                .isTrue();
        assertThat(read("").metrics().served()).isFalse();
    }

    @Test
    void webhookInTheWrongPlace_isNotShown() {
        String secret = "https://hooks.slack.com/services/T/B/secret";
        assertThat(problems("alerting: {receivers: [{name: a, slack: \"" + secret + "\"}]}")
                        .toString())
                .doesNotContain("secret\"", "T/B");
        assertThat(problems("alerting: {receivers: [{name: a, slack: {url: [\"" + secret + "\"]}}]}")
                        .toString())
                .doesNotContain("T/B");
        assertThat(problems("alerting: {receivers: [\"" + secret + "\"]}").toString())
                .doesNotContain("T/B");
    }

    @Test
    void exampleOfTheDocumentation_isAccepted() throws Exception {
        String docs = Files.readString(Path.of("..", "docs", "ALERTING.md"));
        Path secret = Files.writeString(folder.resolve("secret"), "https://hooks.slack.com/services/T/B/x");
        Path key = Files.writeString(folder.resolve("key"), "whsec_" + "a".repeat(32));
        Path topic = Files.writeString(folder.resolve("topic"), "0123456789abcdef");
        Path bot = Files.writeString(folder.resolve("bot"), "110201543:AAHdqTcv");
        Matcher example = Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL).matcher(docs);
        int examples = 0;
        while (example.find()) {
            read(example.group(1)
                    .replace("/run/secrets/webhook", key.toString())
                    .replace("/run/secrets/ntfy-topic", topic.toString())
                    .replace("/run/secrets/telegram-bot", bot.toString())
                    .replaceAll("/run/secrets/[a-z-]+", secret.toString()));
            examples++;
        }

        assertThat(examples).isPositive();
    }

    private static List<String> receivers(AlertingSettings settings, Severity severity) {
        return List.copyOf(settings.routes()
                .receivers(new AlertChange(Alerts.firing("a", "nan", severity).build(), null)));
    }

    @Test
    void standbyThatIsNoFlag_isRefused() {
        assertThat(problems("alerting:\n  standby: two\n"))
                .anySatisfy(problem -> assertThat(problem).contains("alerting.standby", "two", "true or false"));
    }

    private static AlertingSettings read(String yaml) throws ConfigurationException {
        return Configuration.parse(yaml, "f.yml", Map.of()).read(AlertingSettings::from);
    }

    private static List<String> problems(String yaml) {
        return catchThrowableOfType(ConfigurationException.class, () -> read(yaml))
                .problems();
    }
}
