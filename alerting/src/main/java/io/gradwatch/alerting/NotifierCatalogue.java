package io.gradwatch.alerting;

import io.gradwatch.alerting.notify.spi.NotifierFactory;
import java.util.Collection;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.TreeMap;

/** The kinds of notifiers that a receiver can be. */
public final class NotifierCatalogue {

    private final Map<String, NotifierFactory> byKind;

    private NotifierCatalogue(Map<String, NotifierFactory> byKind) {
        this.byKind = byKind;
    }

    /** All kinds on the class path. */
    public static NotifierCatalogue load() {
        Map<String, NotifierFactory> byKind = new TreeMap<>();
        for (NotifierFactory factory :
                ServiceLoader.load(NotifierFactory.class, NotifierCatalogue.class.getClassLoader())) {
            NotifierFactory other = byKind.put(factory.kind(), factory);
            if (other != null) {
                throw new IllegalStateException("two notifiers are called " + factory.kind() + ": "
                        + other.getClass().getName() + " and "
                        + factory.getClass().getName());
            }
        }
        return new NotifierCatalogue(byKind);
    }

    /** The same catalogue with another factory for its kind, such as a console that writes elsewhere. */
    public NotifierCatalogue with(NotifierFactory factory) {
        Map<String, NotifierFactory> changed = new TreeMap<>(byKind);
        changed.put(factory.kind(), factory);
        return new NotifierCatalogue(changed);
    }

    Collection<NotifierFactory> factories() {
        return byKind.values();
    }

    String kinds() {
        return String.join(", ", byKind.keySet());
    }
}
