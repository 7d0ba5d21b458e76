package io.gradwatch.standalone.archive;

import io.gradwatch.standalone.stack.TemporaryFolder;
import java.time.Duration;

/**
 * Uses the classes that a kind of command needs, and ends: {@code ArchiveTraining commands|stack}. The launcher starts
 * it with {@code -XX:ArchiveClassesAtExit}; what Java loads here, it has to load, link and verify no more when a
 * command starts on that archive.
 */
public final class ArchiveTraining {

    /** A start waits no longer for the archive; without it the command starts more slowly. */
    private static final Duration LONGEST = Duration.ofMinutes(3);

    private ArchiveTraining() {}

    /** Exits with 0 when all was used, 1 when something failed, and 2 when the kind is none. */
    public static void main(String[] arguments) {
        Thread watch = new Thread(ArchiveTraining::giveUp, "gradwatch-archive-watch");
        watch.setDaemon(true);
        watch.start();
        System.exit(run(arguments.length == 1 ? arguments[0] : ""));
    }

    private static int run(String kind) {
        try (TemporaryFolder folder = new TemporaryFolder("gradwatch-archive-")) {
            switch (kind) {
                case "commands" -> CommandUse.of(folder.path());
                case "stack" -> StackUse.of(folder.path());
                default -> {
                    System.err.println("usage: ArchiveTraining commands|stack");
                    return 2;
                }
            }
            return 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 1;
        } catch (Exception e) {
            System.err.println("gradwatch: no class-data archive of " + kind + ": " + e);
            return 1;
        }
    }

    private static void giveUp() {
        try {
            Thread.sleep(LONGEST.toMillis());
            Runtime.getRuntime().halt(1);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
