package io.gradwatch.fleet.live.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashSet;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TableProgressTest {

    private OptionalInt total = OptionalInt.empty();
    private final Set<Integer> loaded = new HashSet<>();
    private final Set<Integer> elsewhere = new HashSet<>();
    private final TableProgress progress = new TableProgress(() -> total, () -> loaded, () -> elsewhere);

    @Test
    void topicsThatAreNotKnown_areNamed() {
        assertThatThrownBy(progress::requireComplete)
                .isInstanceOf(UnavailableException.class)
                .hasMessage("The tables have not started yet: Kafka or its topics are not there");
    }

    @Test
    void partitionsThatAreMissing_areCounted() {
        total = OptionalInt.of(4);
        loaded.addAll(Set.of(0, 1));
        elsewhere.addAll(Set.of(1, 3));

        assertThatThrownBy(progress::requireComplete).hasMessage("The tables are still loading: 3 of 4 partitions");
    }

    @Test
    void tablesThatWereLoadedOnce_areAnsweredWhileAPartMoves() {
        total = OptionalInt.of(2);
        loaded.addAll(Set.of(0, 1));
        progress.requireComplete();
        loaded.remove(1);

        assertThatCode(progress::requireComplete).doesNotThrowAnyException();
        assertThat(progress.words()).isEqualTo("A part of the tables is being handed over; ask again in a moment");
        progress.beginAnew();
        assertThatThrownBy(progress::requireComplete).hasMessage("The tables are still loading: 1 of 2 partitions");
    }
}
