package io.gradwatch.fleet.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gradwatch.fleet.live.column.ColumnCounts;
import io.gradwatch.fleet.live.column.RunGroups;
import io.gradwatch.fleet.live.column.SearchBudget;
import io.gradwatch.fleet.live.query.Filters;
import io.gradwatch.fleet.live.row.RunIndex;
import io.gradwatch.fleet.live.view.ColumnCount;
import io.gradwatch.fleet.live.view.RunGroup;
import io.gradwatch.fleet.live.view.RunGroupQuery;
import io.gradwatch.fleet.live.view.RunQuery;
import io.gradwatch.fleet.live.view.RunQueryBuilder;
import io.gradwatch.fleet.testing.Job;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Conditions on columns, regular expressions, groups and names of columns, over runs in the tables. */
class RunColumnsTest {

    @TempDir
    private Path folder;

    @AutoClose
    private TableHarness tables;

    @BeforeEach
    void threeRuns() {
        tables = new TableHarness(folder);
        train("a", Map.of("lr", "0.001", "model", "resnet50", "a=b", "x"), 0.5);
        train("b", Map.of("lr", "1e-2", "model", "resnet18", "seed", "None"), 0.25);
        train("c", Map.of("model", "vit"), Double.NaN);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "config.lr > 0.001 ; b",
                "config.lr >= 0.001 ; a b",
                "lr<1e-2 ; a",
                "lr = 1e-3 ; a",
                "config.lr != 0.01 ; a c",
                "config.lr != * ; c",
                "config.lr = * ; a b",
                "config.model = resnet* ; a b",
                "config.model = /(vit|resnet18)/ ; b c",
                "config.model = resnet ; ''",
                "config.model > 1 ; ''",
                "\"config.a=b\" = x ; a",
                "metric.loss <= 0.5 ; a b",
                "loss = nan ; c",
                "loss < 0.3 ; b",
                "name = job-? ; a b c",
                "result.best > 0 ; ''",
                "seed=None ; b"
            })
    void condition_holdsForTheRunsItNames(String condition, String runs) {
        assertThat(found(RunQueryBuilder.builder().where(List.of(condition)).build()))
                .isEqualTo(runs);
    }

    @Test
    void severalConditions_allHold() {
        assertThat(found(RunQueryBuilder.builder()
                        .where(List.of("config.model = resnet*", "loss < 0.4"))
                        .build()))
                .isEqualTo("b");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "lr", "> 3", "lr >", "lr > big", "lr > nan", "lr = /(/", "\"lr = 3"})
    void textThatIsNoCondition_isRefused(String condition) {
        RunQuery query = RunQueryBuilder.builder().where(List.of(condition)).build();
        assertThatIllegalArgumentException().isThrownBy(() -> Filters.of(query));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {"/JOB-[ab]$/ ; a b", "/^c$/ ; c", "/nightly|none/ ; a b c", "/job-d/ ; ''"})
    void expression_isFoundInAnyNameInAnyCase(String text, String runs) {
        assertThat(found(RunQueryBuilder.builder().text(text).build())).isEqualTo(runs);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/(.*a){12}b/", "/(a?|b?)(a?|b?)(a?|b?)(|)(|)(|)(|)(|)(|)zzz/"})
    @Timeout(value = 180, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void expressionThatCouldBacktrackForever_findsNothingSoon(String text) {
        Job job = new Job("long", 0, 0);
        tables.send(job.started(Job.declaration().setName("a".repeat(150)).build()));

        assertThat(found(RunQueryBuilder.builder().text(text).build())).isEmpty();
        assertThat(found(RunQueryBuilder.builder()
                        .where(List.of("name = " + text))
                        .build()))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/((){2147483647}){2147483647}/", "/(((){9999}){9999}){9999}/", "/(a)\\1/"})
    @Timeout(value = 180, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void expressionThatIsTooLarge_isRefused(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> found(RunQueryBuilder.builder().text(text).build()));
    }

    @Test
    void patternsOfAQuery_areBounded() {
        tables.send(new Job("long", 0, 0)
                .started(Job.declaration().setName("a".repeat(150)).build()));
        RunQuery query = RunQueryBuilder.builder()
                .where(Collections.nCopies(3_000, "name != /x(a?){300}/"))
                .build();

        assertThatThrownBy(() -> found(query)).isInstanceOf(SearchBudget.ExceededException.class);
    }

    @Test
    void groups_countRunsAndFindTheExtremes() {
        RunGroupQuery query = new RunGroupQuery(RunQueryBuilder.builder().build(), "config.model", "metric.loss");
        List<RunGroup> all = RunGroups.of(tables.index.entries(), query);
        RunGroupQuery bySeed = new RunGroupQuery(query.runs(), "seed", "loss");
        List<RunGroup> merged = RunGroups.merge(List.of(
                RunGroups.of(only("a"), bySeed), RunGroups.of(only("b"), bySeed), RunGroups.of(only("c"), bySeed)));

        assertThat(all).extracting(RunGroup::value).containsExactly("resnet18", "resnet50", "vit");
        assertThat(all.get(2).least()).isNull();
        assertThat(merged).isEqualTo(RunGroups.of(tables.index.entries(), bySeed));
        assertThat(merged)
                .containsExactly(
                        new RunGroup(null, 2, Map.of("training", 2), 0.5, "a", 0.5, "a"),
                        new RunGroup("None", 1, Map.of("training", 1), 0.25, "b", 0.25, "b"));
    }

    @Test
    void columns_areNamedWithTheirRuns_theCommonestFirst() {
        List<ColumnCount> all = ColumnCounts.of(tables.index.entries(), null);

        assertThat(all)
                .startsWith(new ColumnCount("config.model", 3), new ColumnCount("metric.loss", 3))
                .contains(new ColumnCount("config.lr", 2), new ColumnCount("config.a=b", 1));
        assertThat(ColumnCounts.of(tables.index.entries(), "MODEL"))
                .containsExactly(new ColumnCount("config.model", 3));
        assertThat(ColumnCounts.merge(List.of(
                        ColumnCounts.of(only("a"), null),
                        ColumnCounts.of(only("b"), null),
                        ColumnCounts.of(only("c"), null))))
                .isEqualTo(all);
    }

    private Stream<RunIndex.Entry> only(String run) {
        return tables.index.entries().filter(entry -> entry.row().run().equals(run));
    }

    private void train(String run, Map<String, String> config, double loss) {
        Job job = new Job(run, 0, 0);
        tables.send(
                job.started(Job.declaration()
                        .setName("job-" + run)
                        .setTags(List.of("nightly"))
                        .setHyperparameters(config)
                        .build()),
                job.step(0, loss));
    }

    private String found(RunQuery query) {
        return tables.index
                .entries()
                .filter(Filters.of(query))
                .map(entry -> entry.row().run())
                .sorted()
                .collect(Collectors.joining(" "));
    }
}
