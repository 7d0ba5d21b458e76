package io.gradwatch.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class MainTest {

    @Test
    void everyCommand_hasHelpWithAnExample() {
        assertThat(Main.commandLine().getSubcommands()).isNotEmpty().allSatisfy((name, command) -> {
            CommandRun run = CommandRun.of(name, "--help");
            assertThat(run.code()).isZero();
            assertThat(run.out()).contains("Example").contains("  gradwatch " + name);
        });
        assertThat(CommandRun.of("--help").out()).contains("replay", "check-config", "Example");
    }

    @Test
    void everyCommand_printsTheVersion() {
        List<List<String>> commands = new ArrayList<>(List.of(List.of()));
        Main.commandLine().getSubcommands().forEach((name, command) -> {
            commands.add(List.of(name));
            command.getSubcommands().keySet().forEach(below -> commands.add(List.of(name, below)));
        });

        assertThat(commands).hasSizeGreaterThan(16).allSatisfy(command -> {
            CommandRun run = CommandRun.of(
                    Stream.concat(command.stream(), Stream.of("--version")).toArray(String[]::new));
            assertThat(run.code()).isZero();
            assertThat(run.out()).startsWith("gradwatch ").contains("Java ");
        });
    }

    @Test
    void unknownCommand_exitsWith2AndNamesTheNearest() {
        CommandRun run = CommandRun.of("replya", "x.csv");

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).contains("'replya'").contains("gradwatch replay");
    }

    @Test
    void noCommandUnknownOptionOrMissingFile_exitWith2() {
        assertThat(CommandRun.of().code()).isEqualTo(2);
        assertThat(CommandRun.of("replay", "--jsno", "x.csv"))
                .satisfies(run -> assertThat(run.err()).contains("--jsno").contains("--json"))
                .extracting(CommandRun::code)
                .isEqualTo(2);
        assertThat(CommandRun.of("replay").code()).isEqualTo(2);
    }

    @Test
    void misuse_isAnsweredInFewLines() {
        CommandRun run = CommandRun.of("note", "a", "--step", "3");

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err())
                .contains("a text is missing", "Usage: gradwatch note", "See gradwatch note --help")
                .doesNotContain("Exit code:");
        assertThat(run.err().lines().count()).isLessThan(12);
    }
}
