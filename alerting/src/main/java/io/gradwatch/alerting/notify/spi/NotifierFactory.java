package io.gradwatch.alerting.notify.spi;

import io.gradwatch.alerting.owner.Owners;
import io.gradwatch.config.ConfigSection;

/**
 * Makes the notifiers of one kind. Found by {@link java.util.ServiceLoader}; {@code @AutoService} on the class
 * registers it. Any number of receivers may be of one kind.
 */
public interface NotifierFactory {

    /** The key of a receiver under which this channel is configured, such as {@code slack}; kebab case. */
    String kind();

    /**
     * Reads the settings and makes a notifier. Bad values are noted in the section, never thrown; whoever reads the
     * configuration refuses it afterwards, and the notifier is not used.
     */
    Notifier create(ConfigSection section);

    /** The same for a channel that can tell the owner of a run: it is given the addresses that there are. */
    default Notifier create(ConfigSection section, Owners owners) {
        return create(section);
    }
}
