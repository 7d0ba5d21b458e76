package io.gradwatch.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigurationTest {

    private static final ConfigKey<String> NAME = ConfigKey.text("name", "nobody", "");
    private static final ConfigKey<Integer> COUNT = ConfigKey.wholeNumber("count", 3, 1, 10, "");
    private static final ConfigKey<Double> RATIO = ConfigKey.number("ratio", 0.5, 0, 1, "");
    private static final ConfigKey<Duration> WAIT =
            ConfigKey.duration("wait", Duration.ofSeconds(5), Duration.ofMillis(100), "");
    private static final ConfigKey<Long> SIZE = ConfigKey.bytes("size", 1024L, 1, "");
    private static final ConfigKey<Boolean> ON = ConfigKey.flag("on", false, "");
    private static final ConfigKey<Colour> COLOUR = ConfigKey.choice("colour", Colour.class, Colour.DARK_RED, "");

    private enum Colour {
        DARK_RED,
        GREEN
    }

    private record Settings(
            String name,
            int count,
            double ratio,
            Duration pause,
            long size,
            boolean on,
            Colour colour,
            List<String> to) {

        static Settings from(ConfigSection root) {
            ConfigSection section = root.section("part");
            return new Settings(
                    section.get(NAME),
                    section.get(COUNT),
                    section.get(RATIO),
                    section.get(WAIT),
                    section.get(SIZE),
                    section.get(ON),
                    section.get(COLOUR),
                    section.texts("to"));
        }
    }

    @TempDir
    private Path folder;

    @Test
    void nothingGiven_takesDefaults() throws Exception {
        assertThat(read("")).isEqualTo(defaults());
        assertThat(read("part:\n")).isEqualTo(defaults());
        assertThat(Configuration.defaults(Map.of()).read(Settings::from)).isEqualTo(defaults());
    }

    @Test
    void everyKeyGiven_isRead() throws Exception {
        String yaml = """
                part:
                  name: "ada"
                  count: 10
                  ratio: 0.25
                  wait: 1.5h
                  size: 64MiB
                  on: true
                  colour: green
                  to: [a@x.org, b@x.org]
                """;

        assertThat(read(yaml))
                .isEqualTo(new Settings(
                        "ada",
                        10,
                        0.25,
                        Duration.ofMinutes(90),
                        64L << 20,
                        true,
                        Colour.GREEN,
                        List.of("a@x.org", "b@x.org")));
    }

    @Test
    void environment_isOverTheFile() throws Exception {
        Map<String, String> environment = Map.of(
                "GRADWATCH_PART_NAME", "grace", "GRADWATCH_PART_TO", "c@x.org, d@x.org", "GRADWATCH_PART_WAIT", "7s");

        Settings settings = Configuration.parse("part: {name: ada, to: [a@x.org]}", "f.yml", environment)
                .read(Settings::from);

        assertThat(settings.name()).isEqualTo("grace");
        assertThat(settings.to()).containsExactly("c@x.org", "d@x.org");
        assertThat(settings.pause()).isEqualTo(Duration.ofSeconds(7));
    }

    @Test
    void environment_addsItemsToAList() throws Exception {
        Map<String, String> environment =
                Map.of("GRADWATCH_PEOPLE_0_NAME", "grace", "GRADWATCH_PEOPLE_1_NAME", "edsger");

        List<String> names = Configuration.parse("people: [{name: ada}]", "f.yml", environment)
                .read(root -> root.list("people").stream()
                        .map(person -> person.get(NAME))
                        .toList());

        assertThat(names).containsExactly("grace", "edsger");
    }

    @Test
    void severalProblems_areReportedAtOnceInOrderWithLines() {
        String yaml = """
                part:
                  count: 11
                  cuont: 3
                  wait: soon
                  on: yes
                  name: ada
                  name: grace
                  colour: blue
                prat: 1
                """;

        assertThat(problems(yaml))
                .containsExactly(
                        "f.yml:2: part.count was '11' but must be a whole number from 1 to 10",
                        "f.yml:3: part.cuont is not known; the nearest known key is part.count",
                        "f.yml:4: part.wait was 'soon' but must be a duration such as 500ms, 30s, 5m, 1h or 7d,"
                                + " at least 100ms",
                        "f.yml:5: part.on was 'yes' but must be true or false",
                        "f.yml:7: name is given twice",
                        "f.yml:8: part.colour was 'blue' but must be one of dark-red, green",
                        "f.yml:9: prat is not known; the nearest known key is part");
    }

    @Test
    void wrongShapes_areNamed() {
        assertThat(problems("part: text")).containsExactly("f.yml:1: part is a single value but must be a section");
        assertThat(problems("part: {name: [a]}")).containsExactly("f.yml:1: part.name is a list but must be text");
        assertThat(problems("part: {to: a@x.org}"))
                .containsExactly("f.yml:1: part.to is a single value but must be a list of texts");
        assertThat(problems("- a\n- b")).containsExactly("f.yml:1: is a list but must be keys with values");
        assertThat(problems("part: {}\n---\npart: {}"))
                .containsExactly("f.yml:3: has a second document, which is not read");
    }

    @Test
    void aliases_areRefused() {
        assertThat(problems("part:\n  name: &a ada\n  to: [*a]"))
                .containsExactly("f.yml:3: has an alias (*name), which is not supported: write the value out");
    }

    @Test
    void missingRequiredKey_isNamed() {
        ConfigKey<String> host = ConfigKey.text("host", null, "");

        ConfigurationException e = catchThrowableOfType(
                ConfigurationException.class,
                () -> Configuration.parse("mail:\n  port: 25", "f.yml", Map.of())
                        .read(root -> {
                            root.section("mail").get(ConfigKey.text("port", null, ""));
                            return root.section("mail").require(host);
                        }));

        assertThat(e.problems()).containsExactly("f.yml:1: mail.host is missing; it must be text");
    }

    @Test
    void part_leavesOtherSectionsToOthers() throws Exception {
        Configuration configuration = Configuration.parse("part: {count: 2}\ndetectors: {x: 1}", "f.yml", Map.of());
        assertThat(Settings.from(configuration.root()).count()).isEqualTo(2);
        assertThatCode(configuration::checkPart).doesNotThrowAnyException();

        Configuration mistyped = Configuration.parse("prt: {count: 2}", "f.yml", Map.of());
        Settings.from(mistyped.root());
        assertThat(catchThrowableOfType(ConfigurationException.class, mistyped::checkPart))
                .hasMessageContaining("prt is not known; the nearest known key is part");
    }

    @Test
    void unreadableFile_isAProblem() {
        Configuration missing = Configuration.load(folder.resolve("none.yml"), Map.of());

        assertThat(catchThrowableOfType(ConfigurationException.class, () -> missing.read(Settings::from)))
                .hasMessageContaining("none.yml: there is no such file");
    }

    @Test
    void hugeFile_isRefused() throws Exception {
        Path file = folder.resolve("huge.yml");
        Files.writeString(file, "#".repeat(Configuration.MAX_FILE_BYTES + 1));

        Configuration huge = Configuration.load(file, Map.of());

        assertThat(catchThrowableOfType(ConfigurationException.class, () -> huge.read(Settings::from)))
                .hasMessageContaining("more than 1048576 bytes");
    }

    private static Settings defaults() {
        return new Settings("nobody", 3, 0.5, Duration.ofSeconds(5), 1024, false, Colour.DARK_RED, List.of());
    }

    private static Settings read(String yaml) throws ConfigurationException {
        return Configuration.parse(yaml, "f.yml", Map.of()).read(Settings::from);
    }

    private static List<String> problems(String yaml) {
        return catchThrowableOfType(ConfigurationException.class, () -> read(yaml))
                .problems();
    }

    @Test
    void keyThatMayHoldASingleValueOrMore_tellsWhich() {
        ConfigSection root = Configuration.parse(
                        "a: none\nb: [1]\nc: {d: 1}\ne:\n", "x.yml", Map.of("GRADWATCH_F", "1"))
                .root();

        assertThat(root.isSingleValue("a")).isTrue();
        assertThat(root.isSingleValue("f")).isTrue();
        assertThat(List.of("b", "c", "e", "g")).noneMatch(root::isSingleValue);
    }
}
