package io.gradwatch.alerting;

import io.gradwatch.alerting.deliver.Receiver;
import io.gradwatch.alerting.notify.spi.Notifier;
import io.gradwatch.alerting.notify.spi.NotifierFactory;
import io.gradwatch.config.ConfigKey;
import io.gradwatch.config.ConfigSection;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Reads {@code alerting.receivers}. */
final class ReceiverSettings {

    static final ConfigKey<String> NAME = ConfigKey.text("name", null, "Name of the receiver, for the routes.")
            .that(
                    name -> name.matches("[A-Za-z0-9._-]{1,60}"),
                    "of 1 to 60 letters, digits, dots, hyphens, underscores");

    private static final String CONSOLE = "console";

    private ReceiverSettings() {}

    static List<Receiver> read(ConfigSection alerting, NotifierCatalogue catalogue) {
        List<ConfigSection> sections = alerting.list("receivers");
        List<Receiver> receivers = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (ConfigSection section : sections) {
            String name = section.require(NAME);
            if (name != null && !names.add(name)) {
                section.problem(NAME.name(), "was '" + name + "' but must differ from the names of other receivers");
            }
            Notifier notifier = notifier(section, catalogue);
            if (name != null && notifier != null) {
                receivers.add(new Receiver(name, notifier));
            }
        }
        return sections.isEmpty() ? List.of(console(alerting, catalogue)) : List.copyOf(receivers);
    }

    private static Notifier notifier(ConfigSection section, NotifierCatalogue catalogue) {
        List<NotifierFactory> given = catalogue.factories().stream()
                .filter(factory -> section.has(factory.kind()))
                .toList();
        if (given.size() != 1) {
            section.problem(NAME.name(), "must stand beside exactly one of " + catalogue.kinds());
        }
        Notifier notifier = null;
        for (NotifierFactory factory : given) {
            notifier = factory.create(section.section(factory.kind()));
        }
        return notifier;
    }

    /** The default that needs nothing. */
    private static Receiver console(ConfigSection alerting, NotifierCatalogue catalogue) {
        NotifierFactory factory = catalogue.factories().stream()
                .filter(candidate -> candidate.kind().equals(CONSOLE))
                .findFirst()
                .orElseThrow();
        return new Receiver(CONSOLE, factory.create(alerting.section(CONSOLE)));
    }
}
