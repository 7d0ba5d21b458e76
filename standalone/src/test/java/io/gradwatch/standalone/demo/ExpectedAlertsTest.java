package io.gradwatch.standalone.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradwatch.schema.Alert;
import io.gradwatch.schema.AlertState;
import io.gradwatch.schema.Severity;
import io.gradwatch.schema.Topics;
import io.gradwatch.standalone.cli.Terminal;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ExpectedAlertsTest {

    static {
        // Avro refuses to build records of classes that are not trusted yet; the catalogue makes them so.
        Topics.ALERTS.codec();
    }

    private final ExpectedAlerts expected = new ExpectedAlerts();

    ExpectedAlertsTest() {
        expected.expect("healthy", Set.of());
        expected.expect("exploding", Set.of("exploding", "nan"));
    }

    @Test
    void oneOfTwoCame_otherIsMissing() {
        expected.observe(firing("exploding", "nan", Severity.CRITICAL));

        assertThat(expected.allCame()).isFalse();
        assertThat(expected.allCame("exploding")).isFalse();
        assertThat(summary()).contains("missing: exploding");
    }

    @Test
    void allCame_asExpected() {
        expected.observe(firing("exploding", "nan", Severity.CRITICAL));
        expected.observe(firing("exploding", "exploding", Severity.WARNING));

        assertThat(expected.allCame()).isTrue();
        assertThat(expected.allCame("exploding")).isTrue();
        assertThat(expected.allCame("healthy")).isFalse();
        assertThat(expected.outcomes()).allMatch(ExpectedAlerts.Outcome::asExpected);
    }

    @Test
    void warningOnHealthyRun_isFalseAlarm() {
        expected.observe(firing("healthy", "oscillating", Severity.WARNING));

        assertThat(summary()).contains("false alarm");
    }

    @Test
    void noticeAndResolution_countForNothing() {
        Alert recovered = firing("exploding", "nan", Severity.CRITICAL);
        recovered.setState(AlertState.RECOVERED);
        expected.observe(recovered);
        expected.observe(firing("healthy", "overfitting", Severity.INFO));

        assertThat(expected.outcomes())
                .allMatch(outcome -> outcome.onsetByClass().isEmpty());
    }

    private String summary() {
        return DemoSummary.of(expected.outcomes(), new Terminal(false));
    }

    private static Alert firing(String run, String alertClass, Severity severity) {
        return Alert.newBuilder()
                .setId(run + alertClass)
                .setDetector(alertClass)
                .setAlertClass(alertClass)
                .setSeverity(severity)
                .setState(AlertState.FIRING)
                .setRunId(run)
                .setOnsetStep(7)
                .setRaisedStep(8)
                .setRaisedTimeMillis(0)
                .setSummary("it fails")
                .build();
    }
}
