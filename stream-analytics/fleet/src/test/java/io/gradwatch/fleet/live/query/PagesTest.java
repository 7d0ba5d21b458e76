package io.gradwatch.fleet.live.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.gradwatch.fleet.api.Words;
import io.gradwatch.fleet.live.view.AlertCounts;
import io.gradwatch.fleet.live.view.Page;
import io.gradwatch.fleet.live.view.RunField;
import io.gradwatch.fleet.live.view.RunQuery;
import io.gradwatch.fleet.live.view.RunQuery.Order;
import io.gradwatch.fleet.live.view.RunQueryBuilder;
import io.gradwatch.fleet.live.view.RunRow;
import io.gradwatch.fleet.live.view.RunRowBuilder;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PagesTest {

    private static final List<RunRow> ROWS = rows();

    @ParameterizedTest
    @EnumSource(RunField.class)
    void partsOfTwoInstances_areAllRowsOnceInOrder(RunField sort) {
        for (boolean ascending : new boolean[] {true, false}) {
            List<RunRow> gathered = new ArrayList<>();
            String cursor = null;
            do {
                RunQuery query = RunQueryBuilder.builder()
                        .tags(List.of())
                        .sort(Words.of(sort))
                        .order(ascending ? Order.ASC : Order.DESC)
                        .limit(7)
                        .cursor(cursor)
                        .build();
                Pages<RunRow> pages = Pages.of(query);
                Page<RunRow> page = pages.merge(List.of(
                        pages.take(ROWS.stream().filter(row -> row.run().hashCode() % 2 == 0)),
                        pages.take(ROWS.stream().filter(row -> row.run().hashCode() % 2 != 0))));
                assertThat(page.total()).isEqualTo(ROWS.size());
                assertThat(page.items().size()).isLessThanOrEqualTo(7);
                gathered.addAll(page.items());
                cursor = page.nextCursor();
            } while (cursor != null);

            RunQuery whole = RunQueryBuilder.builder()
                    .tags(List.of())
                    .sort(Words.of(sort))
                    .order(ascending ? Order.ASC : Order.DESC)
                    .limit(1_000)
                    .build();
            assertThat(gathered).isEqualTo(Pages.of(whole).take(ROWS.stream()).items());
            assertThat(gathered).containsExactlyInAnyOrderElementsOf(ROWS);
        }
    }

    @Test
    void lossDescending_isNanThenLargestThenNone() {
        RunQuery query = RunQueryBuilder.builder()
                .tags(List.of())
                .sort("loss")
                .limit(100)
                .build();
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
    void valuesOfJobs_areNumbersThenNanThenTextsThenNone() {
        Map<String, String> values = Map.of(
                "a", "1e-1", "b", "None", "c", "10", "d", "9", "e", "nan", "f", "-inf", "g", "adam", "i", "1.2.3");
        List<RunRow> rows = "abcdefghi"
                .chars()
                .mapToObj(Character::toString)
                .map(run -> RunRowBuilder.builder(row(1, new Random(1)))
                        .run(run)
                        .values(values.containsKey(run) ? Map.of("config.x", values.get(run)) : Map.of())
                        .build())
                .toList();
        RunQuery query = RunQueryBuilder.builder().sort("config.x").limit(100).build();
        RunQuery ascending = RunQueryBuilder.builder(query).order(Order.ASC).build();

        assertThat(Pages.of(ascending).take(rows.stream()).items())
                .extracting(RunRow::run)
                .containsExactly("f", "a", "d", "c", "e", "i", "g", "b", "h");
        assertThat(Pages.of(query).take(rows.stream()).items())
                .extracting(RunRow::run)
                .containsExactly("b", "g", "i", "e", "c", "d", "a", "f", "h");
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
        return RunRowBuilder.builder()
                .run("run-" + i)
                .name("name\n" + random.nextInt(20))
                .project("p")
                .owner("o")
                .host("h")
                .gpu("")
                .state(random.nextBoolean() ? "training" : "finished")
                .step(random.nextInt(30) - 1)
                .loss(loss)
                .stepsPerSecond(1)
                .startedMillis(random.nextInt(10))
                .lastEventMillis(random.nextInt(10))
                .worldSize(1)
                .openAlerts(AlertCounts.NONE)
                .unrecovered(List.of())
                .unrecoveredAlerts(AlertCounts.NONE)
                .tags(List.of())
                .group("")
                .build();
    }
}
