package io.gradwatch.alerting.notify.mail;

import io.gradwatch.alerting.group.AlertChange;
import io.gradwatch.alerting.message.PlainText;
import io.gradwatch.alerting.notify.spi.Notification;
import io.gradwatch.alerting.owner.AddressLimit;
import io.gradwatch.alerting.owner.Owners;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Recipients of a mail: those of the configuration, or the owners of the runs that it is about. A run whose owner has
 * no address, or is sent too many mails, is told to those of the configuration. Used by one thread.
 */
final class MailRecipients {

    private static final Logger LOG = LoggerFactory.getLogger(MailRecipients.class);

    /** Most owners of one mail; the runs of others are told to those of the configuration as well. Own choice. */
    static final int MOST_OWNERS = 20;

    /** Most owners that are said to have no address. Own choice. */
    private static final int MOST_SAID = 1_000;

    private static final int NAME_LENGTH = 80;

    private final List<String> configured;
    private final Optional<Owners> owners;
    private final AddressLimit limit;
    private final Set<String> said = new LinkedHashSet<>();

    /**
     * @param configured addresses, at least one
     * @param owners that mails go to; empty where they all go to those of the configuration
     */
    MailRecipients(List<String> configured, Optional<Owners> owners, AddressLimit limit) {
        this.configured = List.copyOf(configured);
        this.owners = owners;
        this.limit = limit;
    }

    /** Addresses for a notification, at least one. */
    List<String> of(Notification notification) {
        List<AlertChange> changes = notification.group().changes();
        if (owners.isEmpty() || changes.isEmpty()) {
            return configured;
        }
        Set<String> found = new LinkedHashSet<>();
        boolean complete = true;
        for (AlertChange change : changes) {
            Optional<String> address = address(change.alert().getOwner());
            boolean room = address.isPresent()
                    && (found.contains(address.get()) || found.size() < MOST_OWNERS && limit.permits(address.get()));
            if (room) {
                found.add(address.get());
            } else {
                complete = false;
            }
        }
        if (!complete) {
            found.addAll(configured);
        }
        return List.copyOf(found);
    }

    private Optional<String> address(String owner) {
        Optional<String> address = owners.flatMap(known -> known.address(owner));
        String shown = PlainText.oneLine(owner, NAME_LENGTH);
        if (address.isEmpty() && said.size() < MOST_SAID && said.add(shown)) {
            LOG.warn(
                    "The owner '{}' of a run has no address in alerting.owners: mails about its runs go to {}",
                    shown,
                    String.join(", ", configured));
        }
        return address;
    }

    /** Notes that a mail was taken for addresses. */
    void sent(List<String> addresses) {
        if (owners.isPresent()) {
            addresses.stream().filter(address -> !configured.contains(address)).forEach(limit::sent);
        }
    }

    /** Addresses that get a mail in the place of those that the server refuses; none where these are no owners. */
    List<String> inPlaceOf(List<String> refused) {
        boolean owner = refused.stream().anyMatch(address -> !configured.contains(address));
        return owners.isPresent() && owner ? configured : List.of();
    }
}
