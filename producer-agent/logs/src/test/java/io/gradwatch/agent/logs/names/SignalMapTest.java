package io.gradwatch.agent.logs.names;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gradwatch.agent.logs.Logs;
import io.gradwatch.schema.Step;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SignalMapTest {

    @TempDir
    Path folder;

    @Test
    void mappedColumn_isTheSignal_andTheUsualSpellingIsAMetric() {
        Logs.read(folder, "run.csv", "it,loss,\"my, loss\"\n4,9,2\n");

        Logs.Reading read =
                Logs.read(folder.resolve("run.csv"), SignalMap.parse(List.of("train_loss=my, loss", "step=it")));

        assertThat(read.problem()).isEmpty();
        Step step = (Step) read.events().get(0).getEvent();
        assertThat(step.getStep()).isEqualTo(4);
        assertThat(step.getLoss()).isEqualTo(2);
        assertThat(step.getMetrics()).isEqualTo(Map.of("loss", 9.0));
    }

    @Test
    void columnThatIsNotThere_isToldWithTheNearest() {
        Logs.read(folder, "run.csv", "step,totalLoss\n1,2\n");

        assertThat(Logs.read(folder.resolve("run.csv"), SignalMap.parse(List.of("train_loss=total_loss")))
                        .problem())
                .get()
                .asString()
                .endsWith("run.csv:1: has no 'total_loss', which train_loss is mapped to; the nearest is 'totalLoss'");
        assertThat(Logs.read(folder.resolve("run.csv"), SignalMap.parse(List.of("lr=eta_of_the_optimizer")))
                        .problem())
                .get()
                .asString()
                .contains("it has step, totalLoss");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            train_los=a               | 'train_los' is no signal; the nearest is train_loss
            zzzzzzzzzzzz=a            | 'zzzzzzzzzzzz' is no signal; expected one of step, epoch, train_loss
            train_loss                | the mapping was 'train_loss'; expected signal=name
            train_loss=               | the mapping was 'train_loss='; expected signal=name
            =a                        | the mapping was '=a'; expected signal=name
            lr=a;lr=b                 | lr is mapped twice
            lr=a;step=a               | 'a' is mapped to two signals
            """)
    void wrongMapping_isRefused(String mappings, String problem) {
        assertThatThrownBy(() -> SignalMap.parse(Arrays.asList(mappings.split(";"))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(problem);
    }

    @ParameterizedTest
    @CsvSource({
        "train/loss,TRAIN_LOSS",
        "loss/train,TRAIN_LOSS",
        "Loss/train,TRAIN_LOSS",
        "training_loss,TRAIN_LOSS",
        "lm loss,TRAIN_LOSS",
        "val/loss,VAL_LOSS",
        "eval/loss,VAL_LOSS",
        "validation_loss,VAL_LOSS",
        "epoch_val_loss,VAL_LOSS",
        "learning_rate,LR",
        "lr-Adam,LR",
        "lr-AdamW/pg1,LR",
        "train/grad_norm,GRAD_NORM",
        "grad_2.0_norm_total,GRAD_NORM",
        "train/accuracy,TRAIN_ACC",
        "val_acc,VAL_ACC",
        "trainer/global_step,STEP",
        "Epoch,EPOCH",
        "test/acc,TEST_ACC"
    })
    void usualSpellings_areKnown(String name, String signal) {
        assertThat(LogSignal.spelled(name)).map(LogSignal::id).contains(signal.toLowerCase(Locale.ROOT));
    }

    @Test
    void severalSpellingsOfOneSignal_theBestIsTheSignal() {
        Step step =
                (Step) Logs.read(folder, "run.csv", "step,total_loss,train_loss,acc,train_accuracy\n1,9,2,0.1,0.5\n")
                        .events()
                        .get(0)
                        .getEvent();

        assertThat(step.getLoss()).isEqualTo(2);
        assertThat(step.getMetrics()).isEqualTo(Map.of("total_loss", 9.0, "accuracy", 0.5, "acc", 0.1));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            step;train_loss;note\\n1;2;"a; b"        | semicolon.csv
            step\\ttrain_loss\\tnote\\n1\\t2\\t      | tab.tsv
            "step"\\t"train_loss"\\n"1"\\t"2"        | quoted
            "a,b;c,d";step;train_loss\\n3;1;2        | mixed.csv
            """)
    void otherDelimiters_areFound(String content, String name) {
        Logs.Reading read = Logs.read(folder, name, content.translateEscapes() + "\n");

        assertThat(read.problem()).isEmpty();
        assertThat(read.rows().get(0).step()).isEqualTo(1);
        assertThat(((Step) read.events().get(0).getEvent()).getLoss()).isEqualTo(2);
    }

    @Test
    void emptyCellsBetweenTabs_areNotLogged() {
        Logs.Reading read = Logs.read(folder, "run.tsv", "step\tepoch\ttrain_loss\n1\t\t2\n\t3\t1\n");

        assertThat(read.problem()).isEmpty();
        assertThat(((Step) read.events().get(0).getEvent()).getEpoch()).isNull();
        assertThat(((Step) read.events().get(1).getEvent()).getEpoch()).isEqualTo(3);
    }
}
