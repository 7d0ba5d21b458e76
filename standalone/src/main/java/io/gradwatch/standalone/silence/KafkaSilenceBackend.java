package io.gradwatch.standalone.silence;

import io.gradwatch.access.KafkaLogin;
import io.gradwatch.schema.Acknowledgement;
import io.gradwatch.schema.Alert;
import io.gradwatch.schema.AlertState;
import io.gradwatch.schema.Silence;
import io.gradwatch.schema.SilenceMatcher;
import io.gradwatch.schema.Topics;
import io.gradwatch.service.KafkaReach;
import io.gradwatch.silence.AlertLabels;
import io.gradwatch.silence.AlertMatchers;
import io.gradwatch.silence.SilenceReader;
import io.gradwatch.silence.SilenceRules;
import io.gradwatch.silence.SilenceWriter;
import io.gradwatch.silence.Silences;
import io.gradwatch.standalone.cli.Terminal;
import io.gradwatch.standalone.stream.TopicReader;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/** The topics of silences and acknowledgements themselves, where there is no fleet. */
final class KafkaSilenceBackend implements SilenceBackend {

    private final String bootstrapServers;
    private final Consumer<String> unreadable;

    /** @param unreadable takes a sentence about each record that mutes nothing */
    KafkaSilenceBackend(String bootstrapServers, Consumer<String> unreadable) {
        this.bootstrapServers = bootstrapServers;
        this.unreadable = unreadable;
    }

    @Override
    public List<Silence> silences() {
        return read().silences();
    }

    @Override
    public Added add(List<SilenceMatcher> matchers, ChangeAuthor person, Instant now, Duration length) {
        Instant ends = now.plus(length);
        Silence silence = write(writer -> writer.add(matchers, person.name(), person.comment(), now, ends));
        List<SilencedAlert> silenced = latestAlerts().values().stream()
                .filter(alert -> alert.getState() == AlertState.FIRING)
                .filter(AlertMatchers.of(matchers)::match)
                .sorted(Comparator.comparing(Alert::getSeverity).reversed().thenComparing(Alert::getId))
                .map(alert -> new SilencedAlert(
                        alert.getId(),
                        SilenceRules.label(alert.getSeverity()),
                        alert.getAlertClass(),
                        alert.getRunName()))
                .toList();
        return new Added(silence, silenced);
    }

    @Override
    public Optional<Silence> expire(String id, Instant now) {
        return read().silence(id).map(silence -> write(writer -> writer.expire(silence, now)));
    }

    @Override
    public List<Acknowledgement> acknowledgements() {
        return read().acknowledgements();
    }

    @Override
    public Acknowledgement acknowledge(String alertId, ChangeAuthor person, Instant now) {
        Alert alert = latestAlerts().get(alertId);
        if (alert == null) {
            throw failure("no alert has the id '" + alertId + "'");
        }
        if (alert.getState() == AlertState.RECOVERED) {
            throw failure("alert '" + alertId + "' has recovered");
        }
        return write(
                writer -> writer.acknowledge(AlertLabels.of(alert), person.name(), "command", person.comment(), now));
    }

    @Override
    public List<Acknowledgement> withdraw(String alertId) {
        List<Acknowledgement> known = acknowledgements().stream()
                .filter(acknowledged -> acknowledged.getAlertId().equals(alertId))
                .toList();
        if (known.isEmpty()) {
            throw failure("nobody acknowledged alert '" + alertId + "'");
        }
        return write(writer -> {
            writer.withdraw(alertId);
            return known;
        });
    }

    /** By id, the latest transition of each alert that the topic holds. */
    private Map<String, Alert> latestAlerts() {
        Map<String, Alert> latest = new HashMap<>();
        new TopicReader(bootstrapServers)
                .read(
                        Topics.ALERTS,
                        key -> true,
                        (record, alert) -> latest.merge(
                                alert.getId(),
                                alert,
                                (known, newer) -> newer.getRevision() >= known.getRevision() ? newer : known));
        return latest;
    }

    private Silences read() {
        check();
        return SilenceReader.readAll(properties(), unreadable);
    }

    private <T> T write(Function<SilenceWriter, T> change) {
        check();
        try (SilenceWriter writer = new SilenceWriter(properties())) {
            return change.apply(writer);
        }
    }

    private void check() {
        KafkaReach.problem(bootstrapServers).ifPresent(problem -> {
            throw new IllegalStateException(problem);
        });
    }

    private Map<String, Object> properties() {
        return KafkaLogin.properties(bootstrapServers);
    }

    private static IllegalStateException failure(String why) {
        return new IllegalStateException(Terminal.plain(why));
    }
}
