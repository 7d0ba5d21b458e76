package io.gradwatch.detection.engine;

import io.gradwatch.detection.spi.Detector;
import io.gradwatch.detection.spi.DetectorSpec.Role;
import java.util.Comparator;
import java.util.List;
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
        for (int i = 1; i < found.size(); i++) {
            if (found.get(i - 1).spec().id().equals(found.get(i).spec().id())) {
                throw new IllegalStateException("two detectors have the id "
                        + found.get(i).spec().id() + ": "
                        + found.get(i - 1).getClass().getName() + " and "
                        + found.get(i).getClass().getName());
            }
        }
        return found;
    }
}
