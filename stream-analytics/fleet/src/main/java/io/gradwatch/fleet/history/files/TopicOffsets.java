package io.gradwatch.fleet.history.files;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Offsets of a partition in its topic and in its history. They are the same until the topic loses records that the
 * history has: its new records then have offsets that are taken in the history, and are counted on from its end.
 *
 * <p>Each loss is an empty file named {@code <offset in the history>-<offset in the topic>}, from which on records are
 * counted so.
 */
public final class TopicOffsets {

    private static final Pattern NAME = Pattern.compile("(\\d{20})-(\\d{20})");

    private final Path folder;
    private final List<Piece> pieces = new ArrayList<>();

    /** From where on which offset of the topic is which of the history. */
    private record Piece(long history, long topic) {}

    /** @param folder of the partition's losses, which is there */
    public TopicOffsets(Path folder) throws IOException {
        this.folder = folder;
        pieces.add(new Piece(0, 0));
        try (Stream<Path> files = Files.list(folder)) {
            files.map(file -> NAME.matcher(file.getFileName().toString()))
                    .filter(Matcher::matches)
                    .map(name -> new Piece(Long.parseLong(name.group(1)), Long.parseLong(name.group(2))))
                    .sorted(java.util.Comparator.comparingLong(Piece::history))
                    .forEach(pieces::add);
        }
    }

    /** The offset in the history of a record of the topic. */
    public long toHistory(long topicOffset) {
        for (int i = pieces.size() - 1; i > 0; i--) {
            if (pieces.get(i).topic() <= topicOffset) {
                return pieces.get(i).history() + topicOffset - pieces.get(i).topic();
            }
        }
        return topicOffset;
    }

    /** The offset in the topic of the first record that is at this offset of the history or after it. */
    public long toTopic(long historyOffset) {
        long lost = Long.MAX_VALUE;
        for (int i = pieces.size() - 1; i > 0; i--) {
            if (pieces.get(i).history() <= historyOffset) {
                return Math.min(
                        lost,
                        pieces.get(i).topic() + historyOffset - pieces.get(i).history());
            }
            lost = Math.min(lost, pieces.get(i).topic());
        }
        return Math.min(lost, historyOffset);
    }

    /**
     * Notes that the topic ends before the history does.
     *
     * @param historyEnd offset after the last record of the history
     * @param topicEnd offset of the next record of the topic
     */
    public void cut(long historyEnd, long topicEnd) throws IOException {
        try {
            Files.createFile(folder.resolve(String.format("%020d-%020d", historyEnd, topicEnd)));
            HistoryFolder.force(folder);
        } catch (FileAlreadyExistsException e) {
            // Another process saw it first.
        }
        pieces.add(new Piece(historyEnd, topicEnd));
    }
}
