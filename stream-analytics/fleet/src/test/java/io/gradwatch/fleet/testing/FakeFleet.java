package io.gradwatch.fleet.testing;

import io.gradwatch.fleet.live.query.FleetPart;
import io.gradwatch.fleet.live.query.LiveFleet;
import io.gradwatch.fleet.live.query.UnavailableException;
import io.gradwatch.fleet.live.view.AlertCounts;
import io.gradwatch.fleet.live.view.AlertDetail;
import io.gradwatch.fleet.live.view.AlertQuery;
import io.gradwatch.fleet.live.view.AlertRow;
import io.gradwatch.fleet.live.view.AlertRowBuilder;
import io.gradwatch.fleet.live.view.Checkpoint;
import io.gradwatch.fleet.live.view.ColumnCount;
import io.gradwatch.fleet.live.view.Group;
import io.gradwatch.fleet.live.view.GroupKind;
import io.gradwatch.fleet.live.view.Overview;
import io.gradwatch.fleet.live.view.OverviewBuilder;
import io.gradwatch.fleet.live.view.Page;
import io.gradwatch.fleet.live.view.RunDetail;
import io.gradwatch.fleet.live.view.RunDetailBuilder;
import io.gradwatch.fleet.live.view.RunGroup;
import io.gradwatch.fleet.live.view.RunGroupQuery;
import io.gradwatch.fleet.live.view.RunQuery;
import io.gradwatch.fleet.live.view.RunRow;
import io.gradwatch.fleet.live.view.RunRowBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One run with one alert, as a fleet and as a part of one; remembers what it was asked. */
public final class FakeFleet implements LiveFleet, FleetPart {

    /** Id of the run: it needs escaping everywhere. */
    public static final String RUN = "team/run 1%<img src=x onerror=alert(1)>?#";

    /** Id of the alert. */
    public static final String ALERT = "a/1";

    /** Questions that it was asked, in order. */
    public final List<Object> asked = new ArrayList<>();

    /** The groups of each kind; replaced by tests that need others. */
    public volatile List<Group> groups =
            List.of(new Group("vision", Map.of("training", 1), 2.5, 3, 1, Map.of("nan", 1)));

    /** False where it answers nothing. */
    public volatile boolean available = true;

    /** Failure of each question; null where it answers. */
    public volatile RuntimeException failure;

    /** The row of the run: its loss is NaN. */
    public static RunRow row() {
        return RunRowBuilder.builder()
                .run(RUN)
                .name("digits")
                .project("vision")
                .owner("ada")
                .host("node-1")
                .gpu("H100")
                .gpus(2)
                .state("training")
                .attempt(1)
                .step(41)
                .epoch(1.5)
                .loss(Double.NaN)
                .bestLoss(0.5)
                .lossStep(41L)
                .learningRate(3e-4)
                .gradientNorm(Double.POSITIVE_INFINITY)
                .stepsPerSecond(2.5)
                .startedMillis(1)
                .lastEventMillis(2)
                .lastStepMillis(3)
                .worldSize(2)
                .openAlerts(new AlertCounts(1, 0, 0))
                .worstClass("nan")
                .unrecovered(List.of())
                .unrecoveredAlerts(AlertCounts.NONE)
                .tags(List.of("baseline", "<b>night</b>"))
                .group("sweep-1")
                .build();
    }

    private static Checkpoint checkpoint() {
        return new Checkpoint(0, 40, "ckpt/<b>40</b>.pt", 4, 4096L, Map.of("val/loss", 0.25));
    }

    /** The row of the alert. */
    public static AlertRow alertRow() {
        return AlertRowBuilder.builder()
                .id(ALERT)
                .run(RUN)
                .runName("digits")
                .project("vision")
                .owner("ada")
                .detector("non-finite-values")
                .alertClass("nan")
                .severity("critical")
                .state("firing")
                .attempt(1)
                .layer("layer0")
                .split("test-val")
                .onsetStep(40)
                .raisedStep(41)
                .raisedMillis(5)
                .summary("The loss is NaN.")
                .status("firing")
                .open(true)
                .assignee("")
                .build();
    }

    /** The row of the alert once its run has ended with it. */
    public static AlertRow unrecovered(long endedMillis) {
        AlertRow row = alertRow();
        return AlertRowBuilder.builder(row)
                .state("unrecovered")
                .resolution("run_ended")
                .endedStep(99L)
                .endedMillis(endedMillis)
                .status("unrecovered")
                .open(true)
                .silence(null)
                .acknowledgement(null)
                .build();
    }

    @Override
    public Optional<RunDetail> run(String id) {
        check(id);
        RunDetail.Description description = new RunDetail.Description(
                "dl4j",
                "1.0",
                Map.of("optimizer", "Adam"),
                null,
                0.01,
                null,
                List.of(new RunDetail.Layer("l", "D", 9)),
                "warm-up\nof 500 <b>steps</b>",
                List.of(new RunDetail.Definition("train-val/accuracy", "best", "maximize", "", true)),
                Map.of("val/acc", Double.NaN));
        return id.equals(RUN)
                ? Optional.of(RunDetailBuilder.builder()
                        .row(row())
                        .live(true)
                        .description(description)
                        .checkpoints(List.of(checkpoint()))
                        .attempts(List.of(new RunDetail.Attempt(0, 1, 2L, "killed", 0, 9, null, "m")))
                        .metrics(List.of(new RunDetail.Metric("loss", Double.NaN, 41, 0.5, 7L, null, null, 3)))
                        .ranks(List.of(new RunDetail.Rank(0, "node-1", 41, 12.5, 0.1, 3, true)))
                        .rankSpread(new RunDetail.RankSpread(
                                new RunDetail.Spread(1.0, 2.0, 3.0), new RunDetail.Spread(null, null, null), null))
                        .generalisationGap(Double.NEGATIVE_INFINITY)
                        .alerts(List.of(alertRow()))
                        .build())
                : Optional.empty();
    }

    @Override
    public Page<RunRow> runs(RunQuery query) {
        check(query);
        if ("bad".equals(query.cursor())) {
            throw new IllegalArgumentException("no cursor");
        }
        return new Page<>(List.of(row()), 1, "next");
    }

    @Override
    public Page<AlertRow> alerts(AlertQuery query) {
        check(query);
        return new Page<>(List.of(alertRow()), 1, null);
    }

    @Override
    public Optional<AlertDetail> alert(String id) {
        check(id);
        return id.equals(ALERT)
                ? Optional.of(new AlertDetail(
                        alertRow(),
                        List.of(new AlertDetail.Evidence("level", "loss", "loss", Double.NaN, "nats", ">", null)),
                        List.of(new AlertDetail.Advice("an exp", "K10")),
                        List.of(),
                        checkpoint(),
                        2,
                        List.of(new AlertDetail.Transition("firing", "critical", 41, 5)),
                        "loss",
                        List.of()))
                : Optional.empty();
    }

    @Override
    public Overview overview() {
        return overview(null);
    }

    @Override
    public List<Group> groups(GroupKind kind) {
        return groups(kind, null);
    }

    @Override
    public Page<RunRow> runs(RunQuery query, String insteadOf) {
        asked.add("instead of " + insteadOf);
        return runs(query);
    }

    @Override
    public List<RunGroup> runGroups(RunGroupQuery query) {
        check(query);
        return List.of(new RunGroup(null, 1, Map.of("training", 1), 0.5, RUN, null, null));
    }

    @Override
    public List<RunGroup> runGroups(RunGroupQuery query, String insteadOf) {
        asked.add("groups instead of " + insteadOf);
        return runGroups(query);
    }

    @Override
    public List<ColumnCount> columns(String text) {
        check("columns with " + text);
        return List.of(new ColumnCount("config.optimizer", 2), new ColumnCount("metric.loss", 1));
    }

    @Override
    public List<ColumnCount> columns(String text, String insteadOf) {
        asked.add("columns instead of " + insteadOf);
        return columns(text);
    }

    @Override
    public Page<AlertRow> alerts(AlertQuery query, String insteadOf) {
        asked.add("instead of " + insteadOf);
        return alerts(query);
    }

    @Override
    public Overview overview(String insteadOf) {
        check("overview instead of " + insteadOf);
        return OverviewBuilder.builder()
                .nowMillis(9)
                .runsByState(Map.of("training", 1))
                .finishedByVerdict(Map.of("diverged", 2))
                .alertsFiring(new AlertCounts(1, 0, 0))
                .alertsSilenced(AlertCounts.NONE)
                .alertsUnrecovered(new AlertCounts(2, 1, 0))
                .runsUnrecovered(2)
                .stepsPerSecond(2.5)
                .gpuHours(new Overview.GpuHours(3, 1))
                .slowerThanBaseline(List.of(new Overview.SlowRun(RUN, "digits", 1, 2)))
                .suspects(List.of(new Overview.Suspect("node-1", List.of("a", "b"), List.of("nan"))))
                .groups(groups(GroupKind.PROJECT, insteadOf))
                .build();
    }

    @Override
    public List<Group> groups(GroupKind kind, String insteadOf) {
        check(kind + " instead of " + insteadOf);
        return groups;
    }

    private void check(Object question) {
        if (!available) {
            throw new UnavailableException("The live tables are being moved");
        }
        if (failure != null) {
            throw failure;
        }
        asked.add(question);
    }
}
