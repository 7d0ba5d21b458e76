package io.gradwatch.detection.job.checkpoint;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The folder into which Flink writes checkpoints: {@code <job id>/chk-<number>/_metadata}. Each start of the job is a
 * new job to Flink and gets a folder of its own.
 */
public final class CheckpointFolder {

    private static final Logger LOG = LoggerFactory.getLogger(CheckpointFolder.class);

    private final Path folder;
    private final Path damaged;
    private final List<String> damage = new CopyOnWriteArrayList<>();
    private final Set<Path> passedOver = ConcurrentHashMap.newKeySet();

    public CheckpointFolder(Path folder) {
        this.folder = folder.toAbsolutePath().normalize();
        this.damaged = this.folder.resolveSibling("damaged");
    }

    public String uri() {
        return folder.toUri().toString();
    }

    /**
     * The newest checkpoint from which the job can go on; damaged ones before it are set aside, and those that cannot
     * be read for now are passed over this time.
     */
    public Optional<Path> newest() {
        for (Path checkpoint : newestFirst()) {
            if (passedOver.contains(checkpoint)) {
                continue;
            }
            try {
                CheckpointFiles.verify(checkpoint);
                return Optional.of(checkpoint);
            } catch (DamagedCheckpointException e) {
                setAside(checkpoint, e.getMessage());
            } catch (IOException e) {
                LOG.warn("The checkpoint {} cannot be read, an older one is tried: {}", checkpoint, e.toString());
            }
        }
        return Optional.empty();
    }

    /**
     * Moves a checkpoint to the folder {@code damaged} beside this one, where it is tried no more and can be looked at.
     *
     * @param why it cannot be used
     */
    public void setAside(Path checkpoint, String why) {
        passedOver.add(checkpoint);
        Path target = damaged.resolve(checkpoint.getParent().getFileName() + "-" + checkpoint.getFileName());
        String place = "it was moved to " + target;
        try {
            Files.createDirectories(damaged);
            Files.move(checkpoint, target);
        } catch (IOException e) {
            // Passed over all the same; where it is the last of all, the job begins with the oldest record.
            place = "it could not be moved to " + target + ": " + e;
        }
        damage.add("the checkpoint " + checkpoint + " is damaged: " + why + "; " + place);
        LOG.warn("The checkpoint {} is damaged, an older one is tried: {}; {}", checkpoint, why, place);
    }

    /** True where a checkpoint was set aside, whether or not it could be moved. */
    public boolean isPassedOver(Path checkpoint) {
        return passedOver.contains(checkpoint);
    }

    /** True where files of a checkpoint are not as they were written; false where they cannot be looked at. */
    public boolean isDamaged(Path checkpoint) {
        try {
            CheckpointFiles.verify(checkpoint);
            return false;
        } catch (DamagedCheckpointException e) {
            // Without the folder of its job nothing is there at all, as where the file system is not mounted.
            return Files.isDirectory(checkpoint.getParent());
        } catch (IOException e) {
            return false;
        }
    }

    /** Damage found since this object was made. */
    public List<String> damage() {
        return List.copyOf(damage);
    }

    /** Removes what older starts left, but for the newest checkpoints that are not broken. */
    public void prune(int kept) {
        List<Path> keep = newestFirst().stream()
                .filter(checkpoint -> !passedOver.contains(checkpoint) && intact(checkpoint))
                .limit(kept)
                .toList();
        for (Path job : children(folder)) {
            if (keep.stream().noneMatch(checkpoint -> checkpoint.startsWith(job))) {
                delete(job);
            }
        }
    }

    private List<Path> newestFirst() {
        return children(folder).stream()
                .flatMap(job -> children(job).stream())
                .filter(checkpoint -> checkpoint.getFileName().toString().startsWith("chk-"))
                .filter(checkpoint -> Files.isRegularFile(checkpoint.resolve(CheckpointFiles.METADATA)))
                .sorted(Comparator.comparing(CheckpointFolder::written).reversed())
                .toList();
    }

    private static FileTime written(Path checkpoint) {
        try {
            return Files.getLastModifiedTime(checkpoint.resolve(CheckpointFiles.METADATA));
        } catch (IOException e) {
            return FileTime.fromMillis(0);
        }
    }

    private static boolean intact(Path checkpoint) {
        try {
            CheckpointFiles.verify(checkpoint);
            return true;
        } catch (IOException e) {
            LOG.warn("The checkpoint {} is broken, an older one is tried: {}", checkpoint, e.toString());
            return false;
        }
    }

    private static List<Path> children(Path of) {
        if (!Files.isDirectory(of)) {
            return List.of();
        }
        try (Stream<Path> list = Files.list(of)) {
            return list.filter(Files::isDirectory).toList();
        } catch (IOException e) {
            throw new UncheckedIOException("the checkpoints in " + of + " cannot be listed", e);
        }
    }

    private static void delete(Path tree) {
        try (Stream<Path> all = Files.walk(tree)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (IOException e) {
            LOG.warn("The old checkpoints in {} cannot be removed: {}", tree, e.toString());
        }
    }
}
