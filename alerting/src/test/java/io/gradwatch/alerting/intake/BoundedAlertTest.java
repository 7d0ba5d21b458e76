package io.gradwatch.alerting.intake;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradwatch.alerting.testing.Alerts;
import io.gradwatch.alerting.testing.HostileNames;
import io.gradwatch.schema.Advice;
import io.gradwatch.schema.Alert;
import io.gradwatch.schema.Topics;
import java.util.Collections;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class BoundedAlertTest {

    @Test
    void usualAlert_isKeptAsItIs() {
        assertThat(BoundedAlert.of(Alerts.nan("a"))).hasToString(Alerts.nan("a").toString());
    }

    @ParameterizedTest
    @MethodSource("io.gradwatch.alerting.testing.HostileNames#all")
    void hostileAlert_isSmallAndCanBeWritten(String name) {
        Alert bounded = BoundedAlert.of(HostileNames.everywhereIn(name));

        assertThat(Topics.ALERTS.codec().encode(bounded)).hasSizeLessThan(60_000);
    }

    @Test
    void longIds_stayDistinct() {
        String beginning = "x".repeat(10_000);
        Alert one = BoundedAlert.of(
                Alert.newBuilder(Alerts.nan("a")).setId(beginning + "1").build());
        Alert two = BoundedAlert.of(
                Alert.newBuilder(Alerts.nan("a")).setId(beginning + "2").build());

        assertThat(one.getId()).hasSizeLessThanOrEqualTo(BoundedAlert.ID_LENGTH).isNotEqualTo(two.getId());
    }

    @Test
    void longLists_areCut() {
        Alert alert = Alert.newBuilder(Alerts.nan("a"))
                .setCauses(Collections.nCopies(100_000, new Advice("x", "")))
                .build();

        assertThat(BoundedAlert.of(alert).getCauses()).hasSize(BoundedAlert.LIST_LENGTH);
    }
}
