package io.gradwatch.fleet.history.files;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.UUID;
import java.util.regex.Pattern;
import org.apache.kafka.common.TopicPartition;

/**
 * Folder of the history. Names of files are made here, of tables, days and random numbers; nothing that a job sends is
 * ever part of a path.
 *
 * <pre>
 * commits/training.telemetry.v1-3/…json   which files count
 * steps/day=2026-11-25/….parquet          and so for each table
 * current/steps.csv                       the files of a table that count, for other readers
 * live/ temporary/                        of this process's life only
 * losses/training.telemetry.v1-3/…        from where on the topic has lost records that the history has
 * damaged/…                               files that were found damaged, under the paths that they had
 * </pre>
 */
public final class HistoryFolder {

    private static final Pattern GLOB = Pattern.compile("[*?\\[\\]{}]");

    private final Path root;

    /**
     * @param root made where it is missing
     * @throws IllegalArgumentException when the path holds a character that DuckDB would take for a pattern
     */
    public HistoryFolder(Path root) {
        this.root = root.toAbsolutePath().normalize();
        if (GLOB.matcher(this.root.toString()).find()) {
            throw new IllegalArgumentException("the history's folder was '" + this.root
                    + "' but must have none of the characters * ? [ ] { } in its path");
        }
        create(this.root);
    }

    public Path root() {
        return root;
    }

    public Path commits() {
        return create(root.resolve("commits"));
    }

    public Path commits(TopicPartition partition) {
        return create(commits().resolve(partition.toString()));
    }

    public Path temporary() {
        return create(root.resolve("temporary"));
    }

    public Path live() {
        return create(root.resolve("live"));
    }

    public Path exports() {
        return create(root.resolve("exports"));
    }

    Path current() {
        return create(root.resolve("current"));
    }

    /** File in which the losses of the partition's topic are noted. */
    public Path losses(TopicPartition partition) {
        return create(root.resolve("losses").resolve(partition.toString()));
    }

    /** Folder of damaged files, under the paths that they had. */
    public Path damaged() {
        return root.resolve("damaged");
    }

    /**
     * Moves a file of the history to those that are damaged.
     *
     * @return where it is now
     */
    public Path setAside(Path file) throws IOException {
        Path relative = root.relativize(file);
        Path target = damaged().resolve(relative);
        create(target.getParent());
        if (Files.exists(target)) {
            target = target.resolveSibling(target.getFileName() + "." + UUID.randomUUID());
        }
        Files.move(file, target);
        return target;
    }

    /** Place for a new file of a table, relative to the root; its folder is there. */
    String newDataFile(HistoryTable table, String day) {
        String folder = table.tableName() + "/day=" + day;
        create(root.resolve(folder));
        return folder + "/" + UUID.randomUUID() + ".parquet";
    }

    public Path resolve(DataFile file) {
        return root.resolve(file.path());
    }

    /** Makes a file or the entries of a folder outlive a loss of power. */
    static void force(Path path) throws IOException {
        boolean folder = Files.isDirectory(path);
        try (FileChannel channel =
                FileChannel.open(path, folder ? StandardOpenOption.READ : StandardOpenOption.WRITE)) {
            channel.force(true);
        }
    }

    private static Path create(Path folder) {
        try {
            return Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UncheckedIOException("the folder " + folder + " cannot be made", e);
        }
    }
}
