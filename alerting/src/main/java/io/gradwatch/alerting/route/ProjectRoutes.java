package io.gradwatch.alerting.route;

import io.gradwatch.alerting.time.TimeIntervals;
import io.gradwatch.config.ConfigKey;
import io.gradwatch.config.ConfigSection;
import io.gradwatch.config.Configuration;
import io.gradwatch.config.ConfigurationException;
import io.gradwatch.silence.NamePattern;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Routes that projects and teams bring in files of their own. A file is called as its team or its project, and its
 * routes get no other alerts, so that nobody takes those of others. It names receivers and time intervals of the
 * configuration and can bring none, since a receiver reads files with secrets.
 *
 * @param receivers names of the receivers that there are
 * @param teams that there are
 * @param intervals that there are
 */
record ProjectRoutes(List<String> receivers, Teams teams, TimeIntervals intervals) {

    private static final ConfigKey<String> FOLDER = ConfigKey.text(
            "routes-folder",
            null,
            "Folder with a file NAME.yml or NAME.yaml of routes for each project or team that brings its own.");

    private static final Pattern FILE_NAME = Pattern.compile("([A-Za-z0-9._-]{1,100})\\.ya?ml");
    private static final String ENDINGS = "*.{yml,yaml}";

    /**
     * Routes of the files in a folder.
     *
     * @param tables of each file that can be read
     * @param problems of the files that are left out
     */
    record Found(List<RoutingTable> tables, List<String> problems) {}

    /** Reads the folder. A folder that cannot be read is a problem of the section; a file in it is one of its own. */
    Found from(ConfigSection alerting) {
        String folder = alerting.get(FOLDER);
        Found found = new Found(new ArrayList<>(), new ArrayList<>());
        if (folder == null) {
            return found;
        }
        try {
            for (Path file : files(Path.of(folder))) {
                read(file, found);
            }
        } catch (IOException | RuntimeException e) {
            String why = e.getClass().getSimpleName();
            alerting.problem(FOLDER.name(), "was '" + folder + "' but must be a readable folder: " + why);
        }
        return found;
    }

    private static TreeSet<Path> files(Path folder) throws IOException {
        TreeSet<Path> files = new TreeSet<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder, ENDINGS)) {
            entries.forEach(files::add);
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        return files;
    }

    /** Adds the routes of a file, or what is wrong with it: one team must not keep the others from being told. */
    private void read(Path file, Found found) {
        Matcher name = FILE_NAME.matcher(file.getFileName().toString());
        if (!name.matches()) {
            found.problems()
                    .add(file.toString().replaceAll("\\p{Cntrl}", "?")
                            + ": a name that is no project or team of letters, digits, dots, hyphens, underscores");
            return;
        }
        try {
            found.tables().add(Configuration.load(file, Map.of()).read(root -> routes(root, name.group(1))));
        } catch (ConfigurationException e) {
            found.problems().addAll(e.problems());
        } catch (RuntimeException e) {
            found.problems().add(file + ": cannot be read: " + e);
        }
    }

    private RoutingTable routes(ConfigSection root, String name) {
        Teams.Team own = teams.byName().getOrDefault(name, new Teams.Team(List.of(), List.of(NamePattern.of(name))));
        return new RoutingTable(root.list("routes").stream()
                .map(section ->
                        AlertRoute.from(section, receivers, teams, intervals).limitedTo(own))
                .toList());
    }
}
