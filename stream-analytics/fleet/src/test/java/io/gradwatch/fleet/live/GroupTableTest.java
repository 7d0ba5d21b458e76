package io.gradwatch.fleet.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradwatch.fleet.api.Words;
import io.gradwatch.fleet.live.table.LiveTableStores;
import io.gradwatch.fleet.live.view.Group;
import io.gradwatch.fleet.live.view.GroupKind;
import io.gradwatch.fleet.live.view.Overview;
import io.gradwatch.fleet.testing.Job;
import io.gradwatch.schema.Outcome;
import io.gradwatch.schema.Severity;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GroupTableTest {

    private static final long DAY = 24 * 3_600_000;

    @TempDir
    private Path folder;

    @AutoClose
    private TableHarness tables;

    @BeforeEach
    void open() {
        tables = new TableHarness(folder);
    }

    @Test
    void runs_areInAllTheirGroups() {
        Job one = new Job("one", 0, 0);
        Job two = new Job("two", 0, 0);
        tables.send(
                one.started(),
                one.step(0, 1),
                one.at(2_000).step(1, 1),
                one.at(18_000).step(16, 1));
        tables.send(two.started(
                Job.declaration().setOwner("grace").setHost("node-2").build()));

        assertThat(tables.groups(GroupKind.PROJECT))
                .extracting(Group::name, Group::runsByState)
                .containsExactly(org.assertj.core.groups.Tuple.tuple("vision", Map.of("training", 1, "starting", 1)));
        assertThat(tables.groups(GroupKind.OWNER)).extracting(Group::name).containsExactly("ada", "grace");
        assertThat(tables.groups(GroupKind.CLUSTER)).extracting(Group::name).containsExactly("", "north.example.org");
        assertThat(tables.groups(GroupKind.GPU)).extracting(Group::name).containsExactly("H100");
        Group ada = tables.groups(GroupKind.OWNER).get(0);
        assertThat(ada.stepsPerSecond()).isEqualTo(16 / 18.0, org.assertj.core.api.Assertions.within(1e-6));
        assertThat(ada.gpuHoursUsed()).isEqualTo(2 * 18_000 / 3.6e6);
    }

    @Test
    void runThatMovesToAnotherProject_leavesTheFirst() {
        Job one = new Job("one", 0, 0);
        tables.send(one.started());
        tables.send(one.started(Job.declaration().setProject("language").build()));

        assertThat(tables.groups(GroupKind.PROJECT)).extracting(Group::name).containsExactly("language");
    }

    @Test
    void anyStories_addUpAndAllExpiredLeaveNothing() {
        Random random = new Random(7);
        for (int i = 0; i < 600; i++) {
            Job job = new Job("run-" + random.nextInt(12), random.nextInt(3), random.nextInt(2), i).at(i * 1_500L);
            switch (random.nextInt(6)) {
                case 0 ->
                    tables.send(job.started(Job.declaration()
                            .setProject("project-" + random.nextInt(3))
                            .build()));
                case 1, 2 -> tables.send(job.step(i, random.nextGaussian()));
                case 3 ->
                    tables.send(
                            job.fires("nan", Severity.CRITICAL).setRevision(i).build());
                case 4 ->
                    tables.send(job.fires("nan", Severity.CRITICAL)
                            .setRevision(i)
                            .setState(io.gradwatch.schema.AlertState.RECOVERED)
                            .build());
                default -> tables.send(job.ended(Outcome.FINISHED));
            }
        }

        int runs = tables.groups(GroupKind.PROJECT).stream()
                .flatMap(group -> group.runsByState().values().stream())
                .mapToInt(Integer::intValue)
                .sum();
        assertThat(runs).isEqualTo(tables.index.entries().count()).isGreaterThan(8);
        assertThat(tables.overview(Job.START).runsByState().values().stream()
                        .mapToInt(Integer::intValue)
                        .sum())
                .isEqualTo(runs);

        tables.driver.advanceWallClockTime(Duration.ofDays(8));
        for (GroupKind kind : GroupKind.values()) {
            assertThat(tables.groups(kind)).as(Words.of(kind)).isEmpty();
        }
    }

    @Test
    void runWithoutRecords_goesAfterTheRetention() {
        Job old = new Job("old", 0, 0);
        Job fresh = new Job("fresh", 0, 0).at(6 * DAY);
        tables.send(old.started(), old.step(0, 1), new Job("old", 0, 1).step(0, 1), old.ended(Outcome.FINISHED));
        tables.send(old.fires("nan"));
        tables.send(fresh.started());

        tables.driver.advanceWallClockTime(Duration.ofDays(7));
        assertThat(tables.run("old")).isNotNull();
        tables.driver.advanceWallClockTime(Duration.ofHours(1));

        assertThat(tables.run("old")).isNull();
        assertThat(tables.run("fresh")).isNotNull();
        assertThat(tables.groups(GroupKind.PROJECT).get(0).runsByState()).isEqualTo(Map.of("starting", 1));
        assertThat(tables.index.entries()).hasSize(1);
        assertThat(List.of(
                        tables.entries(LiveTableStores.ALERTS),
                        tables.entries(LiveTableStores.DESCRIPTIONS),
                        tables.entries(LiveTableStores.RANKS)))
                .containsExactly(0L, 1L, 1L);
    }

    @Test
    void twoRunsWithNansOnAHost_makeItASuspectForADay() {
        for (String run : List.of("one", "two")) {
            Job job = new Job(run, 0, 0);
            tables.send(job.started());
            tables.send(job.fires("nan"), job.fires("overfitting"));
        }
        assertThat(tables.overview(Job.START).suspects())
                .as("the only host there is")
                .isEmpty();
        Job elsewhere = new Job("three", 0, 0);
        tables.send(elsewhere.started(Job.declaration().setHost("node-9").build()));
        tables.send(elsewhere.fires("nan"));

        assertThat(tables.overview(Job.START + DAY).suspects())
                .containsExactly(
                        new Overview.Suspect("node-1.north.example.org", List.of("one", "two"), List.of("nan")));
        assertThat(tables.overview(Job.START + DAY + 1).suspects()).isEmpty();
    }

    @Test
    void runSlowerThanItWas_isNamedWithItsUsualRate() {
        Job job = new Job("one", 0, 0);
        for (int second = 0; second <= 60; second++) {
            tables.send(job.at(second * 1_000L).step(second * 10L, 1));
        }
        assertThat(tables.overview(Job.START).slowerThanBaseline()).isEmpty();
        for (int second = 61; second <= 100; second++) {
            tables.send(job.at(second * 1_000L).step(540 + second, 1));
        }

        assertThat(tables.overview(Job.START).slowerThanBaseline())
                .singleElement()
                .satisfies(slow -> {
                    assertThat(slow.stepsPerSecond()).isEqualTo(1.0);
                    assertThat(slow.baselineStepsPerSecond()).isBetween(9.0, 10.0);
                });
    }
}
