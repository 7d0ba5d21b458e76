package io.gradwatch.standalone.chaos;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The long form of chaos, by command. Exit code 0 where no message was lost or sent twice, else 1. */
@Command(
        name = "chaos",
        mixinStandardHelpOptions = true,
        description =
                "Hurts a running monitor in seeded ways and checks that nothing is lost and nobody is told twice.")
public final class ChaosMain implements Callable<Integer> {

    @Option(
            names = "--form",
            defaultValue = "UP",
            description = "up: one process; parts: each part a process; pair: parts with two instances of alerting.")
    private ChaosForm form;

    @Option(names = "--seed", defaultValue = "7", description = "The same seed does the same faults.")
    private long seed;

    @Option(names = "--faults", defaultValue = "20", description = "How many.")
    private int faults;

    @Option(names = "--minutes", defaultValue = "600", description = "No fault begins later.")
    private long minutes;

    @Option(names = "--folder", description = "For state and logs; without it a new one, which is kept.")
    private Path folder;

    /** See {@code --help}. */
    public static void main(String[] arguments) {
        System.exit(new CommandLine(new ChaosMain())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .execute(arguments));
    }

    @Override
    public Integer call() throws Exception {
        Path place = folder == null
                ? Files.createTempDirectory("gradwatch-chaos")
                : Files.createDirectories(folder.toAbsolutePath());
        // The agent's socket lies in it.
        Files.setPosixFilePermissions(place, PosixFilePermissions.fromString("rwx------"));
        System.out.println("state and logs: " + place);
        ChaosSettings settings = new ChaosSettings(form, seed, faults, Duration.ofMinutes(minutes));
        Chaos chaos = new Chaos(settings, System.out);
        Runtime.getRuntime().addShutdownHook(new Thread(chaos::abandon, "chaos-abandoned"));
        return chaos.run(place) ? 0 : 1;
    }
}
