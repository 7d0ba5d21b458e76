package io.gradwatch.alerting.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gradwatch.alerting.group.IncidentRules;
import io.gradwatch.alerting.outbox.store.OutboxException;
import io.gradwatch.alerting.outbox.store.OutboxFile;
import io.gradwatch.alerting.outbox.store.OutboxMark;
import io.gradwatch.alerting.testing.Alerts;
import io.gradwatch.alerting.testing.DamagedPages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DamagedOutboxTest {

    private static final Instant NOW = Instant.parse("2026-11-23T03:00:00Z");
    private static final int ALERTS = 120;

    @TempDir
    private Path folder;

    private Path file;

    @BeforeEach
    void fill() {
        file = folder.resolve("alerting-outbox.mv.db");
        try (Outbox outbox = open()) {
            for (int alert = 0; alert < ALERTS; alert++) {
                outbox.accept(List.of(Alerts.nan("run-" + alert)), Map.of(alert % 2, alert / 2 + 1L), NOW);
            }
            assertThat(outbox.positions()).isEqualTo(Map.of(0, 60L, 1, 60L));
        }
    }

    @Test
    void wholeOutbox_saysNothing() {
        for (int time = 0; time < 3; time++) {
            try (Outbox outbox = open()) {
                assertThat(outbox.damage()).isEmpty();
                assertThat(outbox.losses().hasLost()).isFalse();
                assertThat(outbox.positions()).isEqualTo(Map.of(0, 60L, 1, 60L));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 5, 10, 20, 30, 40, 50, 60, 70, 80, 90, 95, 99})
    void cutOutbox_opens_andSaysWhatItLost_orLostNothing(int percent) throws IOException {
        byte[] whole = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(whole, whole.length * percent / 100));

        try (Outbox outbox = open()) {
            Map<Integer, Long> positions = outbox.positions();
            if (outbox.damage().isEmpty()) {
                assertThat(positions).isEqualTo(Map.of(0, 60L, 1, 60L));
            } else {
                assertThat(String.join("; ", outbox.damage())).contains("has lost the last");
            }
            for (int alert = 0; alert < ALERTS; alert++) {
                boolean taken = positions.getOrDefault(alert % 2, 0L) > alert / 2;
                assertThat(outbox.accept(List.of(Alerts.nan("run-" + alert)), Map.of(), NOW)
                                .news())
                        .as("what lies before the position is known, what lies behind is news")
                        .hasSize(taken ? 0 : 1);
            }
        }
        try (Outbox outbox = open()) {
            assertThat(outbox.damage()).as("it is said once").isEmpty();
        }
    }

    @Test
    void outboxOfGarbage_isSetAside_andANewOneKnowsThatAllIsLost() throws IOException {
        byte[] garbage = new byte[50_000];
        Arrays.fill(garbage, (byte) 0x5A);
        Files.write(file, garbage);

        try (Outbox outbox = open()) {
            assertThat(outbox.losses().hasLost()).isTrue();
            assertThat(String.join("; ", outbox.damage()))
                    .contains("was damaged")
                    .contains("moved to");
        }
        assertThat(folder.resolve("damaged")).isNotEmptyDirectory();
    }

    @Test
    void lossOfEverything_isKnownUntilPositionsAreSet() throws IOException {
        Files.write(file, new byte[50_000]);
        Files.delete(folder.resolve("alerting-outbox.mark"));

        for (int time = 0; time < 3; time++) {
            try (Outbox outbox = open()) {
                assertThat(outbox.losses().hasLost()).isTrue();
                outbox.accept(List.of(), Map.of(), NOW);
            }
        }
        try (Outbox outbox = open()) {
            outbox.accept(List.of(), Map.of(0, 0L), NOW);
        }
        try (Outbox outbox = open()) {
            assertThat(outbox.losses().hasLost()).isFalse();
        }
    }

    @Test
    void recordsThatAreReadAgain_areSaidOnceOfAPartition() {
        try (Outbox outbox = open()) {
            outbox.losses().readsAgain(0, 30);
            outbox.losses().readsAgain(0, 10);
            outbox.losses().readsAgain(1, 5);

            assertThat(outbox.damage()).hasSize(2);
        }
    }

    @Test
    void outboxFromACopyOfTheSameLength_opensAsAnOlderOne() throws IOException {
        byte[] older = Files.readAllBytes(file);
        try (Outbox outbox = open()) {
            outbox.accept(List.of(Alerts.nan("later")), Map.of(0, 61L), NOW);
        }
        Path sameLength = Files.write(folder.resolve("other"), new byte[older.length]);
        try (OutboxMark mark = OutboxMark.open(folder)) {
            mark.closed(sameLength);
        }
        Files.write(file, older);

        try (Outbox outbox = open()) {
            assertThat(outbox.damage()).singleElement().asString().contains("has lost the last");
            assertThat(outbox.positions()).isEqualTo(Map.of(0, 60L, 1, 60L));
        }
        assertThat(folder.resolve("damaged")).doesNotExist();
    }

    @Test
    void outboxOfAProcessThatWasKilledWhileItOpenedIt_isNotSetAside(@TempDir Path copy) throws IOException {
        OutboxFile opened = OutboxFile.open(folder);
        try {
            Files.copy(folder.resolve("alerting-outbox.mark"), copy.resolve("alerting-outbox.mark"));
            byte[] written = Files.readAllBytes(file);
            written[written.length - 1] ^= 1;
            Files.write(copy.resolve("alerting-outbox.mv.db"), written);
            try (OutboxMark mark = OutboxMark.open(copy)) {
                assertThat(mark.isAltered(copy.resolve("alerting-outbox.mv.db")))
                        .isFalse();
            }
        } finally {
            opened.close();
        }
    }

    @Test
    void markOfAClosedOutbox_isWrittenBeforeItsLockIsFree() {
        // The next opens while this one closes: it either waits its turn, or finds the mark of the closed file.
        for (int time = 0; time < 20; time++) {
            Outbox first = open();
            Thread closing = new Thread(first::close);
            closing.start();
            Outbox second = null;
            while (second == null) {
                try {
                    second = open();
                } catch (OutboxException e) {
                    assertThat(e).hasMessageContaining("another alerting service");
                }
            }
            assertThat(second.damage()).isEmpty();
            second.close();
        }
    }

    @Test
    void flippedBytes_endNeitherAStart_norTheFirstWrite() throws IOException {
        byte[] whole = Files.readAllBytes(file);
        byte[] mark = Files.readAllBytes(folder.resolve("alerting-outbox.mark"));
        Random random = new Random(5);
        for (int time = 0; time < 30; time++) {
            byte[] flipped = whole.clone();
            for (int flip = 0; flip < 40; flip++) {
                flipped[random.nextInt(flipped.length)] ^= (byte) (1 + random.nextInt(255));
            }
            Files.write(file, flipped);
            Files.write(folder.resolve("alerting-outbox.mark"), mark);
            try (Outbox outbox = open()) {
                assertThat(outbox.accept(List.of(Alerts.nan("another")), Map.of(), NOW)
                                .news())
                        .as("flips of time %d", time)
                        .hasSize(1);
                assertThat(outbox.failure()).isEmpty();
            }
        }
    }

    @Test
    void damagedIndexes_areMadeAnewAtTheStart_andNothingIsLost() throws IOException {
        assertThat(DamagedPages.ofIndexes(file)).isGreaterThan(5);

        try (Outbox outbox = open()) {
            assertThat(outbox.damage()).isEmpty();
            assertThat(acceptAll(outbox)).isZero();
            assertThat(outbox.positions()).isEqualTo(Map.of(0, 60L, 1, 60L));
            assertThat(outbox.failure()).isEmpty();
        }
        assertThat(folder.resolve("damaged")).doesNotExist();
    }

    @Test
    void damagedNameOfAColumn_setsTheOutboxAside() throws Exception {
        try (OutboxFile opened = OutboxFile.open(folder);
                Statement statement = opened.connection().createStatement()) {
            statement.execute("ALTER TABLE alerts ALTER COLUMN incident RENAME TO inczdent");
        }
        try (OutboxMark mark = OutboxMark.open(folder)) {
            mark.suspected();
        }

        try (Outbox outbox = open()) {
            assertThat(String.join("; ", outbox.damage())).contains("ALERTS INCIDENT", "moved to");
            assertThat(acceptAll(outbox)).isEqualTo(ALERTS);
        }
    }

    @Test
    void damagedIndexThatIsMetAtAWrite_isMadeAnewWhenItIsOpenedNext() throws IOException {
        DamagedPages.ofIndexes(file);
        // As after a kill: nobody knows which bytes the file should have.
        try (OutboxMark mark = OutboxMark.open(folder)) {
            mark.opened();
        }

        try (Outbox outbox = open()) {
            assertThatThrownBy(() -> acceptAll(outbox)).isInstanceOf(OutboxException.class);
            assertThat(outbox.failure())
                    .hasValueSatisfying(why -> assertThat(why).contains("is damaged"));
        }
        try (Outbox outbox = open()) {
            assertThat(outbox.failure()).isEmpty();
            assertThat(outbox.damage()).isEmpty();
            assertThat(acceptAll(outbox)).isZero();
        }
    }

    @Test
    void damagedMark_endsNothing() throws IOException {
        Files.write(folder.resolve("alerting-outbox.mark"), new byte[] {1, 2, 3});

        try (Outbox outbox = open()) {
            assertThat(outbox.damage()).isEmpty();
            assertThat(outbox.positions()).isEqualTo(Map.of(0, 60L, 1, 60L));
        }
    }

    /** News among the alerts that the outbox was filled with. */
    private static int acceptAll(Outbox outbox) {
        int news = 0;
        for (int alert = 0; alert < ALERTS; alert++) {
            news += outbox.accept(List.of(Alerts.nan("run-" + alert)), Map.of(), NOW)
                    .news()
                    .size();
        }
        return news;
    }

    private Outbox open() {
        return Outbox.open(folder, IncidentRules.within(Duration.ZERO));
    }
}
