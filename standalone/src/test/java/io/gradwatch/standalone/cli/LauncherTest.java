package io.gradwatch.standalone.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradwatch.patience.testing.Patience;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Runs the launcher of the repository in a folder where Maven and Java are scripts that only print their arguments. */
@DisabledOnOs(OS.WINDOWS)
class LauncherTest {

    private static final String MAVEN = """
            #!/bin/sh
            echo '[INFO] Building Gradwatch Schemas 1.0 [1/2]'
            echo '[INFO] Building Gradwatch Standalone 1.0 [2/2]'
            if [ -f broken ]; then echo '[ERROR] it does not compile'; exit 1; fi
            mkdir -p standalone/target/lib
            touch standalone/target/lib/b.jar standalone/target/lib/a.jar standalone/target/gradwatch-standalone-1.jar
            """;

    @TempDir
    Path folder;

    private Path home;
    private String options = "";

    @BeforeEach
    void lay() throws IOException {
        home = Files.createDirectories(folder.resolve("a home"));
        Files.copy(Path.of("..", "gradwatch"), home.resolve("gradwatch"));
        script(home.resolve("mvnw"), MAVEN);
        java("17.0.9");
        script(folder.resolve("jdk/bin/javac"), "#!/bin/sh\n");
        Path sources = Files.createDirectories(home.resolve("schemas/src/main/java"));
        Files.writeString(sources.resolve("A.java"), "");
        Files.writeString(home.resolve("pom.xml"), "");
    }

    @Test
    void nothingIsBuilt_buildsWithProgressAndStarts() throws Exception {
        Run run = launch("replay", "two words.csv");

        assertThat(run.code).isZero();
        assertThat(run.err).contains("building", "[1/2] Gradwatch Schemas", "[2/2] Gradwatch Standalone");
        assertThat(run.out)
                .contains("lib/a.jar:" + home.toRealPath() + "/standalone/target/lib/b.jar")
                .contains("io.gradwatch.standalone.Main|replay|two words.csv|");
    }

    @Test
    void builtAlready_startsAtOnce_untilASourceChangesOrGoes() throws Exception {
        Path source = home.resolve("schemas/src/main/java/A.java");
        launch();

        builtLongAgo();
        assertThat(launch().err).isEmpty();
        Files.writeString(source, "changed");
        assertThat(launch().err).contains("building");
        builtLongAgo();
        Files.delete(source);
        assertThat(launch().err).contains("building");
        assertThat(launch().err).isEmpty();
    }

    @Test
    void buildFails_showsWhyAndDoesNotStart() throws Exception {
        Files.writeString(home.resolve("broken"), "");

        Run run = launch();

        assertThat(run.code).isEqualTo(1);
        assertThat(run.err).contains("[ERROR] it does not compile", "standalone/target/build.log");
        assertThat(run.out).isEmpty();
    }

    @Test
    void javaIsOldOrMissing_saysWhatIsNeeded() throws Exception {
        java("11.0.2");
        assertThat(launch()).satisfies(run -> {
            assertThat(run.code).isEqualTo(1);
            assertThat(run.err).contains("is of version 11. Install a JDK of version 17 or newer");
        });
        Files.delete(folder.resolve("jdk/bin/java"));
        assertThat(launch().err).contains("JAVA_HOME is ").contains("which has no bin/java");
    }

    @Test
    void calledThroughALink_findsItsFolder() throws Exception {
        Path link = Files.createSymbolicLink(folder.resolve("gw"), Path.of("a home/gradwatch"));

        assertThat(launchFile(link, List.of("--version")).out).contains("Main|--version|");
    }

    @Test
    void firstStart_makesAnArchiveOfClasses_andLaterOnesUseIt() throws Exception {
        java("17.0.9", true);

        assertThat(launch("runs").err).contains("preparing faster starts of commands");
        Run second = launch("runs");

        assertThat(second.err).isEmpty();
        assertThat(second.out).containsPattern("-XX:SharedArchiveFile=[^|]*/target/archives/commands-[^|]*\\.jsa\\|");
        assertThat(launch("up").err).contains("preparing faster starts of stack");
        assertThat(launch("up").out).containsPattern("-XX:SharedArchiveFile=[^|]*/stack-");
    }

    @Test
    void otherJavaOrNewerJar_makesAnotherArchive() throws Exception {
        java("17.0.9", true);
        launch();

        java("21.0.1", true);
        assertThat(launch().err).contains("preparing");
        builtLongAgo();
        assertThat(launch().err).isEmpty();
        Files.writeString(home.resolve("standalone/target/lib/a.jar"), "newer");
        assertThat(launch().err).contains("preparing");
    }

    @Test
    void archiveCannotBeMade_startsWithoutAndDoesNotTryAgain() throws Exception {
        assertThat(launch("runs").out).doesNotContain("SharedArchiveFile").contains("Main|runs|");
        assertThat(launch("runs").err).isEmpty();
    }

    @Test
    void folderOfTheBuildTakesNoArchive_theCacheOfTheUserDoes_elseNone() throws Exception {
        java("17.0.9", true);
        launch();
        Path archives = home.resolve("standalone/target/archives");
        try (Stream<Path> made = Files.list(archives)) {
            for (Path archive : made.toList()) {
                Files.delete(archive);
            }
        }
        Files.delete(archives);
        Files.writeString(archives, "no folder");

        assertThat(launch().out).contains("-XX:SharedArchiveFile=" + folder + "/cache/gradwatch/commands-");
        try (Stream<Path> made = Files.walk(folder.resolve("cache"))) {
            for (Path file : made.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
        Files.writeString(folder.resolve("cache"), "no folder");
        assertThat(launch()).satisfies(run -> {
            assertThat(run.code).isZero();
            assertThat(run.err).isEmpty();
            assertThat(run.out).doesNotContain("SharedArchiveFile");
        });
    }

    @Test
    void collectorIsAskedFor_isTheOnlyOne() throws Exception {
        launch();

        assertThat(launch("up").out).contains("-XX:+UseSerialGC");
        options = "-XX:+UseG1GC -Xmx4g";
        assertThat(launch("up").out).contains("-XX:+UseG1GC|-Xmx4g|").doesNotContain("UseSerialGC");
    }

    private record Run(int code, String out, String err) {}

    private Run launch(String... arguments) throws Exception {
        return launchFile(home.resolve("gradwatch"), List.of(arguments));
    }

    private Run launchFile(Path launcher, List<String> arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of("/bin/sh", launcher.toString()));
        command.addAll(arguments);
        Path out = folder.resolve("out");
        Path err = folder.resolve("err");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        builder.environment().put("JAVA_HOME", folder.resolve("jdk").toString());
        builder.environment().put("GRADWATCH_JAVA_OPTIONS", options);
        builder.environment().remove("JAVA_TOOL_OPTIONS");
        builder.environment().remove("JDK_JAVA_OPTIONS");
        builder.environment().put("XDG_CACHE_HOME", folder.resolve("cache").toString());
        Process process = builder.start();
        assertThat(process.waitFor(Patience.PATIENCE.toSeconds(), TimeUnit.SECONDS))
                .isTrue();
        return new Run(process.exitValue(), Files.readString(out), Files.readString(err));
    }

    private void java(String version) throws IOException {
        java(version, false);
    }

    /** @param archives true where it makes archives of classes */
    private void java(String version, boolean archives) throws IOException {
        script(folder.resolve("jdk/bin/java"), """
                #!/bin/sh
                if [ "$1" = -version ]; then echo 'openjdk version "%s" 2023-10-17' >&2; exit; fi
                for option in "$@"; do
                    case $option in
                        -XX:ArchiveClassesAtExit=*) %s; exit ;;
                    esac
                done
                printf '%%s|' "$@"
                """.formatted(
                        version, archives ? "echo classes >\"${option#*=}\"" : "false"));
    }

    /** Makes all files an hour old and the last build half an hour, so that only what changes now is newer. */
    private void builtLongAgo() throws IOException {
        FileTime hourAgo = FileTime.from(Instant.now().minusSeconds(3600));
        try (Stream<Path> all = Files.walk(home)) {
            for (Path file : all.toList()) {
                Files.setLastModifiedTime(file, hourAgo);
            }
        }
        FileTime halfHourAgo = FileTime.from(Instant.now().minusSeconds(1800));
        Files.setLastModifiedTime(home.resolve("standalone/target/gradwatch.built"), halfHourAgo);
    }

    private static void script(Path file, String text) throws IOException {
        Files.createDirectories(file.getParent());
        Files.write(file, text.getBytes(StandardCharsets.UTF_8));
        assertThat(file.toFile().setExecutable(true)).isTrue();
    }
}
