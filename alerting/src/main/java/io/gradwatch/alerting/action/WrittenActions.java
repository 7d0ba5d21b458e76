package io.gradwatch.alerting.action;

import io.gradwatch.alerting.message.PlainText;
import io.gradwatch.alerting.notify.spi.AlertActions;
import io.gradwatch.alerting.outbox.NotifiedAlerts;
import io.gradwatch.alerting.outbox.NotifiedAlerts.NotifiedAlert;
import io.gradwatch.alerting.outbox.Outbox;
import io.gradwatch.schema.Alert;
import io.gradwatch.schema.AlertAnnotation;
import io.gradwatch.schema.AlertState;
import io.gradwatch.schema.AnnotationKind;
import io.gradwatch.schema.MatcherField;
import io.gradwatch.schema.SilenceMatcher;
import io.gradwatch.silence.AlertLabels;
import io.gradwatch.silence.NamePattern;
import io.gradwatch.silence.SilenceRules;
import io.gradwatch.silence.SilenceWriter;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Actions that are written to the topics of silences, acknowledgements and annotations, as the page and the command
 * line write them.
 *
 * @param outbox that knows which alerts a receiver was told of
 * @param writer to the topics
 */
public record WrittenActions(Outbox outbox, SilenceWriter writer, Clock clock) implements AlertActions {

    private static final Logger LOG = LoggerFactory.getLogger(WrittenActions.class);

    /** Alerts that one press acts on, at most; each is a record. Own choice. */
    private static final int MOST_ALERTS = 200;

    private static final String OVER = "None of these alerts fires any more.";

    @Override
    public String acknowledge(SentMessage message, Person person) {
        return act(message, person, told -> {
            List<Alert> open = told.alerts().stream()
                    .filter(alert -> alert.now().getState() != AlertState.RECOVERED)
                    .map(NotifiedAlert::notified)
                    .toList();
            Instant now = clock.instant();
            open.forEach(alert -> writer.acknowledge(AlertLabels.of(alert), name(person), person.via(), "", now));
            return open.isEmpty() ? OVER : "Acknowledged " + count(open.size()) + "." + left(told);
        });
    }

    @Override
    public String silence(SentMessage message, Duration length, Person person) {
        return act(message, person, told -> {
            List<Alert> firing = told.alerts().stream()
                    .map(NotifiedAlert::now)
                    .filter(alert -> alert.getState() == AlertState.FIRING)
                    .toList();
            if (firing.isEmpty()) {
                return OVER;
            }
            Instant now = clock.instant();
            List<SilenceMatcher> matchers = matchers(firing);
            writer.add(matchers, name(person), "from " + person.via(), now, now.plus(length));
            return "Silenced for " + length.toHours() + " h: "
                    + matchers.stream()
                            .map(matcher -> SilenceRules.label(matcher.getField()) + " "
                                    + PlainText.oneLine(matcher.getPattern(), 200))
                            .collect(Collectors.joining(", "))
                    + ".";
        });
    }

    @Override
    public String vote(SentMessage message, boolean useful, Person person) {
        return act(message, person, told -> {
            long now = clock.millis();
            told.alerts()
                    .forEach(alert -> writer.annotate(AlertAnnotation.newBuilder()
                            .setAlertId(alert.now().getId())
                            .setId(UUID.randomUUID().toString())
                            .setKind(AnnotationKind.USEFULNESS)
                            .setBy(name(person))
                            .setVia(person.via())
                            .setUseful(useful)
                            .setAtMillis(now)
                            .build()));
            return "Thank you, noted: " + (useful ? "useful." : "not useful.");
        });
    }

    private String act(SentMessage message, Person person, Function<NotifiedAlerts, String> action) {
        try {
            NotifiedAlerts told =
                    outbox.notified().alerts(message.receiver(), message.incident(), message.sequence(), MOST_ALERTS);
            return told.alerts().isEmpty() ? UNKNOWN : action.apply(told);
        } catch (RuntimeException e) {
            LOG.warn("An action of {} by {} failed", person.name(), person.via(), e);
            return "That did not work: " + PlainText.oneLine(String.valueOf(e.getMessage()), 200);
        }
    }

    private static String left(NotifiedAlerts told) {
        return told.left() == 0
                ? ""
                : " " + told.left() + " more of this message are not: acknowledge them on the page.";
    }

    /**
     * Matchers that cover the alerts: their classes and, of one run, its id, of several their projects. One run is
     * silenced alone; several are what their cause has in common.
     */
    private static List<SilenceMatcher> matchers(List<Alert> firing) {
        Set<String> runs = values(firing, Alert::getRunId);
        Set<String> projects = values(firing, Alert::getProject);
        List<SilenceMatcher> matchers = new ArrayList<>();
        matchers.add(new SilenceMatcher(MatcherField.CLASS, NamePattern.anyOf(values(firing, Alert::getAlertClass))));
        if (runs.size() == 1) {
            matchers.add(new SilenceMatcher(MatcherField.RUN, NamePattern.anyOf(runs)));
        } else {
            matchers.add(new SilenceMatcher(MatcherField.PROJECT, NamePattern.anyOf(projects)));
        }
        return matchers;
    }

    private static Set<String> values(List<Alert> alerts, Function<Alert, String> label) {
        return alerts.stream().map(label).collect(Collectors.toCollection(TreeSet::new));
    }

    private static String name(Person person) {
        return PlainText.oneLine(person.name(), SilenceRules.NAME_LENGTH);
    }

    private static String count(int alerts) {
        return alerts == 1 ? "the alert" : alerts + " alerts";
    }
}
