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
            "Folder with a file NAME.yml of routes for each project or team that brings its own.");

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,100}");
    private static final String ENDING = ".yml";

    /** Routes of each file in the folder; problems of all files are noted in the section. */
    List<RoutingTable> from(ConfigSection alerting) {
        String folder = alerting.get(FOLDER);
        List<RoutingTable> tables = new ArrayList<>();
        if (folder == null) {
            return tables;
        }
        try {
            for (Path file : files(Path.of(folder))) {
                tables.add(read(alerting, file));
            }
        } catch (IOException | RuntimeException e) {
            String why = e.getClass().getSimpleName();
            alerting.problem(FOLDER.name(), "was '" + folder + "' but must be a readable folder: " + why);
        }
        return tables;
    }

    private static TreeSet<Path> files(Path folder) throws IOException {
        TreeSet<Path> files = new TreeSet<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder, "*" + ENDING)) {
            entries.forEach(files::add);
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        return files;
    }

    private RoutingTable read(ConfigSection alerting, Path file) {
        String fileName = file.getFileName().toString();
        String name = fileName.substring(0, fileName.length() - ENDING.length());
        if (!NAME.matcher(name).matches()) {
            alerting.problem(
                    FOLDER.name(), "has a file whose name is no project or team of letters, digits, dots, hyphens");
            return new RoutingTable(List.of());
        }
        try {
            return Configuration.load(file, Map.of()).read(root -> routes(root, name));
        } catch (ConfigurationException e) {
            e.problems().forEach(problem -> alerting.problem(FOLDER.name(), "has " + problem));
            return new RoutingTable(List.of());
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
