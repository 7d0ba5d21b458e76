package io.gradwatch.alerting.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.gradwatch.alerting.group.AlertChange;
import io.gradwatch.alerting.testing.Alerts;
import io.gradwatch.config.Configuration;
import io.gradwatch.config.ConfigurationException;
import io.gradwatch.schema.Alert;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RoutingSettingsTest {

    private static final List<String> RECEIVERS = List.of("a", "b", "c");

    @TempDir
    private Path folder;

    @Test
    void routes_matchByEveryLabelAndByTeam() throws Exception {
        RoutingTable routes = read("""
                teams:
                  language: {owners: [ada], projects: ["llm-*"]}
                  images: {projects: [vision]}
                routes:
                  - {match: {team: language, host: "node-*"}, receivers: [a], continue: true}
                  - {match: {team: images, detector: oscillating, run: "resnet-*"}, receivers: [b], continue: true}
                  - {receivers: [c]}
                """);

        assertThat(receivers(routes, Alerts.nan("x"))).containsExactly("a", "c");
        assertThat(receivers(routes, Alerts.oscillating("x"))).containsExactly("a", "b", "c");
        Alert other = Alert.newBuilder(Alerts.oscillating("x"))
                .setOwner("grace")
                .setProject("llm-7")
                .build();
        assertThat(receivers(routes, other)).containsExactly("a", "c");
        assertThat(receivers(routes, Alert.newBuilder(other).setHost("gpu").build()))
                .containsExactly("c");
    }

    @Test
    void intervalsOfRepeats_areMultiplesOfTheTick() throws Exception {
        RoutingTable routes = read("""
                routes:
                  - {receivers: [a], repeat-interval: 90m, continue: true}
                  - {receivers: [b, c]}
                """);
        AlertChange change = new AlertChange(Alerts.nan("x"), null);

        assertThat(routes.repeatTick(Duration.ofHours(4))).isEqualTo(Duration.ofMinutes(30));
        assertThat(routes.repeatInterval(change, "a")).contains(Duration.ofMinutes(90));
        assertThat(routes.repeatInterval(change, "b")).contains(Duration.ofHours(4));
        assertThat(read("").repeatTick(Duration.ofHours(4))).isEqualTo(Duration.ofHours(4));
    }

    @Test
    void intervalsWithoutACommonMeasure_haveATickThatIsNotTooShort() throws Exception {
        RoutingTable routes = read(
                "routes: [{receivers: [a, b, c], repeat-interval: 60001ms, continue: true}," + " {receivers: [a]}]");
        RoutingTable never = read("routes: [{receivers: [a, b, c], repeat-interval: 0s}]");

        assertThat(routes.repeatTick(Duration.ofHours(4))).isEqualTo(Duration.ofSeconds(10));
        assertThat(never.repeatTick(Duration.ofHours(4))).isZero();
    }

    @Test
    void problemsOfRoutes_areNamedWithTheirLines() {
        assertThat(problems("""
                        teams: {language: {}}
                        routes:
                          - match: {team: languages}
                            receivers: [a]
                            mute-time-intervals: [night]
                            repeat-interval: 5s
                          - receivers: [b]
                            quiet-hours: {severity: warning}
                            escalation:
                              - {after: 20m, receivers: [c]}
                              - {after: 10m, receivers: [d]}
                              - {receivers: []}
                        """))
                .containsExactlyInAnyOrder(
                        "f.yml:1: teams.language must have owners or projects",
                        "f.yml:3: routes[0].match.team was 'languages' but the teams are language",
                        "f.yml:5: routes[0].mute-time-intervals has 'night' but there are no time-intervals",
                        "f.yml:6: routes[0].repeat-interval was '5s' but must be a duration such as 500ms, 30s, 5m, 1h or"
                                + " 7d, at least 0s or at least 1m",
                        "f.yml:8: routes[1].quiet-hours.time-intervals is missing; it must be a list of names of"
                                + " time-intervals",
                        "f.yml:11: routes[1].escalation[1].after must be longer than that of the level before",
                        "f.yml:11: routes[1].escalation[1].receivers has 'd' but the receivers are a, b, c",
                        "f.yml:12: routes[1].escalation[2].after is missing; it must be a duration such as 500ms, 30s, 5m,"
                                + " 1h or 7d, at least 60s",
                        "f.yml:12: routes[1].escalation[2].receivers must be a list of at least one receiver");
    }

    @Test
    void routesOfAProjectOrTeam_getNoOtherAlerts_andKeepNoneFromOthers() throws Exception {
        Files.writeString(folder.resolve("vision.yml"), "routes: [{match: {severity: info}, receivers: [a]}]");
        Files.writeString(folder.resolve("language.yml"), "routes: [{receivers: [b]}]");
        Files.writeString(folder.resolve("notes.txt"), "no routes");
        RoutingTable routes = read("""
                teams: {language: {projects: ["llm-*"]}}
                routes-folder: %s
                routes: [{receivers: [c]}]
                """.formatted(folder));
        Alert vision = Alerts.oscillating("x");

        assertThat(receivers(routes, vision)).containsExactly("a", "c");
        assertThat(receivers(
                        routes, Alert.newBuilder(vision).setProject("llm-7").build()))
                .containsExactly("b", "c");
        assertThat(receivers(
                        routes, Alert.newBuilder(vision).setProject("audio").build()))
                .containsExactly("c");
    }

    @Test
    void fileOfAProjectThatIsWrong_isLeftOutAlone_andNamedWithItsLines() throws Exception {
        Files.writeString(folder.resolve("vision.yml"), """
                routes:
                  - {receivers: [pager]}
                  - {receivers: [b]}
                receivers: [{name: pager, webhook: {url_file: /run/secrets/of-others}}]
                """);
        Files.writeString(folder.resolve("*.yml"), "routes: [{receivers: [a]}]");
        Files.writeString(folder.resolve("audio.yaml"), "routes: [{receivers: [b]}]");
        RoutingTable routes = read("routes-folder: " + folder + "\nroutes: [{receivers: [a]}]\n");
        Alert vision = Alerts.nan("x");

        assertThat(receivers(routes, vision)).containsExactly("a");
        assertThat(receivers(
                        routes, Alert.newBuilder(vision).setProject("audio").build()))
                .containsExactly("b", "a");
        assertThat(routes.leftOut())
                .hasSize(3)
                .anySatisfy(problem -> assertThat(problem).contains("*.yml: a name that is no project"))
                .anySatisfy(problem -> assertThat(problem)
                        .contains("vision.yml:2: routes[0].receivers has 'pager' but the receivers are a, b, c"))
                .anySatisfy(problem -> assertThat(problem).contains("vision.yml:4: receivers is not known"));
    }

    @Test
    void folderThatIsMissing_isAProblem() {
        assertThat(problems("routes-folder: /does/not/exist\nroutes: [{receivers: [a, b, c]}]\n"))
                .singleElement()
                .satisfies(problem -> assertThat(problem).contains("must be a readable folder"));
    }

    private static List<String> receivers(RoutingTable routes, Alert alert) {
        return List.copyOf(routes.receivers(new AlertChange(alert, null)));
    }

    private static RoutingTable read(String yaml) throws ConfigurationException {
        return Configuration.parse(yaml, "f.yml", Map.of())
                .read(root -> RoutingTable.from(root, RECEIVERS, Duration.ofHours(4)));
    }

    private static List<String> problems(String yaml) {
        return catchThrowableOfType(ConfigurationException.class, () -> read(yaml))
                .problems();
    }
}
