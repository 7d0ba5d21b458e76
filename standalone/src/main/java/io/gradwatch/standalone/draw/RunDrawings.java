package io.gradwatch.standalone.draw;

import io.gradwatch.fleet.history.read.Points;
import io.gradwatch.fleet.http.history.HistoryRoutes.Curve;
import io.gradwatch.standalone.draw.Drawing.DrawnRun;
import io.gradwatch.standalone.draw.Drawing.ListedAlert;
import io.gradwatch.standalone.draw.Drawing.ListedRun;
import io.gradwatch.standalone.replay.Recordings;
import io.gradwatch.standalone.replay.ReplayedRun;
import io.gradwatch.standalone.replay.Report;
import io.gradwatch.standalone.replay.RunFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
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
    private static final String LOSS = "loss";
    private static final int POINTS_IN_LIST = 120;
    private static final int ALERTS_IN_LIST = 8;

    private final Path folder;
    private final Recordings recordings;
    private final Map<String, RunFile> files = new HashMap<>();
    private final Set<String> names = new HashSet<>(Set.of(INDEX));
    private final List<ListedRun> list = new ArrayList<>();

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
        Map<String, BoundedSeries> series = LogCurves.read(recordings, files.get(run.runId()), run.rows());
        List<DrawnAlert> alerts = DrawnAlert.of(run, series.keySet());
        List<Curve> curves = series.entrySet().stream()
                .map(one -> curve(run, one.getKey(), one.getValue().points()))
                .toList();
        String page = fileName(run.runId());
        String problem = run.problem().orElse(null);
        write(page, Drawing.of(new DrawnRun(run.runId(), run.rows(), problem, run.abstained(), alerts, curves)));
        Curve loss =
                series.containsKey(LOSS) ? curve(run, LOSS, series.get(LOSS).points(POINTS_IN_LIST)) : null;
        list.add(new ListedRun(run.runId(), page, run.rows(), listed(alerts), loss));
    }

    private static List<ListedAlert> listed(List<DrawnAlert> alerts) {
        return alerts.stream()
                .limit(ALERTS_IN_LIST)
                .map(alert -> alert.detail().row())
                .map(row -> new ListedAlert(row.alertClass(), row.severity(), row.state()))
                .toList();
    }

    private static Curve curve(ReplayedRun run, String series, Points points) {
        return new Curve(run.runId(), series, 0, points);
    }

    @Override
    public void end() {
        write(INDEX + ".html", Drawing.of(new Drawing.RunList(list)));
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
