package io.gradwatch.schema;

import java.util.List;
import org.apache.avro.util.ClassSecurityValidator;
import org.apache.avro.util.ClassSecurityValidator.ClassSecurityPredicate;

/**
 * Tells Avro which generated classes it may load: Avro 1.12.2 refuses every class that data names until it is trusted
 * by name, and trusts none by default.
 */
final class TrustedClasses {

    private static final List<Class<?>> CLASSES = List.of(
            Telemetry.class,
            Origin.class,
            RunStarted.class,
            Layer.class,
            CurveAxis.class,
            CurveSignal.class,
            ReferenceCurve.class,
            MetricDefinition.class,
            Step.class,
            TensorStatistics.class,
            TensorKind.class,
            BatchView.class,
            OptimizerView.class,
            Evaluation.class,
            ErrorType.class,
            Split.class,
            Heartbeat.class,
            RunEnded.class,
            Outcome.class,
            Pulse.class,
            Notice.class,
            NoticeLevel.class,
            CheckpointSaved.class,
            Alert.class,
            Severity.class,
            AlertState.class,
            Resolution.class,
            Evidence.class,
            EvidenceRole.class,
            Advice.class,
            SavedCheckpoint.class,
            RunReference.class,
            DetectorOverrides.class,
            Silence.class,
            SilenceMatcher.class,
            MatcherField.class,
            Acknowledgement.class,
            AlertAnnotation.class,
            AnnotationKind.class,
            RunNote.class,
            OutboxRow.class,
            LiveRun.class,
            SeriesState.class,
            AttemptState.class,
            PaceState.class,
            OpenAlert.class,
            UnrecoveredAlert.class,
            HardwareFault.class,
            RunShare.class,
            GroupChange.class,
            GroupState.class,
            LiveRank.class,
            LiveAlerts.class,
            LiveAlert.class,
            AlertTransition.class);

    private TrustedClasses() {}

    static List<String> names() {
        return CLASSES.stream().map(Class::getName).toList();
    }

    static void register() {
        ClassSecurityValidator.Builder builder = ClassSecurityValidator.builder();
        CLASSES.forEach(builder::add);
        ClassSecurityPredicate ours = builder.build();
        ClassSecurityValidator.setGlobal(ClassSecurityValidator.composite(ClassSecurityValidator.getGlobal(), ours));
    }
}
