package io.gradwatch.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.gradwatch.config.Configuration;
import io.gradwatch.config.ConfigurationException;
import io.gradwatch.fleet.http.access.AccessSettings.Token;
import io.gradwatch.fleet.http.route.Right;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class FleetSettingsTest {

    @Test
    void nothingGiven_isTheLoopbackAddressWithoutTokens() throws Exception {
        FleetSettings settings = read("");

        assertThat(settings.host()).isEqualTo("127.0.0.1");
        assertThat(settings.port()).isEqualTo(8484);
        assertThat(settings.access().tokens()).isEmpty();
        assertThat(settings.liveRetention()).isEqualTo(Duration.ofDays(7));
        assertThat(settings.keepUnrecovered()).isEqualTo(Duration.ofDays(3));
        assertThat(settings.advertisedHost()).isEqualTo("127.0.0.1");
    }

    @Test
    void everyKeyGiven_isRead() throws Exception {
        FleetSettings settings = read("""
                fleet:
                  host: 0.0.0.0
                  port: 9000
                  advertised-host: fleet-1
                  peer-token: peer-token-0123456789
                  hosts: [Fleet.Example.org]
                  tokens:
                    - {name: ada, token: reader-token-0123456789}
                    - {name: grace, token: writer-token-0123456789, right: write}
                  live-retention: 1d
                  keep-unrecovered: 12h
                  session-timeout: 8s
                  threads: 2
                  most-streams: 5
                """);

        assertThat(settings.access().tokens())
                .extracting(Token::name, Token::right)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("ada", Right.READ),
                        org.assertj.core.groups.Tuple.tuple("grace", Right.WRITE));
        assertThat(settings.access().hosts()).containsExactlyInAnyOrder("0.0.0.0", "fleet-1", "fleet.example.org");
        assertThat(settings.live(Path.of("d"), 9000).host()).isEqualTo("fleet-1");
        assertThat(settings.sessionTimeout()).isEqualTo(Duration.ofSeconds(8));
        assertThat(settings.mostStreams()).isEqualTo(5);
        assertThat(settings.keepUnrecovered()).isEqualTo(Duration.ofHours(12));
    }

    @Test
    void keepUnrecovered_isBoundedByTheLifeOfAnAcknowledgement() {
        assertThat(problems("fleet:\n  keep-unrecovered: 31d\n"))
                .singleElement()
                .asString()
                .contains("fleet.keep-unrecovered was '31d' but must be", "at most 30d");
        assertThat(problems("fleet:\n  keep-unrecoverd: 1d\n"))
                .singleElement()
                .asString()
                .contains("the nearest known key is fleet.keep-unrecovered");
    }

    @Test
    void severalProblems_areReportedAtOnceWithoutSecrets() {
        assertThat(problems("""
                        fleet:
                          host: 0.0.0.0
                          port: 80000
                          advertised-host: fleet-1
                          live-retention: 1s
                          prt: 1
                        """))
                .containsExactly(
                        "f.yml:2: fleet.host was '0.0.0.0' but must be a loopback address such as 127.0.0.1 as long as"
                                + " there are no fleet.tokens",
                        "f.yml:3: fleet.port was '80000' but must be a whole number from 0 to 65535",
                        "f.yml:4: fleet.advertised-host needs fleet.peer-token, by which the instances know each other",
                        "f.yml:5: fleet.live-retention was '1s' but must be a duration such as 500ms, 30s, 5m, 1h or 7d,"
                                + " at least 60s",
                        "f.yml:6: fleet.prt is not known; the nearest known key is fleet.port");
        assertThat(problems("""
                        fleet:
                          peer-token: short-one
                          tokens:
                            - {name: ada, token: short-two, right: root}
                            - {token: 0123456789abcdef}
                            - {name: eve}
                        """))
                .containsExactly(
                        "f.yml:2: fleet.peer-token was '<secret>' but must be text of 16 characters or more",
                        "f.yml:4: fleet.tokens[0].right was 'root' but must be one of read, write",
                        "f.yml:4: fleet.tokens[0].token was '<secret>' but must be text of 16 characters or more",
                        "f.yml:5: fleet.tokens[1].name is missing; it must be text",
                        "f.yml:6: fleet.tokens[2].token is missing; it must be a secret of 16 characters or more");
    }

    @Test
    void examplesOfTheDocumentation_areAccepted() throws Exception {
        String docs = Files.readString(Path.of("..", "..", "docs", "FLEET.md"));
        Path secret = Files.writeString(Files.createTempFile("token", ""), "0123456789abcdef");
        Matcher example =
                Pattern.compile("```yaml\n(fleet:.*?)```", Pattern.DOTALL).matcher(docs);
        int examples = 0;
        while (example.find()) {
            read(example.group(1).replaceAll("/run/secrets/[a-z-]+", secret.toString()));
            examples++;
        }
        Files.delete(secret);

        assertThat(examples).isPositive();
    }

    private static FleetSettings read(String yaml) throws ConfigurationException {
        return Configuration.parse(yaml, "f.yml", Map.of()).read(FleetSettings::from);
    }

    private static List<String> problems(String yaml) {
        return catchThrowableOfType(ConfigurationException.class, () -> read(yaml))
                .problems();
    }
}
