package io.gradwatch.alerting;

import io.gradwatch.alerting.deliver.Receiver;
import io.gradwatch.alerting.notify.spi.Notifier;
import io.gradwatch.alerting.notify.spi.NotifierFactory;
import io.gradwatch.alerting.owner.Owners;
import io.gradwatch.config.ConfigKey;
import io.gradwatch.config.ConfigSection;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeMap;

/** The kinds of notifiers that a receiver can be. */
public final class NotifierCatalogue {

    static final ConfigKey<String> NAME = ConfigKey.text("name", null, "Name of the receiver, for the routes.")
            .that(
                    name -> name.matches("[A-Za-z0-9._-]{1,60}"),
                    "of 1 to 60 letters, digits, dots, hyphens, underscores");

    private static final String CONSOLE = "console";

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
                String names = other.getClass().getName() + " and "
                        + factory.getClass().getName();
                throw new IllegalStateException("two notifiers are called " + factory.kind() + ": " + names);
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

    /** Reads {@code alerting.receivers}; without any, a console, which needs nothing. */
    List<Receiver> receivers(ConfigSection alerting) {
        Owners owners = Owners.from(alerting);
        List<ConfigSection> sections = alerting.list("receivers");
        if (sections.isEmpty()) {
            Notifier console = byKind.get(CONSOLE).create(alerting.section(CONSOLE));
            return List.of(new Receiver(CONSOLE, console));
        }
        List<Receiver> receivers = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (ConfigSection section : sections) {
            String name = section.require(NAME);
            if (name != null && !names.add(name)) {
                section.problem(NAME.name(), "was '" + name + "' but must differ from the names of other receivers");
            }
            Notifier notifier = notifier(section, owners);
            if (name != null && notifier != null) {
                receivers.add(new Receiver(name, notifier));
            }
        }
        return List.copyOf(receivers);
    }

    private Notifier notifier(ConfigSection section, Owners owners) {
        List<String> given = byKind.keySet().stream().filter(section::has).toList();
        if (given.size() != 1) {
            section.problem(NAME.name(), "must stand beside exactly one of " + String.join(", ", byKind.keySet()));
        }
        Notifier notifier = null;
        for (String kind : given) {
            notifier = byKind.get(kind).create(section.section(kind), owners);
        }
        return notifier;
    }
}
