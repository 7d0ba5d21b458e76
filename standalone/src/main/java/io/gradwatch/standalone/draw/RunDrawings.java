package io.gradwatch.standalone.draw;

import io.gradwatch.standalone.replay.Recordings;
import io.gradwatch.standalone.replay.ReplayedRun;
import io.gradwatch.standalone.replay.Report;
import io.gradwatch.standalone.replay.RunFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Writes a page for every run of a replay, and one that lists them. */
public final class RunDrawings implements Report {

    private static final String INDEX = "index";
    private static final int LONGEST_NAME = 100;

    private final Path folder;
    private final Recordings recordings;
    private final Map<String, RunFile> files = new HashMap<>();
    private final Set<String> names = new HashSet<>(Set.of(INDEX));
    private final IndexPage index = new IndexPage();

    /**
     * @param folder that takes the pages; it is made where it is missing
     * @param recordings reader of the logs
     * @param files that are replayed
     */
    public RunDrawings(Path folder, Recordings recordings, List<RunFile> files) {
        this.folder = folder;
        this.recordings = recordings;
        files.forEach(file -> this.files.put(file.runId(), file));
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(folder + " cannot be made a folder for the pages: " + e, e);
        }
    }

    @Override
    public void run(ReplayedRun run) {
        ChartCurves curves = ChartCurves.read(recordings, files.get(run.runId()), run.rows());
        List<AlertSpan> faults = AlertSpan.of(run);
        String page = fileName(run.runId());
        write(page, RunPage.of(run, curves, faults));
        index.add(run.runId(), page, run.rows(), curves, faults);
    }

    @Override
    public void end() {
        write(INDEX + ".html", index.page());
    }

    /** A name that is safe in every file system and in a link, and of this run only. */
    private String fileName(String runId) {
        String plain = runId.replaceAll("[^A-Za-z0-9_-]+", "_");
        String stem = plain.substring(0, Math.min(LONGEST_NAME, plain.length()));
        String name = stem;
        for (int i = 2; !names.add(name.toLowerCase(Locale.ROOT)); i++) {
            name = stem + "-" + i;
        }
        return name + ".html";
    }

    private void write(String name, String page) {
        try {
            Files.writeString(folder.resolve(name), page);
        } catch (IOException e) {
            throw new UncheckedIOException(folder.resolve(name) + " cannot be written: " + e, e);
        }
    }
}
