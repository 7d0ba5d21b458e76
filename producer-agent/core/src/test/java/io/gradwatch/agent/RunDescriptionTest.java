package io.gradwatch.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradwatch.schema.CurveAxis;
import io.gradwatch.schema.CurveSignal;
import io.gradwatch.schema.Layer;
import io.gradwatch.schema.ReferenceCurve;
import io.gradwatch.schema.RunStarted;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RunDescriptionTest {

    @Test
    void whatARunDeclares_reachesTheRecordOfItsStart() {
        ReferenceCurve curve = curve("paper", List.of(1.0, 2.0), List.of(0.9, 0.4));
        ReferenceCurve level = curve("goal", List.of(), List.of(0.3));
        RunStarted started = started(RunDescription.builder()
                .singleBatch(true)
                .baselineLoss(2.3)
                .reference(curve)
                .references(List.of(level))
                .layer("0", "DenseLayer", 20, "relu\n")
                .layer("1", "OutputLayer", 10)
                .build());

        assertThat(started.getSingleBatch()).isTrue();
        assertThat(started.getBaselineLoss()).isEqualTo(2.3);
        assertThat(started.getReferences()).containsExactly(curve, level);
        assertThat(started.getLayers())
                .containsExactly(new Layer("0", "DenseLayer", 20L, "relu"), new Layer("1", "OutputLayer", 10L, ""));
    }

    @Test
    void runThatDeclaresNothing_hasTheDefaults() {
        RunStarted started = started(RunDescription.named("plain"));
        assertThat(started.getSingleBatch()).isFalse();
        assertThat(started.getBaselineLoss()).isNull();
        assertThat(started.getReferences()).isEmpty();
    }

    @Test
    void valuesThatCannotBeUsed_areLeftOutAndTheOthersStay() {
        ReferenceCurve good = curve("good", List.of(1.0, 2.0), List.of(0.9, 0.4));
        RunDescription described = RunDescription.builder()
                .baselineLoss(Double.NaN)
                .reference((ReferenceCurve) null)
                .references(null)
                .reference(curve("empty", List.of(), List.of()))
                .reference(curve("fewer values", List.of(1.0, 2.0), List.of(0.9)))
                .reference(curve("values without places", List.of(), List.of(0.9, 0.8)))
                .reference(curve("infinite", List.of(1.0), List.of(Double.POSITIVE_INFINITY)))
                .reference(curve("absent number", List.of(1.0), Collections.singletonList(null)))
                .reference(curve("back", List.of(2.0, 1.0), List.of(0.9, 0.8)))
                .reference(curve("absent lists", null, null))
                .reference(good)
                .build();
        assertThat(described.baselineLoss()).isNull();
        assertThat(described.references()).containsExactly(good);
    }

    @Test
    void namesAndKindsOfCurves_areCleaned() {
        ReferenceCurve odd = new ReferenceCurve("a\nb", null, null, List.of(), List.of(1.0));
        assertThat(RunDescription.builder().reference(odd).build().references())
                .containsExactly(
                        new ReferenceCurve("a b", CurveSignal.UNKNOWN, CurveAxis.UNKNOWN, List.of(), List.of(1.0)));
    }

    @Test
    void longCurve_keepsItsEndsAndEvenlyChosenPoints() {
        List<Double> numbers =
                IntStream.rangeClosed(0, 2_550).mapToObj(i -> (double) i).toList();
        ReferenceCurve kept = RunDescription.builder()
                .reference(curve("long", numbers, numbers))
                .build()
                .references()
                .get(0);
        List<Double> everyTenth =
                IntStream.rangeClosed(0, 255).mapToObj(i -> 10.0 * i).toList();
        assertThat(kept.getAt()).isEqualTo(everyTenth);
        assertThat(kept.getValues()).isEqualTo(everyTenth);
    }

    @Test
    void tagsNotesAndGroup_areCleaned() {
        RunDescription said = RunDescription.builder()
                .tags(List.of(" a\tb ", "c", "", "c"))
                .tag("x".repeat(300))
                .notes("one\u0007\r\n  two \n\n")
                .group("sweep\n1")
                .build();
        assertThat(said.tags()).containsExactly("a b", "c", "x".repeat(256));
        assertThat(said.notes()).isEqualTo("one\n  two");
        assertThat(said.group()).isEqualTo("sweep 1");
        RunStarted started = started(said);
        assertThat(started.getTags()).isEqualTo(said.tags());
        assertThat(started.getNotes()).isEqualTo(said.notes());
        assertThat(started.getGroup()).isEqualTo("sweep 1");
    }

    @Test
    void tagsAndNotesBeyondTheirBounds_areCut() {
        RunDescription said = RunDescription.builder()
                .tags(IntStream.range(0, 100).mapToObj(i -> "t" + i).toList())
                .notes("n".repeat(10_000))
                .build();
        assertThat(said.tags()).hasSize(64);
        assertThat(said.notes()).hasSize(4_096);
    }

    @Test
    void tooManyCurves_theFirstAreKept() {
        RunDescription.Builder description = RunDescription.builder();
        for (int i = 0; i < 40; i++) {
            description.reference(curve("curve" + i, List.of(), List.of(1.0)));
        }
        List<ReferenceCurve> kept = description.build().references();
        assertThat(kept).hasSize(32);
        assertThat(kept.get(31).getName()).isEqualTo("curve31");
    }

    private static ReferenceCurve curve(String name, List<Double> at, List<Double> values) {
        return new ReferenceCurve(name, CurveSignal.VALIDATION_LOSS, CurveAxis.EPOCH, at, values);
    }

    private static RunStarted started(RunDescription description) {
        return RunRecords.started(
                RunStart.of(description, AgentSettings.builder().build()));
    }

    @Test
    void completed_keepsWhatItSays_andTakesTheRest() {
        RunDescription given = RunDescription.builder()
                .name("mine")
                .rank(0)
                .hyperparameter("lr", "0.1")
                .layer("a", "Dense", 10)
                .build();
        RunDescription found = RunDescription.builder()
                .name("found")
                .rank(3)
                .framework("djl")
                .hyperparameter("lr", "0.2")
                .hyperparameter("loss", "L2")
                .layer("b", "Dense", 20)
                .classes(10)
                .devices(List.of("H100"))
                .singleBatch(true)
                .build();

        RunDescription completed = given.completedBy(found);

        assertThat(completed.name()).isEqualTo("mine");
        assertThat(completed.rank()).isZero();
        assertThat(completed.framework()).isEqualTo("djl");
        assertThat(completed.hyperparameters()).isEqualTo(Map.of("lr", "0.1", "loss", "L2"));
        assertThat(completed.layers()).singleElement().extracting("name").isEqualTo("a");
        assertThat(completed.classes()).isEqualTo(10);
        assertThat(completed.devices()).containsExactly("H100");
        assertThat(completed.singleBatch()).isTrue();
        assertThat(found.completedBy(RunDescription.named("x"))).isEqualTo(found);
    }
}
