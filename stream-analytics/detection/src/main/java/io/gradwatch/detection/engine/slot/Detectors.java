package io.gradwatch.detection.engine.slot;

import io.gradwatch.detection.spi.Detector;
import io.gradwatch.detection.spi.DetectorSpec.Role;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.stream.Collectors;

/** Finds the detectors. */
public final class Detectors {

    private Detectors() {}

    /**
     * All detectors that a class loader knows as services, in order of their ids.
     *
     * @param classLoader in Flink the one of the user code
     * @throws IllegalStateException when two have the same id
     */
    public static List<Detector<?>> load(ClassLoader classLoader) {
        List<Detector<?>> found = ServiceLoader.load(Detector.class, classLoader).stream()
                .<Detector<?>>map(ServiceLoader.Provider::get)
                .sorted(Comparator.comparing(
                                (Detector<?> detector) -> detector.spec().role() == Role.JUDGE)
                        .thenComparing(detector -> detector.spec().id()))
                .collect(Collectors.toUnmodifiableList());
        Map<String, Detector<?>> byId = new HashMap<>();
        for (Detector<?> detector : found) {
            Detector<?> other = byId.put(detector.spec().id(), detector);
            if (other != null) {
                throw new IllegalStateException("two detectors have the id "
                        + detector.spec().id() + ": " + other.getClass().getName() + " and "
                        + detector.getClass().getName());
            }
        }
        return found;
    }
}
