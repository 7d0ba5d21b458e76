package io.gradwatch.standalone.catalogue;

import io.gradwatch.config.ConfigKey;
import io.gradwatch.detection.engine.slot.Detectors;
import io.gradwatch.detection.spi.Detector;
import io.gradwatch.detection.spi.DetectorSpec;
import io.gradwatch.detection.spi.Signal;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** Descriptions of the detectors in words. */
final class Catalogue {

    private static final double LARGEST_WRITTEN_OUT = 1e15;

    private Catalogue() {}

    /** All detectors, in order of their ids. */
    static List<DetectorSpec> all() {
        return Detectors.load(Catalogue.class.getClassLoader()).stream()
                .map(Detector::spec)
                .toList();
    }

    static Optional<DetectorSpec> of(String id) {
        return all().stream().filter(spec -> spec.id().equals(id)).findFirst();
    }

    static String severity(DetectorSpec spec) {
        return spec.severity().name().toLowerCase(Locale.ROOT);
    }

    /** Each a set of signals that is enough. */
    static List<List<String>> needs(DetectorSpec spec) {
        return spec.needs().stream()
                .map(need -> need.stream().sorted().map(Signal::words).toList())
                .toList();
    }

    static String needsInWords(DetectorSpec spec) {
        String words =
                needs(spec).stream().map(need -> String.join(" and ", need)).collect(Collectors.joining(", or "));
        return words.isEmpty() ? "any record" : words;
    }

    static String settingsInWords(DetectorSpec spec) {
        String words = spec.keys().stream()
                .map(key -> key.name() + " = " + number(key.defaultValue()))
                .collect(Collectors.joining(", "));
        return words.isEmpty() ? "none" : words;
    }

    static String defaultInWords(ConfigKey<Double> key) {
        return number(key.defaultValue());
    }

    /** A number as people write it. */
    static String number(double value) {
        return value == Math.rint(value) && Math.abs(value) < LARGEST_WRITTEN_OUT
                ? Long.toString((long) value)
                : Double.toString(value);
    }
}
