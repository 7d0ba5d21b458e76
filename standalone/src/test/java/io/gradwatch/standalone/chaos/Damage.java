package io.gradwatch.standalone.chaos;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Damage to files of a part that does not run; nothing where there is no such file yet. */
final class Damage {

    private static final int FLIPPED_BYTES = 40;

    private final SplittableRandom random;

    Damage(long seed) {
        random = new SplittableRandom(seed);
    }

    /** Changes bytes of the newest checkpoint. */
    void newestCheckpoint(Path folder) throws IOException {
        Optional<Path> file = newest(folder, path -> path.endsWith("_metadata"));
        if (file.isPresent()) {
            byte[] bytes = Files.readAllBytes(file.get());
            for (int flip = 0; flip < FLIPPED_BYTES && bytes.length > 0; flip++) {
                bytes[random.nextInt(bytes.length)] ^= (byte) random.nextInt(1, 256);
            }
            Files.write(file.get(), bytes);
        }
    }

    /** Cuts the newest entry of the commit log in half. */
    void newestCommit(Path history) throws IOException {
        Optional<Path> file = newest(history.resolve("commits"), Files::isRegularFile);
        if (file.isPresent()) {
            byte[] bytes = Files.readAllBytes(file.get());
            Files.write(file.get(), Arrays.copyOf(bytes, bytes.length / 2));
        }
    }

    private static Optional<Path> newest(Path folder, Predicate<Path> wanted) throws IOException {
        if (!Files.isDirectory(folder)) {
            return Optional.empty();
        }
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(wanted).max(Comparator.comparing(Damage::changed));
        }
    }

    private static FileTime changed(Path file) {
        try {
            return Files.getLastModifiedTime(file);
        } catch (IOException e) {
            return FileTime.fromMillis(0);
        }
    }
}
