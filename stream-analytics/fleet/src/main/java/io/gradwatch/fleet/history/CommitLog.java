package io.gradwatch.fleet.history;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.common.TopicPartition;

/**
 * Which files hold the history of one partition: a chain of commits, each beginning at the offset at which the one
 * before it ends, from 0 on. Its end is the next record to read. A commit is there when its file is, whole and on disk;
 * the file system lets one writer have a name, so two that believe they own the partition cannot both add.
 *
 * <p>At one offset a commit that took the place of others goes before one written from the topic, the one that covers
 * more before one that covers less, and the later before the earlier. What the chain does not pass through does not
 * count.
 */
final class CommitLog {

    private static final Pattern NAME = Pattern.compile("(\\d{20})(?:-(\\d{20})-(\\d{6}))?\\.json");
    private static final ObjectMapper JSON =
            new ObjectMapper().configure(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES, false);

    private final Path folder;
    private final Map<String, Commit> known = new ConcurrentHashMap<>();

    CommitLog(HistoryFolder history, TopicPartition partition) {
        this.folder = history.commits(partition);
    }

    /** The commits that count, in order of their offsets. */
    List<Commit> chain() throws IOException {
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
        Map<Long, String> best = bestNames();
        List<Commit> chain = new ArrayList<>();
        long offset = 0;
        for (String name = best.get(offset); name != null; name = best.get(offset)) {
            Commit commit = load(name);
            if (commit.first() != offset || commit.next() <= offset) {
                throw new IOException(folder.resolve(name) + " covers " + commit.first() + " to " + commit.next()
                        + ", which is not what its name says");
            }
            chain.add(commit);
            offset = commit.next();
        }
        return chain;
    }

    /** The offset after the last record that the chain covers. */
    static long end(List<Commit> chain) {
        return chain.isEmpty() ? 0 : chain.get(chain.size() - 1).next();
    }

    /**
     * Makes a commit count, once its files are on disk.
     *
     * @return false when another writer was faster, or the chain does not pass through it: its files then do not count
     */
    boolean publish(Commit commit) throws IOException {
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
    List<Path> superseded() throws IOException {
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

    private Map<Long, String> bestNames() throws IOException {
        Map<Long, String> best = new HashMap<>();
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

    private Commit load(String name) throws IOException {
        Commit commit = known.get(name);
        if (commit == null) {
            commit = JSON.readValue(Files.readAllBytes(folder.resolve(name)), Commit.class);
            known.put(name, commit);
        }
        return commit;
    }
}
