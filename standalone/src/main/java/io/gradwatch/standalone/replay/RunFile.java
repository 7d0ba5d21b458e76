package io.gradwatch.standalone.replay;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A log and the run that it is replayed as.
 *
 * @param file as the user named it
 * @param runId name of the file without its ending, preceded by the folders that tell it from others of the same name
 */
public record RunFile(Path file, String runId) {

    /**
     * Names the runs of some logs.
     *
     * @throws IllegalArgumentException when a log is named twice
     */
    public static List<RunFile> of(List<Path> files) {
        Set<Path> places = new HashSet<>();
        for (Path file : files) {
            if (!places.add(place(file))) {
                throw new IllegalArgumentException(file + " is named twice");
            }
        }
        return named(files);
    }

    private static List<RunFile> named(List<Path> files) {
        int[] folders = new int[files.size()];
        for (boolean unique = false; !unique; ) {
            Map<String, List<Integer>> byName = new HashMap<>();
            for (int i = 0; i < folders.length; i++) {
                byName.computeIfAbsent(name(files.get(i), folders[i]), ignored -> new ArrayList<>())
                        .add(i);
            }
            unique = true;
            for (List<Integer> same : byName.values()) {
                if (same.size() > 1) {
                    same.forEach(i -> folders[i]++);
                    unique = false;
                }
            }
        }
        List<RunFile> result = new ArrayList<>();
        for (int i = 0; i < folders.length; i++) {
            result.add(new RunFile(files.get(i), name(files.get(i), folders[i])));
        }
        return result;
    }

    /** The last part of the path without its ending, after so many folders; the whole path where there are no more. */
    private static String name(Path file, int folders) {
        Path place = place(file);
        String last = place.getFileName() == null ? "" : place.getFileName().toString();
        int dot = last.lastIndexOf('.');
        String stem = dot > 0 ? last.substring(0, dot) : last;
        int parts = place.getNameCount();
        if (folders >= parts) {
            return place.toString();
        }
        return folders == 0 ? stem : place.subpath(parts - 1 - folders, parts - 1) + "/" + stem;
    }

    private static Path place(Path file) {
        try {
            return file.toRealPath();
        } catch (IOException e) {
            return file.toAbsolutePath().normalize();
        }
    }
}
