package io.gradwatch.kafka;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The small files of a broker's folder, of which a damaged one ends the process at every start. What Kafka can make
 * anew is moved away, what never changes is taken from a copy.
 */
final class BrokerFiles {

    private static final Logger LOG = LoggerFactory.getLogger(BrokerFiles.class);

    /** Files that are written once. */
    private static final List<String> FIXED = List.of("meta.properties", "bootstrap.checkpoint");

    private static final List<String> OFFSETS = List.of(
            "recovery-point-offset-checkpoint",
            "log-start-offset-checkpoint",
            "replication-offset-checkpoint",
            "cleaner-offset-checkpoint");
    private static final Pattern OFFSETS_LINE = Pattern.compile("\\S+ \\d{1,9} -?\\d{1,18}");

    /** First offsets of the epochs of a partition. */
    private static final String EPOCHS = "leader-epoch-checkpoint";

    private static final Pattern EPOCHS_LINE = Pattern.compile("\\d{1,9} -?\\d{1,18}");
    private static final String PARTITION = "partition.metadata";
    private static final Pattern PARTITION_TEXT = Pattern.compile("version: \\d+\ntopic_id: [-_A-Za-z0-9]{22}\\s*");
    private static final Pattern META_TEXT = Pattern.compile(
            "(?s)(?=.*^cluster\\.id=[-_A-Za-z0-9]{22}$)(?=.*^directory\\.id=[-_A-Za-z0-9]{22}$)(?=.*^node\\.id=\\d+$)",
            Pattern.MULTILINE);
    private static final String METADATA = MetadataLog.NAME;

    private final Path folder;

    BrokerFiles(Path folder) {
        this.folder = folder;
    }

    /**
     * Mends what can be.
     *
     * @throws IllegalStateException when the metadata log is damaged: which file, and what to do
     */
    void mend() {
        if (!Files.isDirectory(folder)) {
            return;
        }
        try {
            // Refused before anything is moved.
            MetadataLog metadata = new MetadataLog(folder);
            metadata.check();
            mendSnapshots(metadata);
            for (String name : FIXED) {
                restore(folder.resolve(name));
            }
            for (String name : OFFSETS) {
                mendLines(folder.resolve(name), OFFSETS_LINE);
            }
            Path quorum = folder.resolve(METADATA).resolve("quorum-state");
            if (Files.exists(quorum) && !text(quorum).strip().matches("(?s)\\{.*\"leaderEpoch\".*}")) {
                setAside(quorum);
            }
            for (Path partition : partitions()) {
                mendLines(partition.resolve(EPOCHS), EPOCHS_LINE);
                Path file = partition.resolve(PARTITION);
                if (Files.exists(file) && !isWhole(file)) {
                    mendPartition(file);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the folder " + folder + " of Kafka cannot be read: " + e, e);
        }
    }

    /** Kafka makes such a file empty before it first writes it, and reads an empty one as one without lines. */
    private static void mendLines(Path file, Pattern line) throws IOException {
        if (Files.exists(file) && Files.size(file) > 0 && !isOfLines(text(file), line)) {
            setAside(file);
        }
    }

    /** A snapshot stands for the segments that Kafka deleted; while there are all of them, they say the same. */
    private static void mendSnapshots(MetadataLog metadata) throws IOException {
        for (Path snapshot : metadata.damagedSnapshots()) {
            if (!metadata.isWhole()) {
                throw metadata.damaged(snapshot + " is damaged");
            }
            setAside(snapshot);
        }
    }

    /** Kafka makes the file anew for its metadata; records of a partition without its topic's id would be deleted. */
    private void mendPartition(Path file) throws IOException {
        boolean ofMetadata = file.getParent().endsWith(METADATA);
        if (!ofMetadata && !isWhole(copy(file), file)) {
            throw new IllegalStateException(
                    file + " is damaged, and Kafka would delete the records beside it. Nothing was"
                            + " changed. Put the file back from a copy of the data folder: it holds the id of the topic");
        }
        setAside(file);
        if (!ofMetadata) {
            WholeFile.write(file, Files.readAllBytes(copy(file)));
        }
    }

    /** Keeps copies of what never changes, once the broker has started on it. */
    void keepCopies() {
        try {
            for (String name : FIXED) {
                keepCopy(folder.resolve(name));
            }
            for (Path partition : partitions()) {
                keepCopy(partition.resolve(PARTITION));
            }
            new MetadataLog(folder).note();
        } catch (IOException e) {
            LOG.warn("Copies of the small files of {} cannot be kept: {}", folder, e.toString());
        }
    }

    private static void keepCopy(Path file) throws IOException {
        if (isWhole(file) && !isWhole(copy(file), file)) {
            WholeFile.write(copy(file), Files.readAllBytes(file));
        }
    }

    private void restore(Path file) throws IOException {
        Path copy = copy(file);
        if (!Files.exists(copy) || isWhole(file)) {
            return;
        }
        if (!isWhole(copy, file)) {
            throw new IllegalStateException(file + " is damaged or missing, and its copy " + copy
                    + " is damaged. Nothing was changed. Put the file back from a copy of the data folder, or move the"
                    + " folder " + folder + " away to begin with an empty Kafka; the history is kept");
        }
        if (Files.exists(file)) {
            setAside(file);
        }
        WholeFile.write(file, Files.readAllBytes(copy));
        LOG.warn("{} was damaged or missing and is as in {} again", file, copy);
    }

    private static boolean isWhole(Path file) throws IOException {
        return isWhole(file, file);
    }

    /** True where a file holds what the named one should. */
    private static boolean isWhole(Path file, Path named) throws IOException {
        if (!Files.exists(file)) {
            return false;
        }
        return switch (named.getFileName().toString()) {
            case "meta.properties" -> META_TEXT.matcher(text(file)).find();
            case PARTITION -> PARTITION_TEXT.matcher(text(file)).matches();
            default -> Files.size(file) > 0 && MetadataLog.goodBytes(file.toFile()) == Files.size(file);
        };
    }

    private static Path copy(Path file) {
        return file.resolveSibling(file.getFileName() + ".copy");
    }

    private static void setAside(Path file) throws IOException {
        Path target = file.resolveSibling(file.getFileName() + ".damaged");
        for (int number = 2; Files.exists(target); number++) {
            target = file.resolveSibling(file.getFileName() + ".damaged-" + number);
        }
        Files.move(file, target);
        LOG.warn("{} is damaged and was moved to {}; Kafka makes it anew", file, target);
    }

    /** A version, the number of lines, and the lines. A regular expression of all of it would recurse by the line. */
    private static boolean isOfLines(String text, Pattern line) {
        List<String> lines = text.lines().toList();
        return text.endsWith("\n")
                && lines.size() >= 2
                && lines.get(0).equals("0")
                && lines.get(1).equals(Integer.toString(lines.size() - 2))
                && lines.stream().skip(2).allMatch(line.asMatchPredicate());
    }

    private static String text(Path file) throws IOException {
        return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
    }

    private List<Path> partitions() throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            return all.filter(Files::isDirectory).toList();
        }
    }
}
