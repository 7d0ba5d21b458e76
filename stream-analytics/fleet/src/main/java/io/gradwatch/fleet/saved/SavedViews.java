package io.gradwatch.fleet.saved;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.SYNC;
import static java.nio.file.StandardOpenOption.TRUNCATE_EXISTING;
import static java.nio.file.StandardOpenOption.WRITE;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The saved views of this instance, in one file that is replaced as a whole: a crash leaves the one before or the one
 * after. A file that cannot be read is put aside and none of its views is shown. Thread-safe.
 */
public final class SavedViews {

    /** Views of an instance. Own choice: more are not found in a menu. */
    public static final int MOST_VIEWS = 200;

    private static final Logger LOG = LoggerFactory.getLogger(SavedViews.class);
    private static final ObjectMapper JSON = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private final Path file;
    private TreeMap<String, SavedView> views;

    /** @param folder of the fleet's data; nothing is read before the first call */
    public SavedViews(Path folder) {
        this.file = folder.resolve("views.json");
    }

    /** There are as many views as may be. */
    public static final class TooManyViewsException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        TooManyViewsException() {
            super("There are " + MOST_VIEWS + " saved views, which is the most; delete one first");
        }
    }

    /** All views by name. */
    public synchronized List<SavedView> all() {
        return List.copyOf(views().values());
    }

    /**
     * Saves a view, in place of one of the same name.
     *
     * @throws TooManyViewsException where there is no room for another
     */
    public synchronized void save(SavedView view) {
        TreeMap<String, SavedView> next = copy();
        next.put(view.name(), view);
        if (next.size() > MOST_VIEWS && !views.containsKey(view.name())) {
            throw new TooManyViewsException();
        }
        write(next);
    }

    /** Deletes a view; false where there is none of this name. */
    public synchronized boolean delete(String name) {
        TreeMap<String, SavedView> next = copy();
        if (next.remove(name) == null) {
            return false;
        }
        write(next);
        return true;
    }

    private TreeMap<String, SavedView> copy() {
        return new TreeMap<>(views());
    }

    private TreeMap<String, SavedView> views() {
        if (views == null) {
            TreeMap<String, SavedView> read =
                    new TreeMap<>(String.CASE_INSENSITIVE_ORDER.thenComparing(Comparator.naturalOrder()));
            read().forEach(view -> read.put(view.name(), view));
            views = read;
        }
        return views;
    }

    private List<SavedView> read() {
        try {
            if (!Files.exists(file)) {
                return List.of();
            }
            List<SavedView> read = JSON.readValue(Files.readAllBytes(file), new TypeReference<>() {});
            return read != null && read.stream().allMatch(SavedViews::isWhole) ? read : putAside("a view lacks a part");
        } catch (JsonProcessingException e) {
            return putAside(e.getOriginalMessage());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isWhole(SavedView view) {
        return view != null && view.name() != null && view.page() != null && view.query() != null;
    }

    private List<SavedView> putAside(String why) {
        Path aside = file.resolveSibling("views.json.unreadable");
        try {
            Files.move(file, aside, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        LOG.warn("The saved views cannot be read and are now in {}: {}", aside, why);
        return List.of();
    }

    private void write(TreeMap<String, SavedView> next) {
        Path beside = file.resolveSibling("views.json.new");
        try {
            Files.createDirectories(file.getParent());
            Files.write(beside, JSON.writeValueAsBytes(next.values()), CREATE, TRUNCATE_EXISTING, WRITE, SYNC);
            Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        views = next;
    }
}
