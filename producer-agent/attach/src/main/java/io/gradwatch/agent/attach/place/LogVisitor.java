package io.gradwatch.agent.attach.place;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** Collects the logs under a folder. What cannot be entered is told, the rest is visited. */
final class LogVisitor extends SimpleFileVisitor<Path> {

    private final Predicate<Path> wanted;
    private final List<Path> found;
    private final Consumer<String> problems;

    LogVisitor(Predicate<Path> wanted, List<Path> found, Consumer<String> problems) {
        this.wanted = wanted;
        this.found = found;
        this.problems = problems;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
        if (attributes.isRegularFile() && wanted.test(file)) {
            found.add(file);
        }
        return found.size() == LogPlaces.MOST_FILES ? FileVisitResult.TERMINATE : FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException e) {
        problems.accept(file + " cannot be read: " + e);
        return FileVisitResult.CONTINUE;
    }
}
