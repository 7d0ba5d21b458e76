package io.gradwatch.fleet.live.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.gradwatch.fleet.live.view.AlertCounts;
import io.gradwatch.fleet.live.view.Page;
import io.gradwatch.fleet.live.view.RunQuery;
import io.gradwatch.fleet.live.view.RunRow;
import io.gradwatch.fleet.live.view.RunSort;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PagesTest {

    private static final List<RunRow> ROWS = rows();

    @ParameterizedTest
    @EnumSource(RunSort.class)
    void partsOfTwoInstances_areAllRowsOnceInOrder(RunSort sort) {
        for (boolean ascending : new boolean[] {true, false}) {
            List<RunRow> gathered = new ArrayList<>();
            String cursor = null;
            do {
                RunQuery query = new RunQuery(
                        null, null, null, null, null, null, null, List.of(), null, sort, ascending, 7, cursor);
                Pages<RunRow> pages = Pages.of(query);
                Page<RunRow> page = pages.merge(List.of(
                        pages.take(ROWS.stream().filter(row -> row.run().hashCode() % 2 == 0)),
                        pages.take(ROWS.stream().filter(row -> row.run().hashCode() % 2 != 0))));
                assertThat(page.total()).isEqualTo(ROWS.size());
                assertThat(page.items().size()).isLessThanOrEqualTo(7);
                gathered.addAll(page.items());
                cursor = page.nextCursor();
            } while (cursor != null);

            RunQuery whole = new RunQuery(
                    null, null, null, null, null, null, null, List.of(), null, sort, ascending, 1_000, null);
            assertThat(gathered).isEqualTo(Pages.of(whole).take(ROWS.stream()).items());
            assertThat(gathered).containsExactlyInAnyOrderElementsOf(ROWS);
        }
    }

    @Test
    void lossDescending_isNanThenLargestThenNone() {
        RunQuery query =
                new RunQuery(null, null, null, null, null, null, null, List.of(), null, RunSort.LOSS, false, 100, null);
        List<Double> losses = Pages.of(query).take(ROWS.stream()).items().stream()
                .map(RunRow::loss)
                .toList();

        assertThat(losses.get(0)).isNaN();
        assertThat(losses.get(losses.size() - 1)).isNull();
        List<Double> finite =
                losses.stream().filter(loss -> loss != null && !loss.isNaN()).toList();
        assertThat(finite).isSortedAccordingTo(Comparator.reverseOrder());
    }

    @Test
    void cursorThatIsNone_isRefused() {
        for (String cursor : List.of("", "x", "%%%", "AAAA", "MQo5")) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> SortKey.read(cursor))
                    .withMessageContaining("next_cursor");
        }
    }

    private static List<RunRow> rows() {
        Random random = new Random(3);
        return IntStream.range(0, 100).mapToObj(i -> row(i, random)).toList();
    }

    private static RunRow row(int i, Random random) {
        Double loss = i % 10 == 0 ? null : i % 10 == 1 ? (Double) Double.NaN : (Double) random.nextGaussian();
        return new RunRow(
                "run-" + i,
                "name\n" + random.nextInt(20),
                "p",
                "o",
                "h",
                "",
                0,
                random.nextBoolean() ? "training" : "finished",
                0,
                random.nextInt(30) - 1,
                null,
                null,
                null,
                loss,
                null,
                null,
                null,
                null,
                1,
                random.nextInt(10),
                random.nextInt(10),
                0,
                null,
                1,
                AlertCounts.NONE,
                null,
                List.of(),
                AlertCounts.NONE,
                null,
                List.of(),
                "");
    }
}
