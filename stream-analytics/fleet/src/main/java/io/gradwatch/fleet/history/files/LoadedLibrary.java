package io.gradwatch.fleet.history.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Files of native libraries that this process has loaded. Their loader takes each out of its jar to the folder for
 * temporary files, and deletes it when the process ends in order: where it is killed, tens of megabytes would stay.
 */
final class LoadedLibrary {

    /** Linux's list of the files in this process's memory; the sixth column is the file. */
    private static final Path MAPS = Path.of("/proc/self/maps");

    private static final int FILE_COLUMN = 6;

    private LoadedLibrary() {}

    /**
     * Deletes the files of a library that is loaded; the library stays. A system that does not say which they are, or
     * keeps files that are in use, keeps them until the end of the process.
     *
     * @param name prefix of the names of its files
     */
    static void deleteFiles(String name) {
        try {
            for (Path file : files(name)) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            // As on systems that do not say.
            return;
        }
    }

    /** Files of a library that is loaded, that are still there. */
    static List<Path> files(String name) throws IOException {
        if (!Files.isReadable(MAPS)) {
            return List.of();
        }
        try (Stream<String> lines = Files.lines(MAPS)) {
            return lines.map(line -> line.split("\\s+", FILE_COLUMN))
                    .filter(columns -> columns.length == FILE_COLUMN && columns[FILE_COLUMN - 1].startsWith("/"))
                    .map(columns -> Path.of(columns[FILE_COLUMN - 1]))
                    .filter(file -> file.getFileName().toString().startsWith(name))
                    .distinct()
                    .filter(Files::exists)
                    .toList();
        }
    }
}
