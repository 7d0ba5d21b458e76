package io.gradwatch.alerting.notify.slack;

import com.fasterxml.jackson.databind.JsonNode;
import io.gradwatch.alerting.group.AlertChange;
import io.gradwatch.alerting.notify.spi.Notification;
import io.gradwatch.alerting.owner.Owners;
import io.gradwatch.schema.Alert;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Users of Slack who own runs, found by the mail address of the owner of the run. Needs the scopes {@code users:read}
 * and {@code users:read.email}. Used by one thread.
 */
final class SlackOwners {

    private static final Logger LOG = LoggerFactory.getLogger(SlackOwners.class);

    /** Most users that one message mentions. Own choice. */
    static final int MOST_MENTIONS = 5;

    /** Most addresses that are remembered. Own choice. */
    private static final int MOST_KNOWN = 1_000;

    /** Time for which a user is remembered, and for which an address without one is. Own choices. */
    private static final Duration KNOWN_FOR = Duration.ofHours(12);

    private static final Duration UNKNOWN_FOR = Duration.ofHours(1);

    /** Addresses of at most 254 characters (RFC 5321, section 4.5.3.1) without what a list or a name would have. */
    private static final Pattern MAIL = Pattern.compile("[^\\s@<>,;\"()]{1,64}@[A-Za-z0-9.-]{1,180}\\.[A-Za-z]{2,9}");

    private static final Pattern USER = Pattern.compile("[UW][A-Z0-9]{1,30}");

    private final SlackSideCalls calls;
    private final Owners owners;
    private final Clock clock;
    private final Map<String, Known> known = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Known> eldest) {
            return size() > MOST_KNOWN;
        }
    };

    /** @param owners with the addresses; where it names none, an owner that is an address is looked up as it is */
    SlackOwners(SlackSideCalls calls, Owners owners, Clock clock) {
        this.calls = calls;
        this.owners = owners;
        this.clock = clock;
    }

    /** Users to mention for a notification: owners of what fires that no earlier message of the incident was about. */
    List<String> users(Notification notification) throws InterruptedException {
        List<String> users = new ArrayList<>();
        for (String owner : newOwners(notification)) {
            user(owner).filter(user -> !users.contains(user)).ifPresent(users::add);
        }
        return users;
    }

    private List<String> newOwners(Notification notification) {
        List<AlertChange> changes = notification.group().changes();
        Set<String> now = changes.stream().map(change -> change.alert().getId()).collect(Collectors.toSet());
        Predicate<Alert> isTold = alert -> !now.contains(alert.getId());
        Set<String> told = notification.latestChanges().stream()
                .map(AlertChange::alert)
                .filter(isTold)
                .map(Alert::getOwner)
                .collect(Collectors.toSet());
        return changes.stream()
                .filter(change ->
                        change.kind() == AlertChange.Kind.FIRED || change.kind() == AlertChange.Kind.FIRED_AND_ENDED)
                .map(change -> change.alert().getOwner())
                .filter(owner -> !told.contains(owner))
                .distinct()
                .flatMap(owner -> address(owner).stream())
                .distinct()
                .limit(MOST_MENTIONS)
                .toList();
    }

    private Optional<String> address(String owner) {
        return owners.isEmpty()
                ? Optional.of(owner).filter(text -> MAIL.matcher(text).matches())
                : owners.address(owner);
    }

    private Optional<String> user(String mail) throws InterruptedException {
        Known before = known.get(mail);
        if (before != null && clock.instant().isBefore(before.until())) {
            return before.user();
        }
        Optional<JsonNode> answer = calls.form("users.lookupByEmail", Map.of("email", mail));
        if (answer.isEmpty()) {
            return Optional.empty();
        }
        Optional<String> user = Optional.of(answer.get().path("user"))
                .filter(one -> !one.path("deleted").asBoolean(false))
                .map(one -> one.path("id").asText(""))
                .filter(id -> USER.matcher(id).matches());
        if (user.isEmpty()) {
            LOG.warn("Slack knows nobody with the address {}, who owns a run: nobody is mentioned", mail);
        }
        known.put(mail, new Known(user, clock.instant().plus(user.isPresent() ? KNOWN_FOR : UNKNOWN_FOR)));
        return user;
    }

    /** Answer of Slack about an address, and the time until which it counts. */
    private record Known(Optional<String> user, Instant until) {}
}
