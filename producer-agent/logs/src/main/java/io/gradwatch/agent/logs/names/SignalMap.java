package io.gradwatch.agent.logs.names;

import io.gradwatch.config.NearestName;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Mapping of the names in a log by a person: which column, key or tag is which signal. A signal that is mapped is taken
 * from there and from nowhere else. Dots and slashes in names are the same.
 */
public final class SignalMap {

    private static final SignalMap NONE = new SignalMap(Map.of());

    private final Map<LogSignal, String> names;

    private SignalMap(Map<LogSignal, String> names) {
        this.names = names;
    }

    /** Leaves all names to the table of usual spellings. */
    public static SignalMap none() {
        return NONE;
    }

    /**
     * Reads mappings.
     *
     * @param mappings each {@code signal=name}
     * @throws IllegalArgumentException when one is no mapping, its signal is not known, or one contradicts another
     */
    public static SignalMap parse(List<String> mappings) {
        Map<LogSignal, String> names = new TreeMap<>();
        Set<String> taken = new HashSet<>();
        for (String mapping : mappings) {
            int equals = mapping.indexOf('=');
            String name = mapping.substring(equals + 1).strip();
            if (equals < 1 || name.isEmpty()) {
                throw new IllegalArgumentException(
                        "the mapping was '" + mapping + "'; expected signal=name, such as train_loss=my_column");
            }
            LogSignal signal = known(mapping.substring(0, equals).strip());
            if (names.put(signal, name) != null) {
                throw new IllegalArgumentException(signal.id() + " is mapped twice; expected one name for it");
            }
            if (!taken.add(key(name))) {
                throw new IllegalArgumentException("'" + name + "' is mapped to two signals; expected one");
            }
        }
        return new SignalMap(names);
    }

    /** The same with the time of a row taken from {@code time}, where nothing else is said of it. */
    public SignalMap withTime() {
        Map<LogSignal, String> all = new TreeMap<>();
        all.putAll(names);
        all.putIfAbsent(LogSignal.TIME, LogSignal.TIME.id());
        return new SignalMap(all);
    }

    public boolean has(LogSignal signal) {
        return names.containsKey(signal);
    }

    /** The signal that is taken from this name. */
    public Optional<LogSignal> signal(String name) {
        return names.entrySet().stream()
                .filter(entry -> key(entry.getValue()).equals(key(name)))
                .map(Map.Entry::getKey)
                .findFirst();
    }

    /** Problem of a log that has these names and no others; empty where every mapped one is among them. */
    Optional<String> missing(Set<String> found) {
        return names.entrySet().stream()
                .filter(entry -> found.stream().noneMatch(name -> key(name).equals(key(entry.getValue()))))
                .map(entry -> missing(entry.getKey(), entry.getValue(), found))
                .findFirst();
    }

    private static String missing(LogSignal signal, String name, Set<String> found) {
        String nearest = NearestName.of(name, found);
        return "has no '" + Shown.text(name) + "', which " + signal.id() + " is mapped to; "
                + (nearest == null
                        ? "it has " + (found.isEmpty() ? "no names" : Shown.text(String.join(", ", found)))
                        : "the nearest is '" + Shown.text(nearest) + "'");
    }

    private static LogSignal known(String id) {
        return LogSignal.withId(id).orElseThrow(() -> {
            String nearest = NearestName.of(id, LogSignal.ids());
            return new IllegalArgumentException("'" + id + "' is no signal; "
                    + (nearest == null ? "expected one of " + LogSignal.allIds() : "the nearest is " + nearest));
        });
    }

    private static String key(String name) {
        return name.strip().replace('.', '/');
    }
}
