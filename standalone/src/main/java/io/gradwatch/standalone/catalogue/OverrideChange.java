package io.gradwatch.standalone.catalogue;

import io.gradwatch.config.ConfigKey;
import io.gradwatch.config.NearestName;
import io.gradwatch.detection.spi.DetectorSpec;
import io.gradwatch.schema.DetectorOverrides;
import io.gradwatch.standalone.cli.Terminal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import picocli.CommandLine.Option;

/** Changes from the command line to the settings of a project or a run. */
final class OverrideChange {

    @Option(
            names = "--set",
            paramLabel = "DETECTOR.KEY=VALUE",
            description = "Let this hold for the project or the run, from the next event on. May be given again.")
    private List<String> set = List.of();

    @Option(
            names = "--unset",
            paramLabel = "DETECTOR.KEY",
            description = "Let the configuration hold again. May be given again.")
    private List<String> unset = List.of();

    @Option(
            names = "--disable",
            paramLabel = "DETECTOR",
            description = "Switch a detector off for the project or the run. May be given again.")
    private List<String> disable = List.of();

    @Option(names = "--enable", paramLabel = "DETECTOR", description = "Take a --disable back. May be given again.")
    private List<String> enable = List.of();

    /** True where nothing is to be changed. */
    boolean isEmpty() {
        return set.isEmpty() && unset.isEmpty() && disable.isEmpty() && enable.isEmpty();
    }

    /**
     * The settings with the change.
     *
     * @throws IllegalArgumentException with all problems, a line each, when the change is not one of the catalogue
     */
    DetectorOverrides applyTo(DetectorOverrides before) {
        List<String> problems = new ArrayList<>();
        Map<String, Double> values = new TreeMap<>(before.getValues());
        TreeSet<String> disabled = new TreeSet<>(before.getDisabled());
        set.forEach(text -> set(text, values, problems));
        unset.forEach(name -> {
            if (key("--unset", name, problems) != null) {
                values.remove(name);
            }
        });
        disable.forEach(id -> {
            if (detector("--disable", id, problems) != null) {
                disabled.add(id);
            }
        });
        enable.forEach(id -> {
            if (detector("--enable", id, problems) != null) {
                disabled.remove(id);
            }
        });
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException(Terminal.plain(String.join("; ", problems)));
        }
        return new DetectorOverrides(values, List.copyOf(disabled));
    }

    private static void set(String text, Map<String, Double> values, List<String> problems) {
        int equals = text.indexOf('=');
        if (equals < 0) {
            problems.add("--set was '" + text + "' but must be DETECTOR.KEY=VALUE");
            return;
        }
        String name = text.substring(0, equals);
        ConfigKey<Double> key = key("--set", name, problems);
        if (key == null) {
            return;
        }
        String value = text.substring(equals + 1);
        try {
            values.put(name, key.parser().parse(value));
        } catch (IllegalArgumentException e) {
            problems.add("--set " + name + " was '" + value + "' but must be " + key.expected());
        }
    }

    private static ConfigKey<Double> key(String option, String name, List<String> problems) {
        int dot = name.indexOf('.');
        if (dot < 0) {
            problems.add(option + " was '" + name + "' but must name DETECTOR.KEY");
            return null;
        }
        DetectorSpec detector = detector(option, name.substring(0, dot), problems);
        if (detector == null) {
            return null;
        }
        String wanted = name.substring(dot + 1);
        for (ConfigKey<Double> key : detector.keys()) {
            if (key.name().equals(wanted)) {
                return key;
            }
        }
        List<String> known = detector.keys().stream().map(ConfigKey::name).toList();
        problems.add(option + ": " + detector.id() + " has no setting '" + wanted + "'" + meant(wanted, known));
        return null;
    }

    private static DetectorSpec detector(String option, String id, List<String> problems) {
        DetectorSpec found = Catalogue.of(id).orElse(null);
        if (found == null) {
            List<String> known = Catalogue.all().stream().map(DetectorSpec::id).toList();
            problems.add(option + ": no detector is called '" + id + "'" + meant(id, known));
        }
        return found;
    }

    private static String meant(String name, List<String> known) {
        String nearest = NearestName.of(name, known);
        if (nearest != null) {
            return "; did you mean '" + nearest + "'?";
        }
        return known.isEmpty()
                ? "; it has none"
                : "; there are " + known.stream().collect(Collectors.joining(", "));
    }
}
