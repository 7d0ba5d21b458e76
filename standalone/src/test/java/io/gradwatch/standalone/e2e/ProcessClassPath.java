package io.gradwatch.standalone.e2e;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Class path of processes that tests start. In a build it begins with the jars from which an archive of classes was
 * made, since Java uses an archive only then; what only tests have comes behind them.
 */
final class ProcessClassPath {

    private static final Path ARCHIVE = Path.of(System.getProperty("gradwatch.processes.archive", ""));

    private ProcessClassPath() {}

    /** Options of a JVM. */
    static List<String> options() {
        String ofTests = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        if (!Files.isRegularFile(ARCHIVE)) {
            return List.of("-cp", ofTests);
        }
        String archived = System.getProperty("gradwatch.processes.class.path");
        Path libraries = ARCHIVE.resolveSibling("lib");
        String more = Arrays.stream(ofTests.split(File.pathSeparator))
                .filter(entry -> !entry.endsWith(File.separator + "classes"))
                .filter(entry -> !Files.exists(libraries.resolve(Path.of(entry).getFileName())))
                .collect(Collectors.joining(File.pathSeparator));
        return List.of(
                "-Xshare:auto",
                "-Xlog:disable",
                "-Xlog:all=error:stderr",
                "-XX:SharedArchiveFile=" + ARCHIVE,
                "-XX:+UnlockDiagnosticVMOptions",
                "-XX:ArchiveRelocationMode=0",
                "-cp",
                archived + File.pathSeparator + more);
    }
}
