package io.gradwatch.fleet.history.files;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.common.TopicPartition;

/**
 * Which files hold the history of one partition: a chain of commits, each beginning at the offset at which the one
 * before it ends, from 0 on. Its end is the next record to read. Where a commit is damaged it is moved to the folder
 * {@code damaged}, and the chain has a gap until the records are read again. A commit is there when its file is, whole
 * and on disk; the file system lets one writer have a name, so two that believe they own the partition cannot both add.
 *
 * <p>At one offset a commit that took the place of others goes before one written from the topic, the one that covers
 * more before one that covers less, and the later before the earlier. What the chain does not pass through does not
 * count.
 */
public final class CommitLog {

    private static final Pattern NAME = Pattern.compile("(\\d{20})(?:-(\\d{20})-(\\d{6}))?\\.json");
    private static final ObjectMapper JSON =
            new ObjectMapper().configure(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES, false);

    private final HistoryFolder history;
    private final TopicPartition partition;
    private final HistoryDamage damage;
    private final Path folder;
    private final Map<String, Commit> known = new ConcurrentHashMap<>();

    CommitLog(HistoryFolder history, TopicPartition partition, HistoryDamage damage) {
        this.history = history;
        this.partition = partition;
        this.damage = damage;
        this.folder = history.commits(partition);
    }

    /** Records that no commit of the chain covers, though later ones are covered. */
    public record Gap(long first, long next) {}

    /** The first gap of a chain; empty where it has none. */
    public static Optional<Gap> firstGap(List<Commit> chain) {
        long offset = 0;
        for (Commit commit : chain) {
            if (commit.first() > offset) {
                return Optional.of(new Gap(offset, commit.first()));
            }
            offset = commit.next();
        }
        return Optional.empty();
    }

    /** The commits that count, in order of their offsets. */
    public List<Commit> chain() throws IOException {
        while (true) {
            try {
                return read();
            } catch (NoSuchFileException e) {
                // Removed between the listing and the reading: something has taken its place.
                continue;
            }
        }
    }

    private List<Commit> read() throws IOException {
        TreeMap<Long, String> best = bestNames();
        List<Commit> chain = new ArrayList<>();
        Map.Entry<Long, String> name = best.ceilingEntry(0L);
        while (name != null) {
            Commit commit = load(name.getValue());
            if (commit == null) {
                // It was set aside; another may be there in its place.
                best = bestNames();
                name = best.ceilingEntry(end(chain));
                continue;
            }
            chain.add(commit);
            name = best.ceilingEntry(commit.next());
        }
        return chain;
    }

    /** The offset after the last record that the chain covers. */
    public static long end(List<Commit> chain) {
        return chain.isEmpty() ? 0 : chain.get(chain.size() - 1).next();
    }

    /**
     * Makes a commit count, once its files are on disk.
     *
     * @return false when another writer was faster, or the chain does not pass through it: its files then do not count
     */
    public boolean publish(Commit commit) throws IOException {
        Path temporary = folder.resolve("." + UUID.randomUUID());
        Files.write(temporary, JSON.writeValueAsBytes(commit));
        try {
            HistoryFolder.force(temporary);
            Files.createLink(folder.resolve(commit.fileName()), temporary);
            HistoryFolder.force(folder);
        } catch (FileAlreadyExistsException e) {
            return false;
        } finally {
            Files.deleteIfExists(temporary);
        }
        return chain().stream().anyMatch(other -> other.fileName().equals(commit.fileName()));
    }

    /** Files of commits that the chain does not pass through, and what a crash left of them. */
    public List<Path> superseded() throws IOException {
        List<String> counted = chain().stream().map(Commit::fileName).toList();
        List<Path> others = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            for (Path file : files) {
                if (!counted.contains(file.getFileName().toString())) {
                    others.add(file);
                }
            }
        }
        return others;
    }

    private TreeMap<Long, String> bestNames() throws IOException {
        TreeMap<Long, String> best = new TreeMap<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*.json")) {
            for (Path file : files) {
                String name = file.getFileName().toString();
                Matcher parts = NAME.matcher(name);
                if (parts.matches()) {
                    best.merge(Long.valueOf(parts.group(1)), name, CommitLog::before);
                }
            }
        }
        return best;
    }

    private static String before(String one, String other) {
        if (one.length() != other.length()) {
            return one.length() > other.length() ? one : other;
        }
        return one.compareTo(other) > 0 ? one : other;
    }

    /** A commit; null where it is damaged, and set aside now. */
    private Commit load(String name) throws IOException {
        Commit commit = known.get(name);
        if (commit != null) {
            return commit;
        }
        String problem;
        try {
            commit = JSON.readValue(Files.readAllBytes(folder.resolve(name)), Commit.class);
            problem = CommitCheck.problem(commit, name);
        } catch (InvalidFormatException e) {
            if (e.getTargetType() == HistoryTable.class) {
                throw new IOException(
                        "the commit " + folder.resolve(name)
                                + " is of a later version of the history: it has the table " + e.getValue(),
                        e);
            }
            problem = e.getOriginalMessage();
        } catch (JsonProcessingException e) {
            problem = e.getOriginalMessage();
        }
        if (problem != null) {
            setAside(name, "the commit " + folder.resolve(name) + " is damaged (" + problem + ")");
            return null;
        }
        known.put(name, commit);
        return commit;
    }

    /** Makes a commit not count any more, so that its records are read again from the topic. */
    public void withdraw(Commit commit, String why) throws IOException {
        known.remove(commit.fileName());
        setAside(commit.fileName(), why);
    }

    private void setAside(String name, String why) throws IOException {
        Path target = history.setAside(folder.resolve(name));
        damage.found(why + "; it was moved to " + target + " and its records are read again from " + partition
                + " where the topic still has them");
    }

    /** Files of commits that have been replaced by others. */
    public Set<DataFile> replacedFiles() throws IOException {
        Set<DataFile> files = new HashSet<>();
        for (Path commit : superseded()) {
            if (NAME.matcher(commit.getFileName().toString()).matches()) {
                try {
                    Commit replaced = JSON.readValue(Files.readAllBytes(commit), Commit.class);
                    if (replaced != null && replaced.files() != null) {
                        files.addAll(replaced.files());
                    }
                } catch (JsonProcessingException | NoSuchFileException e) {
                    // What a damaged commit held is not known to be held by another.
                    continue;
                }
            }
        }
        return files;
    }
}
