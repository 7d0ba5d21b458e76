package io.gradwatch.detection.engine.alert;

import io.gradwatch.detection.diagnosis.Explanation;
import io.gradwatch.detection.engine.slot.Seat;
import io.gradwatch.detection.engine.state.AlertMemory;
import io.gradwatch.detection.engine.state.CleanText;
import io.gradwatch.detection.engine.state.RunState;
import io.gradwatch.detection.engine.state.Story;
import io.gradwatch.detection.judge.JudgeFamily;
import io.gradwatch.detection.spi.DetectorSpec;
import io.gradwatch.detection.spi.DetectorSpec.Role;
import io.gradwatch.detection.spi.Finding;
import io.gradwatch.detection.spi.Verdict;
import io.gradwatch.schema.Advice;
import io.gradwatch.schema.Alert;
import io.gradwatch.schema.AlertState;
import io.gradwatch.schema.Evidence;
import io.gradwatch.schema.EvidenceRole;
import io.gradwatch.schema.Resolution;
import io.gradwatch.schema.RunStarted;
import io.gradwatch.schema.Severity;
import io.gradwatch.schema.fault.AlertClass;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Turns verdicts into transitions of alerts: one open alert a {@link Story} and run, which fires, gains severity or a
 * class that explains more, and ends. What is a consequence of an open alert waits until that has ended, and what a
 * witness says until the judge agrees.
 */
public final class Transitions {

    private static final int MOST_ENTRIES = 20;

    /** Roles that belong together: a level, its baseline, and the ratio of the two. */
    private static final Set<EvidenceRole> COMPARED =
            EnumSet.of(EvidenceRole.LEVEL, EvidenceRole.BASELINE, EvidenceRole.RATIO);

    /**
     * When a transition is made.
     *
     * @param step the step that the run has reached
     * @param timeMillis time in the log, milliseconds since 1970-01-01 UTC; 0 without a time
     */
    public record Moment(long step, long timeMillis) {

        public static Moment of(RunState run) {
            return new Moment(run.lastStep, run.lastRecordMillis);
        }
    }

    private Transitions() {}

    /** Applies what a detector says at a moment. */
    public static void apply(RunState run, Seat<?> seat, Verdict verdict, Moment moment, Consumer<Alert> alerts) {
        DetectorSpec spec = seat.spec();
        if (verdict instanceof Verdict.Firing firing) {
            Alert alert = alert(run, spec, firing.finding(), moment);
            if (!run.declared().getSingleBatch() || Story.toldOfSingleBatch(alert.getAlertClass())) {
                Role role = firing.finding().certain() ? Role.RULE : seat.role(run);
                fire(run, role, key(alert, firing.finding()), alert, alerts);
            }
        } else if (verdict instanceof Verdict.Cleared) {
            clear(run, spec.id(), moment, alerts);
            tellHeld(run, moment, alerts);
        }
    }

    /** Ends all open alerts of a run, in order of their stories. */
    public static void endAll(RunState run, Resolution resolution, Moment moment, Consumer<Alert> alerts) {
        for (AlertMemory memory : new TreeMap<>(run.alerts).values()) {
            end(run, memory, resolution, moment, alerts);
        }
    }

    private static String key(Alert alert, Finding finding) {
        String story = Story.key(alert.getAlertClass(), alert.getDetector());
        return finding.topic() == null ? story : story + Story.TOPIC + finding.topic();
    }

    private static void fire(RunState run, Role role, String key, Alert alert, Consumer<Alert> alerts) {
        run.result.doubted |= isFault(alert);
        AlertMemory memory = run.alerts.computeIfAbsent(key, ignored -> new AlertMemory());
        memory.seenBy(alert.getDetector());
        if (role == Role.JUDGE && memory.firing && alert.getSeverity().compareTo(memory.severity) <= 0) {
            return;
        }
        String awaited = role == Role.WITNESS ? awaited(alert) : "";
        if (!memory.firing && (isConsequence(run, alert.getAlertClass()) || isInDoubt(run, awaited))) {
            if (!memory.held || outranks(alert, awaited, memory)) {
                memory.hold(alert, awaited);
            }
        } else if (!memory.firing) {
            memory.judged = role == Role.JUDGE;
            tell(run, memory, alert, alerts);
        } else if (isNews(memory, alert)) {
            memory.judged = false;
            tell(run, memory, goingOn(memory, alert), alerts);
        }
    }

    /** Name of the family that the judge must find likely for a witness to be believed; empty where it need not. */
    private static String awaited(Alert alert) {
        return alert.getSeverity() == Severity.INFO
                ? ""
                : JudgeFamily.ofLabel(alert.getAlertClass()).map(Enum::name).orElse("");
    }

    private static boolean isInDoubt(RunState run, String awaited) {
        return !awaited.isEmpty() && !run.judgement.supports(JudgeFamily.valueOf(awaited));
    }

    private static boolean isNews(AlertMemory memory, Alert alert) {
        int severity = alert.getSeverity().compareTo(memory.severity);
        boolean explained = memory.judged && !Story.explainsMore(memory.alertClass, alert.getAlertClass());
        return severity > 0
                || (severity == 0 && (explained || Story.explainsMore(alert.getAlertClass(), memory.alertClass)));
    }

    /** Told in place of what is held back: it awaits nobody, is worse, or explains more. */
    private static boolean outranks(Alert alert, String awaited, AlertMemory memory) {
        Alert held = memory.read();
        int severity = alert.getSeverity().compareTo(held.getSeverity());
        return (awaited.isEmpty() && !memory.awaits.isEmpty())
                || severity > 0
                || (severity == 0 && Story.explainsMore(alert.getAlertClass(), held.getAlertClass()));
    }

    private static boolean isConsequence(RunState run, String alertClass) {
        return run.alerts.values().stream()
                .anyMatch(other -> other.firing && Story.consequence(alertClass, other.alertClass));
    }

    /**
     * What was told once keeps its name, its beginning and its evidence, whatever was learnt since; causes and remedies
     * are those of what explains most.
     */
    private static Alert goingOn(AlertMemory memory, Alert news) {
        Alert told = memory.read();
        news.setId(told.getId());
        news.setOnsetStep(told.getOnsetStep());
        news.setFiredTimeMillis(told.getFiredTimeMillis());
        news.setEvidence(joined(news.getEvidence(), told.getEvidence()));
        return news;
    }

    /**
     * Evidence seen first is still told, behind the news: a level with its baseline and their ratio as a whole, unless
     * the news have that ratio.
     */
    static List<Evidence> joined(List<Evidence> news, List<Evidence> told) {
        Set<String> names = news.stream().map(Evidence::getName).collect(Collectors.toSet());
        List<Evidence> ratios = told.stream()
                .filter(item -> item.getRole() == EvidenceRole.RATIO)
                .toList();
        List<Evidence> kept = told.stream()
                .filter(item -> ratios.stream()
                        .filter(ratio -> COMPARED.contains(item.getRole())
                                && ratio.getSeries().equals(item.getSeries()))
                        .findFirst()
                        .map(ratio -> !names.contains(ratio.getName()))
                        .orElse(!names.contains(item.getName())))
                .toList();
        return withWholeGroups(news, kept);
    }

    /** Groups that do not fit go as a whole: a ratio says nothing without its level and baseline. */
    private static List<Evidence> withWholeGroups(List<Evidence> news, List<Evidence> kept) {
        List<Evidence> all = new ArrayList<>(news);
        List<Evidence> left = new ArrayList<>(kept);
        while (!left.isEmpty()) {
            Evidence first = left.get(0);
            List<Evidence> group = left.stream()
                    .filter(item -> item == first || areCompared(item, first))
                    .toList();
            if (all.size() + group.size() <= MOST_ENTRIES) {
                all.addAll(group);
            }
            left.removeAll(group);
        }
        return all;
    }

    private static boolean areCompared(Evidence one, Evidence other) {
        return COMPARED.contains(one.getRole())
                && COMPARED.contains(other.getRole())
                && one.getSeries().equals(other.getSeries());
    }

    private static void tell(RunState run, AlertMemory memory, Alert alert, Consumer<Alert> alerts) {
        run.result.alarmed |= isFault(alert);
        if (alert.getSeverity() != Severity.INFO
                && AlertClass.of(alert.getAlertClass())
                        .flatMap(AlertClass::family)
                        .isPresent()) {
            Explanation.refine(alert, run.curves, run.declared());
            alert.setCauses(advice(alert.getCauses()));
            alert.setRemedies(advice(alert.getRemedies()));
        }
        alert.setRevision(alert.getId().equals(memory.id) ? memory.revision + 1 : 0);
        memory.keep(alert);
        alerts.accept(alert);
    }

    private static boolean isFault(Alert alert) {
        return alert.getSeverity() != Severity.INFO && AlertClass.isFault(alert.getAlertClass());
    }

    /** A detector no longer sees its failure; an alert is recovered when none of those that saw it does. */
    public static void clear(RunState run, String detector, Moment moment, Consumer<Alert> alerts) {
        leave(run, detector, Resolution.CLEARED, moment, alerts);
    }

    /** A detector no longer watches the run: what it alone saw ends, and nobody knows whether it is gone. */
    public static void switchOff(RunState run, String detector, Moment moment, Consumer<Alert> alerts) {
        leave(run, detector, Resolution.SWITCHED_OFF, moment, alerts);
        tellHeld(run, moment, alerts);
    }

    private static void leave(
            RunState run, String detector, Resolution resolution, Moment moment, Consumer<Alert> alerts) {
        for (AlertMemory memory : new TreeMap<>(run.alerts).values()) {
            if (memory.seenBy.remove(detector) && memory.seenBy.isEmpty()) {
                end(run, memory, resolution, moment, alerts);
            }
        }
    }

    /** What was held back is told once the reason for that is gone and it is still there. */
    public static void tellHeld(RunState run, Moment moment, Consumer<Alert> alerts) {
        for (AlertMemory memory : new TreeMap<>(run.alerts).values()) {
            if (memory.held) {
                Alert alert = memory.read();
                if (!isConsequence(run, alert.getAlertClass()) && !isInDoubt(run, memory.awaits)) {
                    alert.setRaisedStep(moment.step());
                    alert.setRaisedTimeMillis(moment.timeMillis());
                    alert.setFiredTimeMillis(moment.timeMillis());
                    alert.setBacklog(run.backlog);
                    tell(run, memory, alert, alerts);
                }
            }
        }
    }

    /** The backlog is over and the run goes on: what still fires is news now. */
    public static void tellStillFiring(RunState run, Moment moment, Consumer<Alert> alerts) {
        for (AlertMemory memory : new TreeMap<>(run.alerts).values()) {
            if (memory.firing) {
                Alert alert = memory.read();
                if (alert.getBacklog()) {
                    alert.setRaisedStep(Math.max(moment.step(), alert.getRaisedStep()));
                    alert.setRaisedTimeMillis(moment.timeMillis());
                    alert.setBacklog(false);
                    tell(run, memory, alert, alerts);
                }
            }
        }
    }

    /** Only what the stream shows to be gone has recovered: what ends for another reason ends with the fault. */
    private static void end(
            RunState run, AlertMemory memory, Resolution resolution, Moment moment, Consumer<Alert> alerts) {
        if (!memory.firing) {
            memory.forget();
            return;
        }
        Alert alert = memory.read();
        memory.end();
        alert.setState(resolution == Resolution.CLEARED ? AlertState.RECOVERED : AlertState.UNRECOVERED);
        alert.setResolution(resolution);
        alert.setRevision(memory.revision);
        alert.setRaisedStep(Math.max(moment.step(), alert.getRaisedStep()));
        alert.setRaisedTimeMillis(moment.timeMillis());
        alert.setBacklog(run.backlog);
        alerts.accept(alert);
    }

    private static Alert alert(RunState run, DetectorSpec spec, Finding finding, Moment moment) {
        RunStarted declared = run.declared();
        Severity severity = finding.severity();
        return Alert.newBuilder()
                .setId(AlertId.of(run, spec.id(), finding))
                .setDetector(spec.id())
                .setAlertClass((finding.alertClass() == null ? spec.alertClass() : finding.alertClass()).label())
                .setSeverity(severity)
                .setState(AlertState.FIRING)
                .setRunId(run.runId)
                .setRunName(declared.getName())
                .setProject(declared.getProject())
                .setOwner(declared.getOwner())
                .setHost(declared.getHost())
                .setAttempt(run.attempt)
                .setRank(finding.rank().isPresent() ? finding.rank().getAsInt() : null)
                .setLayer(finding.layer() == null ? null : CleanText.name(finding.layer()))
                .setSplit(finding.split() == null ? null : finding.split().name())
                .setOnsetStep(finding.onsetStep())
                .setRaisedStep(moment.step())
                .setRaisedTimeMillis(moment.timeMillis())
                .setFiredTimeMillis(moment.timeMillis())
                .setBacklog(run.backlog)
                .setSummary(CleanText.sentence(finding.summary()))
                .setEvidence(evidence(finding.evidence()))
                .setCauses(advice(finding.causes()))
                .setRemedies(advice(finding.remedies()))
                .build();
    }

    private static List<Evidence> evidence(List<Evidence> given) {
        return given.stream()
                .limit(MOST_ENTRIES)
                .map(item -> Evidence.newBuilder(item)
                        .setName(CleanText.name(item.getName()))
                        .setUnit(CleanText.name(item.getUnit()))
                        .build())
                .toList();
    }

    private static List<Advice> advice(List<Advice> given) {
        return given.stream()
                .limit(MOST_ENTRIES)
                .map(item -> new Advice(CleanText.sentence(item.getText()), item.getKnowledgeItem()))
                .toList();
    }
}
