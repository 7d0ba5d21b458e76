package io.gradwatch.alerting.notify;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradwatch.alerting.notify.ConsoleNotifier.Factory;
import io.gradwatch.alerting.notify.spi.Delivery;
import io.gradwatch.alerting.notify.spi.Notifier;
import io.gradwatch.alerting.testing.Alerts;
import io.gradwatch.alerting.testing.Golden;
import io.gradwatch.alerting.testing.HostileNames;
import io.gradwatch.config.Configuration;
import io.gradwatch.schema.Severity;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ConsoleNotifierTest {

    @Test
    void firingAndResolved_lookAsBefore() throws Exception {
        StringBuilder out = new StringBuilder();
        ConsoleNotifier notifier = new ConsoleNotifier(out, false);

        notifier.send(Alerts.notification(Alerts.withCheckpoint(Alerts.nan("a")), Alerts.oscillating("a")));
        notifier.send(Alerts.notification(Alerts.resolved(Alerts.nan("a"))));

        Golden.assertSame("console.txt", out.toString());
    }

    @Test
    void colour_followsTheSeverity() throws Exception {
        assertThat(coloured("always", Severity.CRITICAL)).contains("\033[31m");
        assertThat(coloured("always", Severity.WARNING)).contains("\033[33m");
        assertThat(coloured("never", Severity.CRITICAL)).doesNotContain("\033");
        assertThat(coloured("auto", Severity.CRITICAL)).doesNotContain("\033");
    }

    @Test
    void autoColour_isForTerminals_unlessNoColorIsSet() {
        assertThat(Factory.wantsColour(Map.of(), true)).isTrue();
        assertThat(Factory.wantsColour(Map.of("NO_COLOR", "1"), true)).isFalse();
        assertThat(Factory.wantsColour(Map.of("NO_COLOR", ""), true)).isTrue();
        assertThat(Factory.wantsColour(Map.of("TERM", "dumb"), true)).isFalse();
        assertThat(Factory.wantsColour(Map.of("CLICOLOR", "0"), true)).isTrue();
        assertThat(Factory.wantsColour(Map.of("CLICOLOR_FORCE", "1"), false)).isFalse();
    }

    @ParameterizedTest
    @MethodSource("io.gradwatch.alerting.testing.HostileNames#all")
    void hostileNames_reachNoTerminalAsControls(String name) {
        StringBuilder out = new StringBuilder();

        new ConsoleNotifier(out, false).send(Alerts.notification(HostileNames.everywhereIn(name)));

        assertThat(out.toString().replace("\n", "").chars().noneMatch(Character::isISOControl))
                .isTrue();
        assertThat(out).hasSizeLessThan(5_000);
    }

    @Test
    void closedStream_isRejected() {
        PrintStream closed = new PrintStream(new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException("closed");
            }
        });

        assertThat(new ConsoleNotifier(closed, false).send(Alerts.notification(Alerts.nan("a"))))
                .isInstanceOf(Delivery.Rejected.class);
    }

    private static String coloured(String colour, Severity severity) throws Exception {
        StringBuilder out = new StringBuilder();
        Notifier notifier = Configuration.parse("colour: " + colour, "f.yml", Map.of())
                .read(new ConsoleNotifier.Factory(out)::create);
        notifier.send(Alerts.notification(Alerts.firing("a", "nan", severity).build()));
        return out.toString();
    }
}
