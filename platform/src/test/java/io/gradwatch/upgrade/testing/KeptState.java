package io.gradwatch.upgrade.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * State that releases left on disk and in topics: {@code src/test/resources/upgrades/VERSION/NAME} of the module that
 * is tested. {@code -Dupgrades.keep=VERSION} makes the folders of one version anew, by the present build.
 */
public final class KeptState {

    /** Names of the folders that this JVM has made. */
    private static final Set<String> MADE = ConcurrentHashMap.newKeySet();

    private static final Path FOLDER = Path.of("src", "test", "resources", "upgrades");

    private KeptState() {}

    /** Leaves state in a folder as a service of the present build does. */
    public interface Making {
        /**
         * @param kept folder of what is kept
         * @param work empty folder, which is deleted afterwards
         */
        void leave(Path kept, Path work) throws Exception;
    }

    /**
     * Folders of one name, one for each release.
     *
     * @param making of the present build
     */
    public static List<Path> of(String name, Making making) {
        String version = System.getProperty("upgrades.keep");
        try {
            if (version != null && MADE.add(name)) {
                Path folder = FOLDER.resolve(version).resolve(name);
                Path temporary = Files.createTempDirectory("gradwatch-kept");
                try {
                    Path made = Files.createDirectory(temporary.resolve("kept"));
                    making.leave(made, Files.createDirectory(temporary.resolve("work")));
                    // Where the making fails, the present one stays.
                    delete(folder);
                    Files.createDirectories(folder.getParent());
                    copy(made, folder);
                } finally {
                    delete(temporary);
                }
            }
            try (Stream<Path> versions = Files.list(FOLDER)) {
                List<Path> kept = versions.map(release -> release.resolve(name))
                        .filter(Files::isDirectory)
                        .sorted()
                        .toList();
                if (kept.isEmpty()) {
                    throw new IllegalStateException("no release has left a folder " + name + " in " + FOLDER);
                }
                return kept;
            }
        } catch (Exception e) {
            throw new IllegalStateException("the state " + name + " of earlier releases is not there: " + e, e);
        }
    }

    /** A copy to work on. */
    public static Path copy(Path folder, Path target) {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.toList()) {
                Path copy = target.resolve(folder.relativize(path).toString());
                if (Files.isDirectory(path)) {
                    Files.createDirectories(copy);
                } else {
                    Files.copy(path, copy);
                }
            }
            return target;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void delete(Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (Stream<Path> all = Files.walk(folder)) {
                for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(path);
                }
            }
        }
    }
}
